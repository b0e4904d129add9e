#!/usr/bin/env python3
"""Folds the constant weight arithmetic of a model once, so that it is not done again at every call.

usage: fold_constants.py IN.ort OUT.onnx

The base model is shipped with 8-bit weights and turns them into floats by chains of Cast, Mul and Add nodes
whose inputs are all constants. ONNX Runtime does not fold those chains in a file of its own format, so they run
at every call: 36 ms a token instead of 6. The file written here holds the results of the chains in their place;
it computes the same numbers, with 32-bit weights.

Needs the packages of fold-requirements.txt. The same input gives the same output, byte for byte.
"""

import sys
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime


def main() -> None:
    convert(__doc__, fold, "nodes folded")


def convert(usage: str, change, what: str) -> None:
    """Changes the model that the arguments name; `change` takes its graph, and gives how much there was to change."""
    if len(sys.argv) != 3:
        sys.exit(usage.splitlines()[2])
    source, target = map(Path, sys.argv[1:])
    model = load(source)
    name_graphs(model.graph)
    count = change(model.graph)
    if count == 0:
        sys.exit(f"There is nothing to convert in '{source}'.")
    settle_imports(model)
    onnx.save(model, target)
    print(f"{count} {what}, {target.stat().st_size / 1e6:.0f} MB")


def load(source: Path) -> onnx.ModelProto:
    """Reads a model in ONNX Runtime's own format, which only ONNX Runtime can turn into the open one."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "model.onnx"
        options = onnxruntime.SessionOptions()
        # Higher levels tie the file to the processor it was written on, and gain nothing.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.add_session_config_entry("session.load_model_format", "ORT")
        options.optimized_model_filepath = str(written)
        options.add_session_config_entry("session.save_model_format", "ONNX")
        onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
        return onnx.load(written)


def subgraphs(graph: onnx.GraphProto):
    """Every graph inside a graph: the branches of its conditions, and theirs."""
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield attribute.g
                yield from subgraphs(attribute.g)


def name_graphs(graph: onnx.GraphProto) -> None:
    """Names the graphs: the shipped ones have no names, and a checker wants them."""
    graph.name = graph.name or "main"
    for number, inner in enumerate(subgraphs(graph)):
        inner.name = inner.name or f"sub{number}"


def evaluate(node: onnx.NodeProto, operands: list) -> numpy.ndarray:
    """Does what a Cast, Mul or Add node would do at each call."""
    if node.op_type == "Cast":
        kind = next(attribute.i for attribute in node.attribute if attribute.name == "to")
        return operands[0].astype(onnx.helper.tensor_dtype_to_np_dtype(kind))
    left, right = operands
    return left * right if node.op_type == "Mul" else left + right


def fold(graph: onnx.GraphProto) -> int:
    """Replaces the nodes whose inputs are all constants by their results, and says how many there were.

    Only the outer graph is folded: that is where the weights are. Its nodes are in topological order, so one
    pass follows each chain to its end.
    """
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    folded, kept = {}, []
    for node in graph.node:
        if node.op_type in ("Cast", "Mul", "Add") and all(name in constants for name in node.input):
            result = numpy.asarray(evaluate(node, [constants[name] for name in node.input]))
            constants[node.output[0]] = folded[node.output[0]] = result
        else:
            kept.append(node)
    replace(graph.node, kept)

    # What fed the chains is no longer used by anything; the links of the chains neither.
    graphs = [graph, *subgraphs(graph)]
    used = {name for each in graphs for node in each.node for name in node.input}
    used |= {output.name for each in graphs for output in each.output}
    tensors = [tensor for tensor in graph.initializer if tensor.name in used]
    tensors += [onnx.numpy_helper.from_array(value, name) for name, value in folded.items() if name in used]
    replace(graph.initializer, tensors)
    return len(folded)


def settle_imports(model: onnx.ModelProto) -> None:
    """Names the operator sets that nodes use, and no others: ONNX Runtime lists all that it knows."""
    graphs = [model.graph, *subgraphs(model.graph)]
    domains = {node.domain for graph in graphs for node in graph.node} | {""}
    known = [entry for entry in model.opset_import if entry.domain in domains]
    missing = sorted(domains - {entry.domain for entry in known})
    replace(model.opset_import, known + [onnx.helper.make_opsetid(domain, 1) for domain in missing])


def replace(field, values: list) -> None:
    """Gives a repeated field new contents; the values may be part of the old."""
    del field[:]
    field.extend(values)


if __name__ == "__main__":
    main()
