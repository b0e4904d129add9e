"""The recordings that understanding is measured on, with what was said in them, and what they are read by."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from behest import write_pack

HERE = Path(__file__).parent
READINGS = ("two_cities", "beckett", "endgame_nagg_nell")


@dataclass(frozen=True)
class Recording:
    file: Path
    group: str
    """What must not be divided when some are learnt from and others judged: a voice, a clip in all its noise."""
    intent: str | None = None
    """What was asked for; None when it is no command, or none of the grammar."""
    slots: dict[str, str] = field(default_factory=dict)
    free: dict[str, str] = field(default_factory=dict)
    """The slots that are free text."""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> dict:
        """What is known of it, for a line of JSON."""
        asked = {"intent": self.intent, "slots": self.slots, "free": self.free}
        return {"group": self.group, "expected": asked if self.intent else None, **self.facts}


@dataclass(frozen=True)
class Corpus:
    name: str
    kind: str
    """What is to become of it: one of the keys of verdicts.FINE."""
    pack: str
    recordings: list[Recording]


class Sets:
    """All sets, made from the folders that hold them."""

    def __init__(self, options, clips: list[Path], labels: dict, scratch: Path) -> None:
        self.clips, self.labels, self.levels = clips, labels, options.levels
        self.noisy = mix(options, scratch)
        self.recordings = options.cache / "recordings"
        self.readings = options.cache / "readings"
        self.few = options.clips
        self.home = options.data.parent / "intents" / "en"
        self.out_of_scope = options.data.parent / "intents" / "out_of_scope.txt"

    def all(self) -> Iterator[Corpus]:
        yield Corpus("clean", "commands", "barista", [self.clip(clip, "clean", clip) for clip in self.clips])
        for level, folder in self.noisy.items():
            recordings = [self.clip(folder / clip.name, f"{level} dB", clip) for clip in self.clips]
            yield Corpus(f"{level} dB", "commands", "barista", recordings)
        commands = self.manifest("commands")
        yield Corpus("shipped packs", "commands", "shipped", commands)
        yield Corpus("near misses", "near misses", "shipped", self.manifest("near-misses"))
        for pack in ("shipped", "barista"):
            readings = [self.stranger(self.readings / f"{name}.wav") for name in READINGS]
            yield Corpus(f"readings, by the {pack} grammar", "no commands", pack, readings)
        samples = [self.stranger(file) for file in sorted((HERE.parent / "samples").glob("*.flac"))]
        yield Corpus("samples, by the barista grammar", "no commands", "barista", samples)
        others = [self.stranger(each.file, each.group) for each in commands]
        yield Corpus("other commands, by the barista grammar", "no commands", "barista", others)
        clean = [self.stranger(clip) for clip in self.clips]
        yield Corpus("clean clips, by the shipped grammars", "no commands", "shipped", clean)
        if self.noisy:
            worst = min(self.noisy)
            noisy = [self.stranger(self.noisy[worst] / clip.name) for clip in self.clips]
            yield Corpus(f"clips at {worst} dB, by the shipped grammars", "no commands", "shipped", noisy)

    def typed(self) -> Iterator[tuple[str, str, list[str]]]:
        """Sentences to be typed: what they are, the pack that reads them, and they."""
        yield "commands", "shipped", self.sentences("commands")
        yield "near misses", "shipped", self.sentences("near-misses")
        if self.out_of_scope.exists():
            sentences = self.out_of_scope.read_text().splitlines()[: self.few]
            yield "out of scope, by the shipped grammars", "shipped", sentences
            yield "out of scope, by the barista grammar", "barista", sentences

    def sentences(self, name: str) -> list[str]:
        return list(dict.fromkeys(each.facts["said"] for each in self.manifest(name)))

    def clip(self, file: Path, level: str, clip: Path) -> Recording:
        label = self.labels[clip.stem]
        return Recording(file, clip.stem, label["intent"], label["slots"], facts={"level": level})

    def stranger(self, file: Path, group: str | None = None) -> Recording:
        return Recording(file, group or file.stem)

    def manifest(self, name: str) -> list[Recording]:
        """What scripts/make-recordings made of a list of sentences."""
        folder = self.recordings / name
        found = []
        for entry in map(json.loads, (folder / "manifest.jsonl").read_text().splitlines()):
            facts = {"said": entry["said"], "voice": entry["voice"]}
            if "kind" in entry:
                facts |= {"change": entry["kind"], "nearest": entry["nearest"]}
            file = folder / entry["file"]
            group = entry["voice"]
            asked = (entry.get("intent"), entry.get("slots", {}), entry.get("free", {}))
            found.append(Recording(file, group, *asked, facts=facts))
        # For a quick look some of all of them, since the first are all alike.
        return found if self.few is None else found[:: -(-len(found) // self.few)]


def mix(options, scratch: Path) -> dict[int, Path]:
    """The clips in noise, a folder for each level, as the data's own script mixes them."""
    if not options.levels:
        return {}
    script, noise = options.data.parent.parent / "tools" / "mix_noise.py", options.data / "kitchen.flac"
    for needed in (script, noise):
        if not needed.exists():
            sys.exit(f"The clips cannot be mixed with noise without '{needed}': see the data's README, or give --levels none.")
    folder = options.cache / "noisy"
    wanted = {path.name for path in (options.data / "clean").glob("*.flac")}
    for level in options.levels:
        done = folder / f"{level}dB"
        if {path.name for path in done.glob("*.flac")} == wanted:
            continue
        print(f"  mixing noise: {level} dB …", file=sys.stderr)
        subprocess.run([sys.executable, script, options.data / "clean", noise, scratch / "mixed", str(level)], check=True)
        shutil.rmtree(done, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(scratch / "mixed" / f"{level}dB", done)
    return {level: folder / f"{level}dB" for level in options.levels}


def write_packs(options, folder: Path) -> dict[str, Path]:
    """The grammars, all of whose intents are acted on unless they are unsure, and do nothing."""
    packs = {"barista": folder / "barista.yaml", "shipped": folder / "shipped"}
    packs["shipped"].mkdir(parents=True)
    write_pack(options.data / "grammar.yaml", packs["barista"], confirm="when-unsure")
    for pack in sorted((HERE.parent / "grammars").glob("*.yaml")):
        write_pack(pack, packs["shipped"] / pack.name, confirm="when-unsure")
    return packs


def make_workspace(folder: Path) -> None:
    """A project with files and branches to be spoken about."""
    names = (HERE / "sentences" / "workspace.txt").read_text().splitlines()
    for name in names:
        kind, _, path = name.partition(" ")
        if kind == "file":
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text("")
    git = ["git", "-C", folder, "-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org"]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message=Begin"], check=True)
    for name in names:
        kind, _, branch = name.partition(" ")
        if kind == "branch":
            subprocess.run([*git, "branch", branch], check=True)
