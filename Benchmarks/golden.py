"""Compares `behest parse` with the cases of whole languages."""

import argparse
import json
import pathlib
import subprocess
import sys
import time


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def agrees(found, expected):
    """Whether intent and slots are equal as JSON; 1 and true are not."""
    return json.dumps(plain(found.get("intent"))) == json.dumps(plain(expected["intent"])) and json.dumps(
        plain(found.get("slots")), sort_keys=True
    ) == json.dumps(plain(expected["slots"]), sort_keys=True)


def plain(value):
    """JSON has one kind of number: 20 and 20.0 are the same."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def check(folder, behest):
    """How many cases of a language there are, how many agree, how long it took, and those that differ."""
    command = [behest, "parse", "--grammar", str(folder / "grammar.yaml")]
    if (folder / "lists.yaml").exists():
        command += ["--lists", str(folder / "lists.yaml")]
    cases = folder / "cases.jsonl"
    start = time.monotonic()
    done = subprocess.run(command + ["--cases", str(cases)], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        print(f"{folder.name}: behest failed: {done.stderr.strip()[:500]}", file=sys.stderr)
    expected = lines(cases.read_text(encoding="utf-8"))
    found = lines(done.stdout)
    found += [{}] * (len(expected) - len(found))
    differing = [(want, got) for want, got in zip(expected, found) if not agrees(got, want)]
    return len(expected), len(expected) - len(differing), seconds, differing


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--behest", required=True)
    parser.add_argument("--differing", type=int, default=3, help="how many differing cases to show of each language")
    options = parser.parse_args()
    folders = sorted(path.parent for path in options.folder.glob("*/cases.jsonl"))
    if not folders:
        sys.exit(f"There are no cases in '{options.folder}'.")
    total = agreeing = 0
    print(f"{'language':<10} {'cases':>6} {'agree':>6} {'seconds':>8}")
    for folder in folders:
        count, same, seconds, differing = check(folder, options.behest)
        total += count
        agreeing += same
        print(f"{folder.name:<10} {count:>6} {same:>6} {seconds:>8.2f}", flush=True)
        for want, got in differing[: options.differing]:
            print(f"  {want['text']} {json.dumps(want['context'], ensure_ascii=False)}", file=sys.stderr)
            print(f"    wanted {want['intent']} {want['slots']}", file=sys.stderr)
            print(f"    got    {got.get('intent')} {got.get('slots')}", file=sys.stderr)
    print(f"{'all':<10} {total:>6} {agreeing:>6}")
    sys.exit(0 if agreeing == total else 1)


if __name__ == "__main__":
    main()
