#!/usr/bin/env python3
"""Kills Behest at every boundary of its work and at random times, and looks whether anything was lost or done twice.

scripts/crash-anywhere builds what it needs and starts it. A debug build passes numbered places (a commit, a start, a result
…) and can be told to die at one of them; besides, processes are killed under load at times drawn from a seed. After that
everything is left to a worker, and the journal, the sink of effects and the processes are looked at.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import machine

PACK = """
language: en
intents:
  Work: {data: [{sentences: [work]}]}
  Jobs: {data: [{sentences: [work in jobs]}]}
workflows:
  Work:
    confirm: never
    steps:
      - {id: a, run: [sh, ./effect]}
      - {id: b, run: [sh, ./effect], retry: {attempts: 3, delay-seconds: 0, on: [failure]}}
      - {id: c, run: [sh, ./effect]}
  Jobs:
    confirm: never
    jobs:
      a: {steps: [{id: s, run: [sh, ./effect]}], concurrency: {group: narrow, limit: 2}}
      b: {steps: [{id: s, run: [sh, ./effect]}, {id: t, run: [sh, ./effect]}]}
      c: {needs: [a, b], steps: [{id: s, run: [sh, ./effect]}]}
"""

# A sink that records keys: an effect is a folder with the key as its name, which is made at once or not at all. Each
# attempt is noted with the time of its beginning. The first one at step 'b' fails.
EFFECT = """
echo "$(date +%s.%N) $BEHEST_IDEMPOTENCY_KEY" >>attempts
if [ "$BEHEST_STEP" = b ] && [ "$BEHEST_ATTEMPT" = 1 ]; then exit 1; fi
key=$(printf %s "$BEHEST_IDEMPOTENCY_KEY" | tr / %)
sleep 0.0$((${#key} % 3))
mkdir "keys/$key" 2>/dev/null || echo "$BEHEST_IDEMPOTENCY_KEY" >>again
"""

ENDS = ("succeeded", "failed", "cancelled")
TASK_ENDS = (*ENDS, "dead", "skipped")


class Home:
    """A workspace and a journal of their own."""

    # The keys of the effects that must have been made.
    KEYS = "SELECT idempotencyKey FROM tasks WHERE state = 'succeeded'"

    def __init__(self, binary: Path, folder: Path, pack: str = PACK) -> None:
        self.binary, self.folder, self.mark = binary, folder, uuid.uuid4().hex
        (folder / "keys").mkdir(parents=True)
        (folder / "pack.yaml").write_text(pack)
        (folder / "effect").write_text(EFFECT)

    def start(self, *arguments: str, crash_at: int | None = None, **variables: str) -> subprocess.Popen:
        environment = {
            **os.environ,
            **variables,
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "CRASH_MARK": self.mark,
        }
        environment.pop("BEHEST_CRASH_AT", None)
        if crash_at is not None:
            environment["BEHEST_CRASH_AT"] = str(crash_at)
        return subprocess.Popen(
            [self.binary, *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, crash_at: int | None = None, **variables: str) -> tuple[int, str, str]:
        process = self.start(*arguments, crash_at=crash_at, **variables)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors

    def say(self, *arguments: str, crash_at: int | None = None, **variables: str) -> tuple[int, str, str]:
        return self.run("say", "--json", "--grammars", "pack.yaml", *arguments, crash_at=crash_at, **variables)

    def problems(self, accepted: set[str], *, times_hold: bool = True) -> list[str]:
        """What does not hold after everything was taken up again.

        Where the clock was changed, what was when says nothing.
        """
        found: list[str] = []
        for command in ("check", "verify"):
            code, output, errors = self.run("journal", command)
            if code != 0:
                found.append(f"journal {command}: {(output + errors).strip()}")
        journal = sqlite3.connect(f"file:{self.folder}/state/behest/journal.sqlite?mode=ro", uri=True)
        runs = dict(journal.execute("SELECT id, state FROM runs"))
        found += [f"run {run} was accepted and is not there" for run in accepted - runs.keys()]
        found += [f"run {run} is {state}" for run, state in runs.items() if state != "succeeded"]
        undecided = journal.execute(
            "SELECT id FROM utterances WHERE id NOT IN (SELECT utterance FROM runs WHERE utterance IS NOT NULL)"
            " AND id NOT IN (SELECT utterance FROM decisions WHERE decision <> 'act')"
        )
        found += [f"utterance {row[0]} has neither a run nor a refusal" for row in undecided]
        for task, state in journal.execute("SELECT id, state FROM tasks"):
            if state not in TASK_ENDS:
                found.append(f"task {task} is {state}")
        ended: dict[str, str] = {}
        for subject, what in journal.execute("SELECT subjectID, what FROM events WHERE subjectKind = 'task' ORDER BY id"):
            if subject in ended:
                found.append(f"task {subject} was {ended[subject]} and then {what}")
            if what in TASK_ENDS:
                ended[subject] = what
        keys = {row[0] for row in journal.execute(self.KEYS)}
        applied = self.applied()
        found += [f"the effect of {key} was not made" for key in keys - applied]
        found += [f"the effect of {key} has no task that was done" for key in applied - keys]
        if times_hold:
            found += self.repeated(journal)
            found += self.crowded(journal)
        found += self.orphans()
        return found

    def applied(self) -> set[str]:
        """The keys of the effects that were made."""
        return {entry.name.replace("%", "/") for entry in (self.folder / "keys").iterdir()}

    def repeated(self, journal: sqlite3.Connection) -> list[str]:
        """Whether something was begun again after it had been recorded as done."""
        done = dict(
            journal.execute(
                "SELECT idempotencyKey, at FROM tasks JOIN events ON subjectKind = 'task' AND subjectID = tasks.id"
                " WHERE what = 'succeeded'"
            )
        )
        attempts = [line.split(" ", 1) for line in self.lines("attempts")]
        return [f"{key} was begun again after it was done" for at, key in attempts if key in done and float(at) > done[key]]

    def crowded(self, journal: sqlite3.Connection) -> list[str]:
        """Whether more than two were ever in the group of two."""
        changes: list[tuple[float, int]] = []
        for entered, left in journal.execute("SELECT entered, left FROM groupEntries WHERE entered IS NOT NULL"):
            if left is None:
                return ["somebody has not left the group"]
            changes += [(entered, 1), (left, -1)]
        inside = most = 0
        for _, change in sorted(changes):
            inside += change
            most = max(most, inside)
        return [f"{most} were in a group of two"] if most > 2 else []

    def lines(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []

    def orphans(self) -> list[str]:
        """Processes that are still there; what was killed a moment ago has two seconds."""
        for _ in range(20):
            living = [process for process in Path("/proc").glob("[0-9]*") if self.is_marked(process)]
            if not living:
                return []
            time.sleep(0.1)
        return [f"process {process.name} is left: {(process / 'cmdline').read_bytes()!r}" for process in living]

    def is_marked(self, process: Path) -> bool:
        try:
            return self.mark.encode() in (process / "environ").read_bytes()
        except OSError:
            return False


def boundaries(binary: Path, scratch: Path, words: str, most: int | None, kind: type[Home] = Home) -> dict:
    """One command, killed at the first boundary, the second … until none is left; then the same while it is taken up."""
    crashes = passed = 0
    problems: list[str] = []
    at = 0
    while most is None or at < most:
        at += 1
        home = kind(binary, scratch / f"{words.replace(' ', '-')}-{at}")
        code, _, errors = home.say(words, crash_at=at)
        if code != -signal.SIGKILL:
            if code != 0:
                problems.append(f"at {at}: exit code {code}: {errors.strip()}")
            break
        crashes += 1
        passed = at
        # The second process dies as well, at one boundary after the other as the first does.
        if home.run("worker", "--until-idle", crash_at=1 + at % 7)[0] == -signal.SIGKILL:
            crashes += 1
        code, _, errors = home.run("worker", "--until-idle")
        if code != 0:
            problems.append(f"at {at}: the worker's exit code is {code}: {errors.strip()}")
        problems += [f"at {at}: {problem}" for problem in home.problems(set())]
    return {"boundaries": passed, "crashes": crashes, "problems": problems}


def kills(binary: Path, scratch: Path, count: int, seed: int) -> dict:
    """Two workers and a stream of commands; one process after the other is killed at a time drawn from the seed."""
    drawn = random.Random(seed)
    home = Home(binary, scratch / "kills")
    accepted: set[str] = set()
    failures: list[str] = []
    saying: list[subprocess.Popen] = []
    is_over = threading.Event()

    def say(words: str) -> None:
        while not is_over.is_set():
            process = home.start("say", "--json", "--later", "--grammars", "pack.yaml", words)
            saying.append(process)
            output, errors = process.communicate(timeout=120)
            saying.remove(process)
            if process.returncode == 0:
                accepted.add(json.loads(output.splitlines()[-1])["run"])
            elif process.returncode != -signal.SIGKILL:
                failures.append(f"say: exit code {process.returncode}: {errors.strip()}")
            is_over.wait(0.2)

    threads = [threading.Thread(target=say, args=(words,)) for words in ("work", "work in jobs")]
    for thread in threads:
        thread.start()
    workers = [home.start("worker") for _ in range(2)]
    for _ in range(count):
        time.sleep(drawn.uniform(0.02, 0.4))
        victims = workers + list(saying)
        victim = drawn.choice(victims)
        victim.kill()
        if victim in workers:
            victim.communicate()
            workers[workers.index(victim)] = home.start("worker")
    is_over.set()
    for thread in threads:
        thread.join()
    for worker in workers:
        worker.kill()
        worker.communicate()
    code, _, errors = home.run("worker", "--until-idle")
    if code != 0:
        failures.append(f"the worker's exit code is {code}: {errors.strip()}")
    problems = failures + home.problems(accepted)
    return {
        "kills": count,
        "seed": seed,
        "accepted": len(accepted),
        "effects": len(home.applied()),
        "attempts": len(home.lines("attempts")),
        "attempts at effects that were made already": len(home.lines("again")),
        "problems": problems,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/crash-anywhere", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=500, help="how many processes are killed at random (500)")
    kill_everywhere(
        parser,
        Home,
        ("work", "work in jobs"),
        lambda options, scratch, seed: kills(options.behest, scratch, options.kills, seed),
    )


def kill_everywhere(parser: argparse.ArgumentParser, kind: type[Home], commands: tuple[str, ...], at_random) -> None:
    """Kills at all boundaries of some commands and at random, shows what came of it, and ends with a failure if it is bad."""
    parser.add_argument("--behest", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=None, help="of the random times; the same seed draws the same ones")
    parser.add_argument("--boundaries", type=int, default=None, help="only the first so many boundaries")
    parser.add_argument("--keep", type=Path, default=None, help="a file to write the figures to")
    options = parser.parse_args()
    seed = random.randrange(1 << 31) if options.seed is None else options.seed
    results: dict = {"seed": seed}
    with tempfile.TemporaryDirectory(prefix="behest-crashes.") as scratch:
        for words in commands:
            results[words] = boundaries(options.behest, Path(scratch), words, options.boundaries, kind)
            show(f"'{words}', killed at each of {results[words]['boundaries']} boundaries", results[words])
        results["kills"] = at_random(options, Path(scratch), seed)
        show(f"killed at random with seed {seed}", results["kills"])
    if options.keep:
        facts = machine.facts(options.behest, Path(__file__).parent.parent, packages=())
        given = {name: value for name, value in vars(options).items() if name not in ("behest", "keep", "seed") and value is not None}
        facts["command"] = " ".join([parser.prog, *(f"--{name} {value}" for name, value in given.items()), f"--seed {seed}"])
        options.keep.write_text(json.dumps({"machine": facts, **results}, indent=1) + "\n")
    if any(part["problems"] for part in results.values() if isinstance(part, dict)):
        sys.exit("Something was lost or done twice: see above. The seed brings the same times about again.")


def show(title: str, part: dict) -> None:
    facts = ", ".join(f"{name} {value}" for name, value in part.items() if name not in ("problems", "seed"))
    print(f"{title}: {facts}")
    for problem in part["problems"]:
        print(f"  {problem}", file=sys.stderr)


if __name__ == "__main__":
    main()
