#!/usr/bin/env python3
"""Measures Behest on a set of labelled commands; scripts/benchmark sets up what it needs and starts it.

Each part writes a file into results/, and what is there is put together in README.md between its markers.
"""

import argparse
import json
import os
import shlex
import statistics
import sys
import tempfile
from pathlib import Path

import contest
import endpoints
import endurance
import listening
import machine
import figures
import report
import scoring
import understanding
from behest import Behest, write_pack
from rows import clip_rows

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PARTS = ("contest", "endurance", "startup", "listening", "understanding", "endpoints")
REPEATS = 9


def main() -> None:
    options = arguments()
    labels = scoring.labels_by_clip(json.loads((options.data / "labels.json").read_text()))
    clips = [path for path in sorted((options.data / "clean").glob("*.flac")) if path.stem in labels]
    clips = clips[: options.clips]
    if not clips:
        sys.exit(f"There are no labelled clips in '{options.data}/clean': name a folder that has some with --data.")
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="behest-benchmark.") as scratch:
        scratch = Path(scratch)
        pack = scratch / "pack.yaml"
        write_pack(options.data / "grammar.yaml", pack)
        behest = Behest(options.behest, scratch, pack)
        for part in PARTS if options.only is None else [options.only]:
            print(f"Measuring: {part} …", file=sys.stderr)
            began = machine.load()
            measured = globals()[f"measure_{part}"](options, behest, clips, labels, scratch)
            behest.forget()
            facts = machine.facts(options.behest, HERE.parent)
            facts["command"] = shlex.join(["scripts/benchmark", *options.as_given])
            facts["load"] = [began, machine.load()]
            if options.note:
                facts["note"] = options.note
            text = json.dumps({"machine": facts, **measured}, indent=1, ensure_ascii=False)
            (RESULTS / f"{part}.json").write_text(text + "\n")
    report.write(RESULTS, HERE / "README.md")
    print("The figures are in Benchmarks/README.md.", file=sys.stderr)


def measure_contest(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    race = contest.Contest(behest, clips, scratch)
    alone = race.one_process()
    threads = min(4, os.cpu_count() or 1)  # As many as Behest gives its recogniser.
    folders = {
        "base, folded": options.models / "moonshine-base",
        "base, as shipped": options.shipped,
        "tiny": options.models / "moonshine-tiny",
    }
    baselines = {name: contest.PythonBaseline(folder, threads) for name, folder in folders.items()}
    whole = {clip.stem: contest.seconds(clip) for clip in clips}
    race.turns(baselines, options.rounds)
    for baseline in baselines.values():
        baseline.end()
    rows = clip_rows(race.rounds, whole)
    with open(RESULTS / "clips.jsonl", "w") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    result = {"clips": len(clips), "rounds": options.rounds, "models": {}, "contest": figures.ratios(rows)}
    for model, outcome in alone.items():
        lines = contest.by_clip(outcome)
        verdicts = scoring.score(labels, lines)
        result["models"][model] = {
            **figures.speed(rows, model),
            "peak": round(outcome.peak, 1),
            "peak of one clip": round(behest.run(model, clips[:1]).peak, 1),
            "wall": round(outcome.seconds, 2),
            "audio": round(sum(whole.values()), 1),
            "acceptance": {kind: list(verdicts.values()).count(kind) for kind in ("accepted", "rejected", "wrong")},
            "least confidence accepted": min(
                (scoring.chosen(lines[clip])["confidence"] for clip in lines if verdicts[clip] == "accepted"),
                default=None,
            ),
        }
        write_results(RESULTS / f"commands-{model}.jsonl", lines, verdicts)
    return result


def write_results(file: Path, lines: dict[str, list[dict]], verdicts: dict[str, str]) -> None:
    """What stands for each clip, in the form that the data's own scorer reads."""
    with open(file, "w") as output:
        for clip, utterances in lines.items():
            line = scoring.chosen(utterances)
            kept = {key: line.get(key) for key in ("text", "confidence", "intent", "slots")}
            entry = {"file": f"{clip}.flac", **kept, "verdict": verdicts[clip], "utterances": len(utterances)}
            output.write(json.dumps(entry, ensure_ascii=False) + "\n")


def measure_endurance(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    kitchen = options.data / "kitchen.flac"
    return endurance.measure(behest, clips, kitchen if kitchen.exists() else None, scratch)


def measure_startup(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    """Whole processes from start to end, with the model's files in the disk's cache."""
    bugs = HERE.parent / "grammars" / "bugs.yaml"
    sentence = "file a bug in the parser saying that it loses the last line"
    said = ["say", "--grammars", str(bugs), "--workspace", str(behest.workspace), sentence]
    seconds = {}
    for name, start in (
        ("say", lambda: behest.measure(*said)),
        ("run, base", lambda: behest.run("base", clips[:1])),
        ("run, tiny", lambda: behest.run("tiny", clips[:1])),
    ):
        start()
        seconds[name] = round(statistics.median(start().seconds for _ in range(REPEATS)), 3)
    return {"repeats": REPEATS, "seconds": seconds}


def measure_listening(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    return listening.measure(options, behest, clips, scratch)


def measure_understanding(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    return understanding.measure(options, behest, clips, labels, scratch)


def measure_endpoints(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    return endpoints.measure(options, behest, clips, scratch)


def levels(text: str) -> list[int]:
    return [] if text == "none" else [int(level) for level in text.split(",")]


def ways(text: str) -> list[str]:
    chosen = [way.strip() for way in text.split(",")]
    if unknown := set(chosen) - set(understanding.WAYS):
        raise argparse.ArgumentTypeError(f"there is no way '{min(unknown)}', but {', '.join(understanding.WAYS)}")
    return chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description="Measures Behest.")
    parser.add_argument("--data", type=Path, required=True, help="clean/*.flac, labels.json and grammar.yaml")
    parser.add_argument("--clips", type=int, help="only the first so many clips")
    parser.add_argument("--rounds", type=int, default=2, help="how often each contestant does each clip (default 2)")
    parser.add_argument("--only", choices=PARTS, help="only this part; the others' figures stay as they are")
    parser.add_argument(
        "--levels", type=levels, default=understanding.LEVELS, help="understanding: the decibels of noise, or none"
    )
    parser.add_argument(
        "--ways", type=ways, default=list(understanding.WAYS), help="understanding: how speech is recognised"
    )
    parser.add_argument("--hours", type=int, default=24, help="listening: how long a day at the microphone is (default 24)")
    parser.add_argument("--note", help="what else the machine was doing, to stand beside the figures")
    hidden = argparse.SUPPRESS
    parser.add_argument("--behest", type=Path, required=True, help=hidden)
    parser.add_argument("--cache", type=Path, required=True, help=hidden)
    parser.add_argument("--models", type=Path, required=True, help=hidden)
    parser.add_argument("--shipped", type=Path, required=True, help=hidden)
    parser.add_argument("--as-given", nargs=argparse.REMAINDER, default=[], help=hidden)
    return parser.parse_args()


if __name__ == "__main__":
    main()
