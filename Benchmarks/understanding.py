"""How well Behest understands: what it accepts in noise, what it lets be, and what that costs in time.

Every set of recordings goes through one process for each way of recognising. What came out is kept in the cache, keyed
by all that it depends on, so that an interrupted run goes on where it was; labelled.jsonl beside it holds every line
with what it should have come to, for calibrate.py.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import soundfile

import corpora
import verdicts
from behest import Behest
from corpora import Corpus
from figures import spread

# The arguments that choose how speech is recognised.
WAYS = {"base": ["--model", "base"], "tiny": ["--model", "tiny"], "tiny-then-base": ["--model", "tiny-then-base"]}
LEVELS = (6, 9, 12, 15, 18, 21, 24)

FIGURES = Path(__file__).parent / "results" / "understanding.json"
MISSES = FIGURES.with_name("understanding-misses.jsonl")

# The stages up to the free transcript, and what merely writes; all others are understanding.
NOT_UNDERSTANDING = {"detect", "keep", "load", "transcribe", "record", "untilRecorded"}


def measure(options, behest: Behest, clips: list[Path], labels: dict, scratch: Path) -> dict:
    sets = corpora.Sets(options, clips, labels, scratch)
    cache = options.cache / "rows"
    cache.mkdir(parents=True, exist_ok=True)
    packs = corpora.write_packs(options, scratch / "packs")
    corpora.make_workspace(behest.workspace)
    models = "".join(file.read_text() for file in sorted(options.models.glob("*/.pin")))
    binary = digest(behest.binary.read_bytes() + models.encode())
    result = {"clips": len(clips), "labelled": len(labels), "levels": list(options.levels), "ways": {}}
    labelled, misses = [], keep_others(result, options.ways)
    for way in options.ways:
        result["ways"][way] = outcomes = {"commands": {}, "near misses": {}, "no commands": {}, "out of scope": {}}
        for corpus in sets.all():
            print(f"  {way}: {corpus.name} …", file=sys.stderr)
            lines = rows(behest, packs[corpus.pack], way, corpus, cache, binary)
            judged = [verdicts.judge(recording, lines[recording.file]) for recording in corpus.recordings]
            outcomes[corpus.kind][corpus.name] = summary(corpus, judged, lines)
            facts = {"set": corpus.name, "kind": corpus.kind, "way": way}
            for recording, verdict in zip(corpus.recordings, judged):
                labelled += [{**facts, **recording.label, "got": line} for line in lines[recording.file]]
                if verdict not in verdicts.FINE[corpus.kind]:
                    misses.append({**facts, **miss(recording, verdict, lines[recording.file])})
    result["ways"] = {way: result["ways"][way] for way in WAYS if way in result["ways"]}
    result["typed"] = typed_sets(behest, packs, sets)
    write_lines(options.cache / "labelled.jsonl", labelled)
    write_lines(MISSES, misses)
    return result


def keep_others(result: dict, ways: list[str]) -> list[dict]:
    """Keeps the figures of the ways that are not measured now, if they are of the same clips; gives their misses."""
    if not FIGURES.exists():
        return []
    before = json.loads(FIGURES.read_text())
    if any(before[key] != result[key] for key in ("clips", "labelled", "levels")):
        return []
    kept = {way: found for way, found in before["ways"].items() if way not in ways}
    result["ways"].update(kept)
    result["kept"] = {way: before.get("kept", {}).get(way, before["machine"]["behest"]) for way in kept}
    return [line for line in map(json.loads, MISSES.read_text().splitlines()) if line["way"] in kept]


def rows(behest: Behest, pack: Path, way: str, corpus: Corpus, cache: Path, binary: str) -> dict[Path, list[dict]]:
    """What Behest makes of each recording: a line for each utterance."""
    files = [recording.file for recording in corpus.recordings]
    key = "\n".join([binary, *WAYS[way], contents(pack), contents(behest.workspace), *map(stamp, files)])
    kept = cache / f"{digest(key.encode())}.jsonl"
    if not kept.exists():
        arguments = [*WAYS[way], "--grammars", pack, "--workspace", behest.workspace, "--stop-after", "plan"]
        outcome = behest.measure("run", "--json", *map(str, arguments), *map(str, files))
        if not outcome.is_expected:
            sys.exit("Without all recordings there is nothing to judge: mend that and start again.")
        partial = kept.with_suffix(".partial")
        write_lines(partial, outcome.lines)
        partial.rename(kept)
    lines = {file: [] for file in files}
    for line in map(json.loads, kept.read_text().splitlines()):
        if "error" in line:
            sys.exit(f"Behest could not do a recording: {line['error']}")
        lines[Path(line["file"])].append(line)
    return lines


def contents(place: Path) -> str:
    """A hash of a file, or of a folder's names and files; what git keeps for itself does not count."""
    if place.is_file():
        return digest(place.read_bytes())
    files = sorted(each for each in place.rglob("*") if each.is_file() and ".git" not in each.parts)
    return digest("\n".join(f"{each.relative_to(place)} {digest(each.read_bytes())}" for each in files).encode())


def stamp(file: Path) -> str:
    return f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


def summary(corpus: Corpus, judged: list[str], lines: dict[Path, list[dict]]) -> dict:
    """The counts of a set, of each of its groups, and the time that understanding took."""
    spoken = [line for each in lines.values() for line in each if line.get("duration")]
    found = {
        "pack": corpus.pack,
        "recordings": len(judged),
        "utterances": len(spoken),
        "seconds": round(sum(soundfile.info(file).duration for file in lines), 1),
        "verdicts": counts(judged),
        "time": time(spoken),
    }
    for name in ("voice", "change"):
        groups = {}
        for recording, verdict in zip(corpus.recordings, judged):
            if name in recording.label:
                groups.setdefault(recording.label[name], []).append(verdict)
        if groups:
            found[f"by {name}"] = {group: counts(each) for group, each in sorted(groups.items())}
    # Of what is no command, each segment counts that could have been acted on.
    found["acted on"] = sum(line["decision"] == "act" for line in spoken)
    found["asked about"] = sum(line["decision"] == "ask" for line in spoken)
    return found


def counts(judged: list[str]) -> dict[str, int]:
    return {verdict: judged.count(verdict) for verdict in sorted(set(judged))}


def time(spoken: list[dict]) -> dict:
    """What comes after the free transcript, as a share of the transcription's own time."""
    pairs = []
    for line in spoken:
        timings = line["timings"]
        after = sum(took for stage, took in timings.items() if stage not in NOT_UNDERSTANDING)
        if timings.get("transcribe"):
            pairs.append((after, timings["transcribe"]))
    if not pairs:
        return {"count": 0}
    return {
        "count": len(pairs),
        "after": spread([after for after, _ in pairs], 2),
        "transcribe": spread([transcribe for _, transcribe in pairs]),
        "ratio": spread([after / transcribe for after, transcribe in pairs], 4),
        "sums": [round(sum(values), 1) for values in zip(*pairs)],
    }


def miss(recording, verdict: str, lines: list[dict]) -> dict:
    """A recording that did not come to what it should, short enough to be read."""
    kept = ("text", "confidence", "decision", "intent", "slots")
    return {
        "file": recording.file.name,
        "verdict": verdict,
        **recording.label,
        "got": [{key: line.get(key) for key in kept} for line in lines],
    }


def typed_sets(behest: Behest, packs: dict[str, Path], sets: corpora.Sets) -> dict:
    """The sentences typed."""
    result = {}
    for name, pack, sentences in sets.typed():
        print(f"  typed: {name} …", file=sys.stderr)
        result[name] = typed(behest, packs[pack], sentences)
    if sets.home.exists() and sets.out_of_scope.exists():
        result["out of scope, by the home grammar"] = parsed(behest, sets)
    return result


def typed(behest: Behest, pack: Path, sentences: list[str]) -> dict:
    decisions = {"act": [], "ask": [], "refuse": []}
    for sentence in sentences:
        arguments = ["--grammars", pack, "--workspace", behest.workspace, "--stop-after", "plan"]
        outcome = behest.measure("say", "--json", *map(str, arguments), "--", sentence)
        if not outcome.is_expected:
            sys.exit(f"Behest could not read the sentence '{sentence}': mend that and start again.")
        for line in outcome.lines:
            decisions[line["decision"]].append({"said": sentence, "intent": line["intent"], "slots": line["slots"]})
    return {
        "sentences": len(sentences),
        "acted on": len(decisions["act"]),
        "asked about": len(decisions["ask"]),
        "refused": len(decisions["refuse"]),
    }


def parsed(behest: Behest, sets: corpora.Sets) -> dict:
    """The out-of-scope sentences by the corpus' own grammar, which has no workflows: read by it or not.

    What one of its wildcards takes is told apart: "who is {zone}" takes anybody.
    """
    cases = behest.output.with_name("cases.jsonl")
    sentences = sets.out_of_scope.read_text().splitlines()[: sets.few]
    write_lines(cases, [{"text": sentence} for sentence in sentences])
    grammar = sets.home / "grammar.yaml"
    arguments = ["parse", "--grammar", grammar, "--lists", sets.home / "lists.yaml", "--cases", cases]
    done = subprocess.run([behest.binary, *arguments], check=True, capture_output=True, text=True)
    wildcards = wildcard_slots(grammar.read_text())
    counts = {"acted on": 0, "refused": 0, "free text": 0}
    for sentence, reading in zip(sentences, map(json.loads, done.stdout.splitlines()), strict=True):
        if reading["intent"] is None:
            counts["refused"] += 1
        elif any(name in wildcards and str(value) in sentence for name, value in reading["slots"].items()):
            counts["free text"] += 1
        else:
            counts["acted on"] += 1
    return {"sentences": len(sentences), "asked about": "–", **counts}


def wildcard_slots(grammar: str) -> set[str]:
    """The slots that lists of free text fill."""
    names = set(re.findall(r"^  (\w+):\n    wildcard: true", grammar, flags=re.MULTILINE))
    references = re.findall(r"\{(\w+)(?::(\w+))?\}", grammar)
    return {slot or name for name, slot in references if name in names}


def write_lines(file: Path, lines: list[dict]) -> None:
    with open(file, "w") as output:
        for line in lines:
            output.write(json.dumps(line, ensure_ascii=False) + "\n")
