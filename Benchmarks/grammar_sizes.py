"""How Behest's times grow with the number of sentences and of list values."""

import json
import os
import random
import subprocess
import tempfile
from pathlib import Path
from statistics import median

SENTENCES = (10, 100, 1_000, 10_000)
VALUES = (10, 1_000, 100_000)
CASES = 200
# By sound, of names as people give them to files and symbols: one to three words.
NAMES = (1_000, 10_000, 100_000)
MISHEARD = 50
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


def measure_by_sound(behest: Path, scratch: Path) -> list[dict]:
    return [measure_names(behest, scratch, names) for names in NAMES]


def measure_names(behest: Path, scratch: Path, count: int) -> dict:
    """A list of made-up names, and commands in which one letter of one name is another."""
    chance = random.Random(count)
    vocabulary = sorted({word(chance) + chance.choice(ENDINGS) for _ in range(20_000)})[: max(1_000, min(count, 10_000))]
    names: set[str] = set()
    while len(names) < count:
        names.add(" ".join(chance.choice(vocabulary) for _ in range(chance.randint(1, 3))))
    said = sorted(names)
    chance.shuffle(said)
    lines = ["language: en", "intents:"]
    lines += ["  Open: {data: [{sentences: ['[please] (open|show) [me] {name} [in the editor]']}]}"]
    lines += ["  Stop: {data: [{sentences: ['stop the music']}]}", "lists:", "  name:", "    values:", *(f"      - {name}" for name in said)]
    grammar, cases = scratch / "names.yaml", scratch / "misheard.jsonl"
    grammar.write_text("\n".join(lines) + "\n")
    with open(cases, "w") as output:
        for name in said[:MISHEARD]:
            place = chance.randrange(len(name))
            heard = name[:place] + chance.choice("aeiomnst") + name[place + 1 :]
            output.write(json.dumps({"text": f"{chance.choice(['open', 'show me'])} {heard}{chance.choice(['', ' in the editor'])}"}) + "\n")
    size, times, megabytes = run_behest(behest, grammar, "--by-sound", "--rounds", "3", "--cases", cases)
    took = sorted(each["microseconds"] / 1_000 for each in times)
    return {**size, "values": count, "median": round(median(took), 1), "most": round(took[-1], 1), "megabytes": megabytes}


ENDINGS = ("", "n", "s", "t", "ster", "ling", "rk", "x")


def word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3)))


def behest_times(behest: Path, *arguments) -> tuple[dict, list[dict]]:
    """What `behest grammar time` says of the grammar, and of each case."""
    size, times, _ = run_behest(behest, *arguments)
    return size, times


def run_behest(behest: Path, *arguments) -> tuple[dict, list[dict], int]:
    """The same, with the megabytes that it needed at most."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen([behest, "grammar", "time", *arguments], stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        # It has been waited for.
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if child.returncode != 0:
            raise SystemExit(f"'behest grammar time' failed: {errors.read().strip()}")
        size, *times = (json.loads(line) for line in output)
    return size, times, round(usage.ru_maxrss / 1024)
