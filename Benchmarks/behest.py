"""Runs Behest's release binary in folders of its own, and measures what a run takes."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# Done, and refused: most transcripts are no sentence of the grammar, word for word.
EXPECTED_STATUS = (0, 2)


@dataclass
class Outcome:
    """A process that has ended."""

    lines: list[dict]
    seconds: float
    """Wall time of the whole process."""
    peak: float
    """The most memory that was resident, in MB."""
    status: int

    @property
    def is_expected(self) -> bool:
        return self.status in EXPECTED_STATUS


class Behest:
    """The binary, with a state folder and a workspace that belong to the benchmark."""

    def __init__(self, binary: Path, folder: Path, pack: Path) -> None:
        self.binary = binary
        self.pack = pack
        self.state = folder / "state"
        self.workspace = folder / "workspace"
        self.output = folder / "output"
        self.workspace.mkdir()

    def run(self, model: str, files: list[Path], *arguments: str) -> Outcome:
        options = ["--json", "--model", model, "--grammars", str(self.pack), "--workspace", str(self.workspace)]
        return self.measure("run", *options, *arguments, *map(str, files))

    def measure(self, *arguments: str) -> Outcome:
        environment = {**os.environ, "XDG_STATE_HOME": str(self.state)}
        with open(self.output, "w+b") as output:
            began = time.perf_counter()
            process = subprocess.Popen([self.binary, *arguments], stdout=output, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        outcome = Outcome([], seconds, usage.ru_maxrss * 1_024 / 1e6, process.returncode)
        if not outcome.is_expected:
            print(f"'behest {arguments[0]}' failed with status {process.returncode}: see above.", file=sys.stderr)
        text = self.output.read_text()
        outcome.lines = [json.loads(line) for line in text.splitlines()] if "--json" in arguments else []
        return outcome

    def kept(self, line: dict) -> Path:
        """The recording that an utterance was transcribed from."""
        return self.state / "behest" / "audio" / f"{line['utterance']}.flac"

    def forget(self) -> None:
        shutil.rmtree(self.state, ignore_errors=True)


def write_pack(grammar: Path, pack: Path, confirm: str = "never") -> None:
    """A pack's grammar, with a workflow for each intent that does nothing but is decided about as any other."""
    text = grammar.read_text().split("\nworkflows:", 1)[0].rstrip("\n")
    intents = re.split(r"^(?=\S)", text.split("\nintents:", 1)[1], flags=re.MULTILINE)[0]
    text += "\n\nworkflows:\n"
    for intent in re.findall(r"^  (\w+):", intents, flags=re.MULTILINE):
        text += f"  {intent}:\n    confirm: {confirm}\n    steps: []\n    say: Noted.\n"
    pack.write_text(text)
