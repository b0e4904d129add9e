#!/usr/bin/env python3
"""Lets a model multiply by its 8-bit weights as they are, rather than by floats that were made of them.

usage: pack_weights.py IN.ort OUT.onnx

The base model's decoder goes through all its weights for every token, which takes as long as they take to come from
memory: as floats 166 MB and 15 ms, as bytes 62 MB and 8 ms. The shipped chains of Cast, Mul and Add nodes stand for
scale · (weight - zero), with one scale and one whole zero for a tensor, which is what ONNX Runtime's MatMulNBits
multiplies by: its weights are exactly the shipped ones. What they are multiplied with is rounded to 8 bits, 32 values at
a time.

Embeddings are looked up as bytes, and turned to floats by the shipped arithmetic.

Needs the packages of fold-requirements.txt. The same input gives the same output, byte for byte.
"""

import sys
from dataclasses import dataclass

import numpy
import onnx
from onnx import helper, numpy_helper

from fold_constants import convert, replace, subgraphs

# How many weights share a scale: the fewest that the multiplication takes. The shipped widths are multiples of it.
BLOCK = 32
# The multiplication in 8 bits; others turn all weights to floats at every call.
EIGHT_BITS = 4


@dataclass
class Chain:
    """Nodes that make floats of 8-bit weights."""

    weights: str
    scale: str
    offset: str


def main() -> None:
    convert(__doc__, pack, "multiplications packed")


def pack(graph: onnx.GraphProto) -> int:
    """Replaces what is multiplied by the chains' floats, and says how many multiplications there were."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    chains = find_chains(graph, constants)
    packed: dict[str, onnx.TensorProto] = {}
    count = 0
    # Inner graphs first: an outer one's nodes are copied with all that is in them.
    for each in reversed([graph, *subgraphs(graph)]):
        turned = {
            node.output[0]: node.input[0]
            for node in each.node
            if node.op_type == "Transpose" and node.input[0] in chains
        }
        nodes = []
        for node in each.node:
            if node.op_type == "MatMul" and turned.get(node.input[1], node.input[1]) in chains:
                chain = chains[turned.get(node.input[1], node.input[1])]
                nodes.append(multiplication(node, chain, node.input[1] in turned, constants, packed))
                count += 1
            elif node.op_type == "Gather" and node.input[0] in chains:
                nodes += lookup(node, chains[node.input[0]])
            else:
                nodes.append(node)
        replace(each.node, nodes)
    replace(graph.initializer, [*graph.initializer, *packed.values()])
    drop_unused(graph)
    return count


def find_chains(graph: onnx.GraphProto, constants: dict[str, numpy.ndarray]) -> dict[str, Chain]:
    """The chains of Cast, Mul and Add over 8-bit constants, by what comes out of them."""
    makers = {output: node for node in graph.node for output in node.output}

    def maker(name: str, kind: str) -> onnx.NodeProto | None:
        node = makers.get(name)
        return node if node is not None and node.op_type == kind else None

    chains = {}
    for add in graph.node:
        if add.op_type != "Add" or not (mul := maker(add.input[0], "Mul")) or not (cast := maker(mul.input[0], "Cast")):
            continue
        chain = Chain(cast.input[0], mul.input[1], add.input[1])
        if all(name in constants for name in (chain.weights, chain.scale, chain.offset)):
            weights = constants[chain.weights]
            if weights.dtype == numpy.int8 and weights.ndim == 2:
                chains[add.output[0]] = chain
    return chains


def multiplication(node, chain: Chain, is_turned: bool, constants, packed) -> onnx.NodeProto:
    """The multiplication by a chain's weights, which are put into `packed` unless they are there."""
    weights = constants[chain.weights]
    rows = weights if is_turned else weights.T  # [outputs, inputs]
    outputs, inputs = rows.shape
    name = f"{chain.weights}/{'rows' if is_turned else 'columns'}"
    if name not in packed:
        scale, offset = (float(constants[each].item()) for each in (chain.scale, chain.offset))
        zero = 128 - round(offset / scale)
        if abs(offset / scale - round(offset / scale)) > 1e-3 or not 0 <= zero <= 255:
            sys.exit(f"The zero of '{chain.weights}' is not a whole number of 8 bits.")
        blocks = -(-inputs // BLOCK)
        padded = numpy.full((outputs, blocks * BLOCK), zero, numpy.uint8)
        padded[:, :inputs] = rows.astype(numpy.int16) + 128
        values = {
            name: padded.reshape(outputs, blocks, BLOCK),
            f"{name}/scales": numpy.full(outputs * blocks, scale, numpy.float32),
            f"{name}/zeros": numpy.full(outputs * blocks, zero, numpy.uint8),
        }
        packed.update({each: numpy_helper.from_array(value, each) for each, value in values.items()})
    return helper.make_node(
        "MatMulNBits",
        [node.input[0], name, f"{name}/scales", f"{name}/zeros"],
        list(node.output),
        name=node.name,
        domain="com.microsoft",
        K=inputs,
        N=outputs,
        bits=8,
        block_size=BLOCK,
        accuracy_level=EIGHT_BITS,
    )


def lookup(node: onnx.NodeProto, chain: Chain) -> list[onnx.NodeProto]:
    """The look-up of rows of 8-bit weights, and the chain after it rather than before."""
    result = node.output[0]
    return [
        helper.make_node("Gather", [chain.weights, node.input[1]], [f"{result}/bytes"], axis=0),
        helper.make_node("Cast", [f"{result}/bytes"], [f"{result}/floats"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{result}/floats", chain.scale], [f"{result}/scaled"]),
        helper.make_node("Add", [f"{result}/scaled", chain.offset], [result]),
    ]


def drop_unused(graph: onnx.GraphProto) -> None:
    """Drops the nodes whose results nothing uses any more, and then the constants."""
    while True:
        graphs = [graph, *subgraphs(graph)]
        used = {name for each in graphs for node in each.node for name in node.input}
        used |= {output.name for each in graphs for output in each.output}
        unused = sum(not used.intersection(node.output) for each in graphs for node in each.node)
        if not unused:
            break
        for each in reversed(graphs):
            replace(each.node, [node for node in each.node if used.intersection(node.output)])
    replace(graph.initializer, [tensor for tensor in graph.initializer if tensor.name in used])


if __name__ == "__main__":
    main()
