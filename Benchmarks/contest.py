"""The clips through Behest and through Python's onnxruntime, in turn.

A turn is a block of clips through one contestant, with a clip before it that is not counted: it takes the loading of
the model and the first, slower run. The contestants take turns block by block, in an order that shifts with each block,
so that whatever else the machine does meets all of them alike.
"""

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import soundfile

from behest import Behest, Outcome

BLOCK = 10
# Of a block's clips so many are also given to Python whole, in the first round: it takes long.
WHOLE = 3
MODELS = ("base", "tiny")


class PythonBaseline:
    """The Python loop in a process of its own that keeps its model loaded."""

    def __init__(self, folder: Path, threads: int) -> None:
        script = Path(__file__).with_name("python_baseline.py")
        self.process = subprocess.Popen(
            [sys.executable, script, folder, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def transcribe(self, file: Path) -> dict:
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("The Python baseline ended early: see what it says above.")
        return json.loads(answer)

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def seconds(clip: Path) -> float:
    return round(soundfile.info(clip).duration, 3)


def by_clip(outcome: Outcome) -> dict[str, list[dict]]:
    if not outcome.is_expected:
        sys.exit("Without all clips there is nothing to compare: mend that and start again.")
    clips = defaultdict(list)
    for line in outcome.lines:
        if "error" in line:
            sys.exit(f"Behest could not do a clip: {line['error']}")
        clips[Path(line["file"]).stem].append(line)
    return clips


class Contest:
    def __init__(self, behest: Behest, clips: list[Path], scratch: Path) -> None:
        self.behest = behest
        self.clips = clips
        self.warm_up = scratch / "warm-up.flac"
        shutil.copyfile(clips[0], self.warm_up)
        # For each contestant and clip: what each round gave; Behest's with a line for each utterance.
        self.rounds: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))

    def one_process(self) -> dict[str, Outcome]:
        """All clips in one process for each model, and with it the recordings of what was cut out of them."""
        outcomes = {model: self.behest.run(model, self.clips) for model in MODELS}
        self.cuts = {clip: [self.behest.kept(line) for line in lines if "utterance" in line]
                     for clip, lines in by_clip(outcomes["base"]).items()}
        return outcomes

    def turns(self, baselines: dict[str, PythonBaseline], rounds: int) -> None:
        contestants = [f"behest {model}" for model in MODELS] + [f"python {name}" for name in baselines]
        blocks = [self.clips[first : first + BLOCK] for first in range(0, len(self.clips), BLOCK)]
        for round_number in range(rounds):
            for number, block in enumerate(blocks):
                shift = (number + round_number) % len(contestants)
                for contestant in contestants[shift:] + contestants[:shift]:
                    kind, name = contestant.split(" ", 1)
                    if kind == "behest":
                        self.behest_turn(name, block)
                    else:
                        self.python_turn(name, baselines[name], block, block[:WHOLE] if round_number == 0 else [])
                print(f"\rround {round_number + 1}, block {number + 1} of {len(blocks)} ", end="", file=sys.stderr)
        print(file=sys.stderr)

    def behest_turn(self, model: str, block: list[Path]) -> None:
        clips = by_clip(self.behest.run(model, [self.warm_up, *block]))
        del clips[self.warm_up.stem]
        for clip, lines in clips.items():
            if len(lines) != max(1, len(self.cuts[clip])):
                sys.exit(f"Behest did not cut the clip '{clip}' as it did before.")
            self.rounds[f"behest {model}"][clip].append(lines)

    def python_turn(self, name: str, baseline: PythonBaseline, block: list[Path], whole: list[Path]) -> None:
        baseline.transcribe(self.warm_up)
        for clip in block:
            cuts = [baseline.transcribe(file) for file in self.cuts[clip.stem]]
            self.rounds[f"python {name}"][clip.stem].append(cuts)
        for clip in whole:
            self.rounds[f"python {name}, whole clips"][clip.stem].append(baseline.transcribe(clip))
