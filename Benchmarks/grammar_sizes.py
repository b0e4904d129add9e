"""How Behest's times grow with the number of sentences and of list values."""

import json
import random
import subprocess
from pathlib import Path
from statistics import median

SENTENCES = (10, 100, 1_000, 10_000)
VALUES = (10, 1_000, 100_000)
CASES = 200
SYLLABLES = ("ba", "co", "de", "fi", "gu", "ka", "le", "mo", "nu", "pa", "re", "si", "to", "vu", "wa", "zo")


def measure(behest: Path, scratch: Path) -> list[dict]:
    rows = [measure_one(behest, scratch, sentences, 100) for sentences in SENTENCES]
    return rows + [measure_one(behest, scratch, 100, values) for values in VALUES]


def measure_one(behest: Path, scratch: Path, sentences: int, values: int) -> dict:
    """A grammar of made-up words: a verb, an optional part, a name of the list, and an ending."""
    chance = random.Random(sentences * 1_000_003 + values)
    names = sorted({" ".join(word(chance) for _ in range(chance.randint(1, 4))) for _ in range(values * 2)})
    names = chance.sample(names, min(values, len(names)))
    verbs = [f"{word(chance)} {word(chance)}" for _ in range(max(10, sentences // 10))]
    said = [(chance.choice(verbs), word(chance), f"{word(chance)} {word(chance)}") for _ in range(sentences)]
    lines = ["language: en", "intents:"]
    for number, (verb, extra, ending) in enumerate(said):
        lines.append(f"  Intent{number}: {{data: [{{sentences: ['[please] {verb} [the|my] {{name}} [{extra}] {ending}']}}]}}")
    lines += ["lists:", "  name:", "    values:", *(f"      - {name}" for name in names)]
    grammar, cases = scratch / "grown.yaml", scratch / "grown.jsonl"
    grammar.write_text("\n".join(lines) + "\n")
    with open(cases, "w") as output:
        for _ in range(CASES):
            verb, extra, ending = chance.choice(said)
            text = f"{chance.choice(['please ', ''])}{verb} the {chance.choice(names)} {chance.choice([extra, ''])} {ending}"
            output.write(json.dumps({"text": text}) + "\n")
    size, times = behest_times(behest, grammar, "--cases", cases)
    found = sum(each["intent"] is not None for each in times)
    if found != CASES:
        raise SystemExit(f"Behest understood {found} of {CASES} sentences of its own grammar: that is a mistake in one of them.")
    took = sorted(each["microseconds"] for each in times)
    return {**size, "values": len(names), "median": round(median(took), 2), "most": round(took[-1], 2)}


def word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3)))


def behest_times(behest: Path, *arguments) -> tuple[dict, list[dict]]:
    """What `behest grammar time` says of the grammar, and of each case."""
    command = [behest, "grammar", "time", *arguments]
    output = subprocess.run(command, capture_output=True, text=True)
    if output.returncode != 0:
        raise SystemExit(f"'behest grammar time' failed: {output.stderr.strip()}")
    size, *times = (json.loads(line) for line in output.stdout.splitlines())
    return size, times
