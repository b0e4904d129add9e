"""A state folder, a workspace and a pack of their own for what is measured of the running of runs."""

import json
import os
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

PACK = """
language: en
intents:
  Work: {data: [{sentences: [work]}]}
  Free: {data: [{sentences: [work freely]}]}
workflows:
  Work:
    confirm: never
    steps: [{run: ["true"]}, {run: ["true"]}, {run: ["true"]}]
  Free:
    confirm: never
    permissions: {sandbox: none}
    steps: [{run: ["true"]}, {run: ["true"]}, {run: ["true"]}]
"""


class Home:
    """The binary with folders of its own."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder = binary, folder
        folder.mkdir(parents=True)
        (folder / "pack.yaml").write_text(PACK)
        self.environment = {
            **os.environ,
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    @property
    def journal(self) -> Path:
        return self.folder / "state" / "behest" / "journal.sqlite"

    def start(self, *arguments: str, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [self.binary, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )

    def run(self, *arguments: str) -> tuple[str, float]:
        """What a command prints, and how many seconds it took."""
        began = time.perf_counter()
        process = self.start(*arguments)
        output, _ = process.communicate()
        seconds = time.perf_counter() - began
        if process.returncode != 0:
            raise SystemExit(f"'behest {' '.join(arguments)}' failed with status {process.returncode}: see above.")
        return output, seconds

    def say(self, words: str, *arguments: str) -> dict:
        output, _ = self.run("say", "--json", "--grammars", "pack.yaml", *arguments, words)
        return json.loads(output)

    def connection(self) -> sqlite3.Connection:
        return sqlite3.connect(self.journal)

    def multiply(self, count: int) -> None:
        """Fills the journal up with so many copies of its newest run and of all that belongs to it.

        Copied are the rows that Behest wrote itself; only their identifiers differ. The events are then no chain, which nothing
        that is measured looks at.
        """
        journal = self.connection()
        run, utterance = journal.execute("SELECT id, utterance FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        journal.execute("PRAGMA foreign_keys = OFF")
        journal.execute("PRAGMA synchronous = OFF")
        journal.execute("CREATE TEMP TABLE copies (suffix TEXT)")
        journal.executemany("INSERT INTO copies VALUES (?)", ((f"{number:07x}",) for number in range(count)))
        facts = {"run": run, "runs": run[:3], "utterance": utterance, "utterances": utterance[:3]}
        for table, rows in TABLES.items():
            columns = [row[1] for row in journal.execute(f"PRAGMA table_info({table})") if row[1] not in rows.numbers]
            values = [renamed(column) if column in rows.names else column for column in columns]
            journal.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}, copies"
                f" WHERE {rows.belong} ORDER BY suffix, {table}.rowid",
                facts,
            )
        journal.commit()
        journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        journal.close()


def renamed(column: str) -> str:
    return f"replace(replace({column}, :run, :runs || suffix), :utterance, :utterances || suffix)"


@dataclass(frozen=True)
class Rows:
    """How rows of a table belong to a run."""

    belong: str
    """Which rows these are."""
    names: tuple[str, ...]
    """The columns in which the run or its utterance is named."""
    numbers: tuple[str, ...] = ()
    """The columns that are numbered anew."""


TABLES = {
    "utterances": Rows("id = :utterance", ("id",)),
    "transcripts": Rows("utterance = :utterance", ("utterance",), ("id",)),
    "decisions": Rows("utterance = :utterance", ("utterance",), ("id",)),
    "runs": Rows("id = :run", ("id", "utterance"), ("number",)),
    "tasks": Rows("run = :run", ("id", "run", "idempotencyKey")),
    "events": Rows(
        "subjectID IN (:run, :utterance) OR subjectID LIKE :run || '/%'", ("subjectID", "record"), ("id",)
    ),
}
