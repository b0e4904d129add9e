#!/usr/bin/env python3
"""Measures how quickly Behest records and carries out runs; scripts/benchmark-dispatch sets up what it needs and starts it.

Each part writes a file into results/, and what is there is put together in README.md between its markers.
"""

import argparse
import json
import shlex
import sys
import tempfile
from pathlib import Path

import dispatch_latency
import dispatch_size
import dispatch_speed
import machine
import report

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PARTS = {"speed": dispatch_speed, "latency": dispatch_latency, "size": dispatch_size}


def main() -> None:
    options = arguments()
    RESULTS.mkdir(exist_ok=True)
    for name, part in PARTS.items():
        if options.only not in (None, name):
            continue
        print(f"Measuring: {name} …", file=sys.stderr)
        began = machine.load()
        with tempfile.TemporaryDirectory(prefix="behest-benchmark.", dir=options.scratch) as scratch:
            figures = part.measure(options, Path(scratch))
        facts = machine.facts(options.behest, HERE.parent, ("huey",))
        facts["command"] = shlex.join(["scripts/benchmark-dispatch", *options.as_given])
        facts["load"] = [began, machine.load()]
        (RESULTS / f"dispatch-{name}.json").write_text(json.dumps({"machine": facts, **figures}, indent=1) + "\n")
    report.write(RESULTS, HERE / "README.md")
    print("The figures are in Benchmarks/README.md.", file=sys.stderr)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/benchmark-dispatch", description="Measures the running of runs.")
    parser.add_argument("--only", choices=list(PARTS), help="only this part; the others' figures stay as they are")
    parser.add_argument("--runs", type=int, default=1_000, help="speed: how many runs (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="speed: how often each does them all (3)")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="size: how many tasks the large journal has (1000000)")
    parser.add_argument("--unfinished", type=int, default=10_000, help="size: how many unfinished tasks at the start (10000)")
    parser.add_argument("--words", type=int, default=300, help="latency: how many commands (300)")
    parser.add_argument("--scratch", type=Path, help="where journals are made; a disk, or fsync costs nothing")
    parser.add_argument("--behest", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help=argparse.SUPPRESS)
    parser.add_argument("--as-given", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
