#!/usr/bin/env python3
"""Lets the disk fail, the clock jump and workers freeze, and looks whether anything was lost or done twice.

scripts/fault-injection builds what it needs and starts it, in a mount namespace of its own.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
from crashes import Home, show

JOURNAL = "journal.sqlite"
# Longer than the lease of a worker, after which another one takes its runs over.
FREEZE = 34


class Faults:
    """The parts, each with homes of their own."""

    def __init__(self, options: argparse.Namespace, scratch: Path) -> None:
        self.binary, self.shim, self.scratch = options.behest, options.shim, scratch
        self.drawn = random.Random(options.seed)
        self.stride = options.stride
        self.homes = 0

    def home(self) -> Home:
        self.homes += 1
        return Home(self.binary, self.scratch / f"home-{self.homes}")

    def faulty(self, **variables: object) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.shim), "FAULT_FILES": JOURNAL} | {name: str(value) for name, value in variables.items()}

    # Each change of the journal's files fails once, or from then on.

    def failing_writes(self) -> dict:
        problems: list[str] = []
        told = accepted = tries = 0
        for kind in ("new", "used"):
            used = self.home()
            if kind == "used":
                used.say("work")
            counted = self.scratch / "count"
            (self.home() if kind == "new" else used).say("work", **self.faulty(FAULT_COUNT=counted))
            for at in range(1, int(counted.read_text()) + 1, self.stride):
                home = self.home() if kind == "new" else used
                error = ("ENOSPC", "EIO")[tries % 2]
                times = {} if tries % 3 else {"FAULT_FOR": 1}
                code, output, errors = home.say("work", **self.faulty(FAULT_AT=at, FAULT_ERROR=error, **times))
                tries += 1
                place = f"{kind} journal, {error} at {at}{' once' if times else ''}"
                runs = {json.loads(line)["run"] for line in output.splitlines() if '"run":"' in line}
                accepted += len(runs)
                if code == 0:
                    problems += [] if runs else [f"{place}: it ended well without a run"]
                elif code != 1 or len(errors.strip().splitlines()) != 1:
                    problems.append(f"{place}: exit code {code}: {errors.strip()!r}")
                else:
                    told += 1
                problems += self.taken_up(home, runs, place)
        return {"failures": tries, "told in a sentence": told, "accepted all the same": accepted, "problems": problems}

    def taken_up(self, home: Home, accepted: set[str], place: str, **conditions: bool) -> list[str]:
        """Lets a worker bring everything to its end, and looks what does not hold."""
        code, _, errors = home.run("worker", "--until-idle")
        found = [] if code == 0 else [f"the worker's exit code is {code}: {errors.strip()}"]
        return [f"{place}: {problem}" for problem in found + home.problems(accepted, **conditions)]

    def accept(self, home: Home, count: int, **variables: str) -> set[str]:
        """Gives commands, every other one with jobs; those that were accepted."""
        accepted: set[str] = set()
        for number in range(count):
            code, output, _ = home.say("--later", ("work", "work in jobs")[number % 2], **variables)
            if code == 0:
                accepted.add(json.loads(output.splitlines()[-1])["run"])
        return accepted

    # A disk that is full, and one that cannot be written to.

    def full_disk(self) -> dict:
        home = self.home()
        state = home.folder / "state" / "behest"
        state.mkdir(parents=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "behest", state], check=True)
        home.say("work")
        room = os.statvfs(state)
        (state / "filler").write_bytes(bytes(room.f_bavail * room.f_frsize - (256 << 10)))
        problems: list[str] = []
        accepted: set[str] = set()
        while len(accepted) < 1_000:
            code, output, errors = home.say("--later", "work")
            if code != 0:
                break
            accepted.add(json.loads(output.splitlines()[-1])["run"])
        if code != 1 or "full" not in errors or len(errors.strip().splitlines()) != 1:
            problems.append(f"full disk: exit code {code}: {errors.strip()!r}")
        code, _, errors = home.run("worker", "--until-idle")
        if code not in (0, 1) or code == 1 and "full" not in errors:
            problems.append(f"full disk: the worker's exit code is {code}: {errors.strip()!r}")
        subprocess.run(["mount", "-o", "remount,size=64m", state], check=True)
        problems += self.taken_up(home, accepted, "full disk")
        subprocess.run(["umount", "-l", state], check=True)
        return {"accepted before it was full": len(accepted), "problems": problems}

    def read_only(self) -> dict:
        home = self.home()
        problems: list[str] = []
        accepted = self.accept(home, 4)
        state = home.folder / "state"
        subprocess.run(["mount", "--bind", state, state], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", state], check=True)
        told = 0
        for arguments in (("say", "--grammars", "pack.yaml", "work"), ("worker", "--until-idle"), ("tasks", "list")):
            code, _, errors = home.run(*arguments)
            if arguments[0] == "tasks" and code == 0:
                continue
            told += 1
            if code != 1 or len(errors.strip().splitlines()) != 1:
                problems.append(f"read-only: '{' '.join(arguments)}': exit code {code}: {errors.strip()!r}")
        subprocess.run(["umount", "-l", state], check=True)
        problems += self.taken_up(home, accepted, "read-only")
        return {"commands that told it": told, "problems": problems}

    # The end of what was written ahead is missing, or nonsense.

    def torn_log(self) -> dict:
        problems: list[str] = []
        cuts = 0
        for torn in ("cut", "overwritten", "half a frame more"):
            home = self.home()
            accepted = self.accept(home, 6)
            log = home.folder / "state" / "behest" / f"{JOURNAL}-wal"
            worker = home.start("worker")
            while not log.exists() or log.stat().st_size == 0:
                time.sleep(0.01)
            time.sleep(self.drawn.uniform(0, 0.4))
            worker.kill()
            worker.communicate()
            size = log.stat().st_size
            cuts += 1
            missing = self.drawn.randrange(1, min(size, 60_000))
            with open(log, "r+b") as file:
                if torn == "cut":
                    file.truncate(size - missing)
                elif torn == "overwritten":
                    file.seek(size - missing)
                    file.write(self.drawn.randbytes(missing))
                else:
                    file.seek(size)
                    file.write(self.drawn.randbytes(2_000))
            # What was torn off is gone; of what was not, all.
            problems += self.taken_up(home, accepted if torn == "half a frame more" else set(), torn)
        return {"logs": cuts, "problems": problems}

    # The time of day is put forward and back by an hour while runs are carried out.

    def jumping_clock(self) -> dict:
        home = self.home()
        clock = self.scratch / "clock"
        clock.write_text("0")
        wrong = {"LD_PRELOAD": str(self.shim), "FAULT_CLOCK": str(clock)}
        jumps = 0
        accepted: set[str] = set()
        workers = [home.start("worker", **wrong) for _ in range(2)]
        for offset in (3_600, 0, -3_600, 0, 3_600, -3_600):
            accepted |= self.accept(home, 2, **wrong)
            clock.write_text(str(offset))
            jumps += 1
        for worker in workers:
            worker.terminate()
            worker.communicate()
        # Some entries of a group lie in the future now.
        problems = self.taken_up(home, accepted, "clock", times_hold=False)
        return {"jumps": jumps, "accepted": len(accepted), "problems": problems}

    # A worker stands still for longer than its lease, and goes on when another has taken its runs over.

    def frozen_worker(self) -> dict:
        home = self.home()
        accepted = self.accept(home, 16)
        frozen = home.start("worker", "--at-once", "4")
        time.sleep(0.6)
        frozen.send_signal(signal.SIGSTOP)
        other = home.start("worker")
        time.sleep(FREEZE)
        frozen.send_signal(signal.SIGCONT)
        time.sleep(1)
        problems = []
        for worker in (frozen, other):
            worker.terminate()
            _, errors = worker.communicate()
            if worker.returncode not in (0, 130, 143, -signal.SIGTERM):
                problems.append(f"frozen: a worker's exit code is {worker.returncode}: {errors.strip()}")
        problems += self.taken_up(home, accepted, "frozen")
        journal = home.folder / "state" / "behest" / JOURNAL
        taken = taken_over(journal)
        if taken == 0:
            problems.append("frozen: no run was taken over")
        return {"accepted": len(accepted), "runs taken over": taken, "problems": problems}


def taken_over(journal: Path) -> int:
    import sqlite3

    return sqlite3.connect(journal).execute("SELECT count(*) FROM runs WHERE claim > 1").fetchone()[0]


PARTS = {
    "each write fails": Faults.failing_writes,
    "full disk": Faults.full_disk,
    "read-only folder": Faults.read_only,
    "torn log": Faults.torn_log,
    "clock that jumps by an hour": Faults.jumping_clock,
    "worker that stands still": Faults.frozen_worker,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/fault-injection", description=__doc__.splitlines()[0])
    parser.add_argument("--behest", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--shim", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=list(PARTS), action="append", help="only this part; may be given again")
    parser.add_argument("--but", choices=list(PARTS), action="append", default=[], help="all but this part")
    parser.add_argument("--stride", type=int, default=1, help="of the writes, every so manyth fails (1)")
    parser.add_argument("--seed", type=int, default=1, help="of the random times")
    parser.add_argument("--keep", type=Path, default=None, help="a file to write the figures to")
    options = parser.parse_args()
    results: dict = {}
    with tempfile.TemporaryDirectory(prefix="behest-faults.") as scratch:
        faults = Faults(options, Path(scratch))
        for name in options.only or [name for name in PARTS if name not in options.but]:
            results[name] = PARTS[name](faults)
            show(name, results[name])
    if options.keep:
        facts = machine.facts(options.behest, Path(__file__).parent.parent, packages=())
        facts["command"] = f"scripts/fault-injection --stride {options.stride} --seed {options.seed}"
        options.keep.write_text(json.dumps({"machine": facts, **results}, indent=1) + "\n")
    if any(part["problems"] for part in results.values()):
        sys.exit("Something was lost or done twice, or not told: see above.")


main()
