#!/usr/bin/env python3
"""Measures how long Behest and hassil take to understand the same texts; scripts/benchmark-grammar starts it.

It writes results/grammar.json and results/grammar-cases.jsonl, and puts the figures into README.md.
"""

import argparse
import json
import shlex
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import yaml
from hassil import recognize_best
from hassil.intents import Intents

import grammar_sizes
import machine
import report
from figures import spread
from golden import agrees
from grammar_sizes import behest_times

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def main() -> None:
    options = arguments()
    for name in ("grammar.yaml", "lists.yaml", "cases.jsonl"):
        if not (options.data / name).exists():
            sys.exit(f"There is no '{name}' in '{options.data}': name a folder that has one with --data.")
    cases = [json.loads(line) for line in (options.data / "cases.jsonl").read_text().splitlines()][: options.cases]
    began = machine.load()
    with tempfile.TemporaryDirectory(prefix="behest-benchmark.") as scratch:
        print("Measuring: hassil and Behest in turn …", file=sys.stderr)
        figures = contest(options, cases, Path(scratch))
        print("Measuring: grammars of several sizes …", file=sys.stderr)
        figures["sizes"] = grammar_sizes.measure(options.behest, Path(scratch))
        figures["by sound"] = grammar_sizes.measure_by_sound(options.behest, Path(scratch))
    facts = machine.facts(options.behest, HERE.parent, ("hassil",))
    facts["command"] = shlex.join(["scripts/benchmark-grammar", *options.as_given])
    facts["load"] = [began, machine.load()]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "grammar.json").write_text(json.dumps({"machine": facts, **figures}, indent=1) + "\n")
    report.write(RESULTS, HERE / "README.md")
    print("The figures are in Benchmarks/README.md.", file=sys.stderr)


def contest(options, cases: list[dict], scratch: Path) -> dict:
    """Both over all cases, one after the other, as often as there are rounds."""
    file = scratch / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in cases))
    files = [options.data / "grammar.yaml", "--lists", options.data / "lists.yaml", "--cases", file]
    start = time.perf_counter()
    intents = load(options.data)
    loaded = time.perf_counter() - start
    hassil, behest, sizes = [], [], []
    for _ in range(options.rounds):
        hassil.append([hassil_time(intents, case) for case in cases])
        size, times = behest_times(options.behest, *files)
        sizes.append(size)
        behest.append(times)
    rows = []
    for index, case in enumerate(cases):
        rows.append(
            {
                "text": case["text"],
                "hassil": round(median(each[index][0] for each in hassil), 1),
                "behest": round(median(each[index]["microseconds"] for each in behest), 2),
                "hassil right": agrees(hassil[0][index][1], case),
                "behest right": agrees(behest[0][index], case),
            }
        )
    with open(RESULTS / "grammar-cases.jsonl", "w") as output:
        output.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return {
        "cases": len(rows),
        "rounds": options.rounds,
        "hassil": spread([row["hassil"] for row in rows]),
        "behest": spread([row["behest"] for row in rows], 2),
        "ratio of medians": round(median(row["hassil"] for row in rows) / median(row["behest"] for row in rows)),
        "ratios": spread([row["hassil"] / row["behest"] for row in rows]),
        "hassil right": sum(row["hassil right"] for row in rows),
        "behest right": sum(row["behest right"] for row in rows),
        "hassil loads": round(loaded, 3),
        "grammar": {**sizes[0], **{key: median(size[key] for size in sizes) for key in ("readSeconds", "compileSeconds")}},
    }


def load(data: Path) -> Intents:
    grammar = yaml.safe_load((data / "grammar.yaml").read_text())
    lists = yaml.safe_load((data / "lists.yaml").read_text())
    grammar.setdefault("lists", {}).update(lists["lists"])
    return Intents.from_dict(grammar)


def hassil_time(intents: Intents, case: dict) -> tuple[float, dict]:
    """Microseconds, and what was found."""
    start = time.perf_counter()
    result = recognize_best(case["text"], intents, intent_context=case.get("context") or None, best_slot_name="name")
    took = (time.perf_counter() - start) * 1_000_000
    if not result:
        return took, {"intent": None, "slots": {}}
    return took, {"intent": result.intent.name, "slots": {entity.name: entity.value for entity in result.entities_list}}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/benchmark-grammar", description="Measures the matching of text.")
    parser.add_argument("--data", type=Path, required=True, help="grammar.yaml, lists.yaml and cases.jsonl")
    parser.add_argument("--cases", type=int, help="only the first so many cases")
    parser.add_argument("--rounds", type=int, default=3, help="how often each does all cases (default 3)")
    parser.add_argument("--behest", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--as-given", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
