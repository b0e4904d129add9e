#!/usr/bin/env python3
"""Kills the agents of a team and the workers at random, and looks whether a task was lost or done twice.

scripts/crash-anywhere --agents builds what it needs and starts it. Eight declared agents take tasks that two workers give
them; each makes one effect under the task's key in a sink, and answers some time later. Agents and workers are killed at
times drawn from a seed, in the middle of all that, until every task is at its end.
"""

import argparse
import collections
import json
import os
import random
import signal
import sqlite3
import threading
import time
from pathlib import Path

from crashes import Home, kill_everywhere

AGENTS = 8

# The words are free, so that no two runs have the same; all that have died may be asked again.
PACK = """
language: en
intents:
  Work: {data: [{sentences: ["work on {x}"]}]}
  Pass: {data: [{sentences: ["pass it on"]}]}
  Compare: {data: [{sentences: ["compare it"]}]}
lists: {x: {wildcard: true}}
workflows:
  Work:
    confirm: never
    steps:
      - id: a
        uses: team/assign
        with: {task: "${{ slots.x }}", skills: [work]}
        retry: {attempts: 9, delay-seconds: 0.1}
  Pass:
    confirm: never
    steps: [{id: a, uses: team/hand-over, with: {task: it, to: [a1, {skills: [work]}]}}]
  Compare:
    confirm: never
    steps: [{id: a, uses: team/judge, with: {task: it, judge: a3, skills: [work]}}]
"""

# A sink that records keys: a folder is made once, whoever tries. Between the effect and the answer there is time to die.
AGENT = """
cat >/dev/null
sleep 0.0$(($$ % 10))
key=$(printf %s "$BEHEST_IDEMPOTENCY_KEY" | tr / %)
mkdir "keys/$key" 2>/dev/null || echo "$key" >>again
sleep 0.$((1 + $$ % 2))
echo '{"answer": "done", "best": 1}'
"""


class TeamHome(Home):
    """A workspace with a team of agents."""

    # Each turn that was done is known by a key of its own; that of a task alone is the task's.
    KEYS = "SELECT idempotencyKey FROM turns WHERE state = 'succeeded'"

    def __init__(self, binary: Path, folder: Path) -> None:
        super().__init__(binary, folder, PACK)
        self.agent = folder / "agent.sh"
        self.agent.write_text(AGENT)
        (folder / "config" / "behest").mkdir(parents=True)
        lines = [
            f"  a{number}: {{run: [sh, '{self.agent}'], skills: [work], at-once: 2}}\n"
            for number in range(1, AGENTS + 1)
        ]
        (folder / "config" / "behest" / "config.yaml").write_text("agents:\n" + "".join(lines))

    def journal(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.folder}/state/behest/journal.sqlite?mode=ro", uri=True)

    def agents_at_work(self) -> list[int]:
        """The processes of agents, without what confines them."""
        found: list[int] = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                arguments = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if arguments[:2] == [b"sh", str(self.agent).encode()]:
                found.append(int(process.name))
        return sorted(found)

    def turn_problems(self) -> list[str]:
        """Whether each part of each task has one turn that was done, and nothing is left open."""
        counts: collections.Counter = collections.Counter()
        found: list[str] = []
        for task, place, state in self.journal().execute("SELECT task, place, state FROM turns"):
            if state in ("waiting", "running"):
                found.append(f"a turn of {task} is {state}")
            counts[f"'{place}' of {task}"] += state == "succeeded"
        without = self.journal().execute("SELECT id FROM tasks WHERE id NOT IN (SELECT task FROM turns)")
        found += [f"{row[0]} has no turn" for row in without]
        return found + [f"{part} has {count} turns that were done" for part, count in counts.items() if count != 1]

    def problems(self, accepted: set[str]) -> list[str]:
        return super().problems(accepted) + self.turn_problems()


def kills(binary: Path, scratch: Path, tasks: int, seed: int) -> dict:
    drawn = random.Random(seed)
    home = TeamHome(binary, scratch / "agents")
    accepted: set[str] = set()
    failures: list[str] = []
    numbers = iter(range(tasks))
    lock = threading.Lock()

    def say() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            code, output, errors = home.say("--later", f"work on piece {number}")
            if code == 0:
                accepted.add(json.loads(output.splitlines()[-1])["run"])
            else:
                failures.append(f"say: exit code {code}: {errors.strip()}")

    threads = [threading.Thread(target=say) for _ in range(3)]
    for thread in threads:
        thread.start()
    # So that there is always more to do than the agents take.
    while len(accepted) < tasks / 2 and not failures:
        time.sleep(0.1)
    workers = [home.start("worker") for _ in range(2)]
    killed = collections.Counter()
    began = time.monotonic()
    while any(thread.is_alive() for thread in threads) or unfinished(home):
        if time.monotonic() - began > 120 + 4 * tasks:
            failures.append("the tasks did not come to their end in time")
            break
        time.sleep(drawn.uniform(0.05, 0.5))
        if drawn.random() < 0.2:
            victim = drawn.randrange(len(workers))
            workers[victim].kill()
            workers[victim].communicate()
            workers[victim] = home.start("worker")
            killed["workers"] += 1
        elif at_work := home.agents_at_work():
            try:
                os.kill(drawn.choice(at_work), signal.SIGKILL)
                killed["agents"] += 1
            except ProcessLookupError:
                continue
    for thread in threads:
        thread.join()
    for worker in workers:
        worker.kill()
        worker.communicate()
    code, _, errors = home.run("worker", "--until-idle")
    if code != 0:
        failures.append(f"the worker's exit code is {code}: {errors.strip()}")
    problems = failures + home.problems(accepted)
    turns = dict(home.journal().execute("SELECT state, count(*) FROM turns GROUP BY state"))
    members = home.journal().execute("SELECT count(DISTINCT member) FROM turns WHERE state = 'succeeded'").fetchone()[0]
    if len(accepted) != tasks:
        problems.append(f"{len(accepted)} of {tasks} tasks were accepted")
    return {
        "tasks": tasks,
        "agents that did them": members,
        "agents killed": killed["agents"],
        "workers killed": killed["workers"],
        "seed": seed,
        "effects": len(home.applied()),
        "attempts at effects that were made already": len(home.lines("again")),
        "turns": turns,
        "seconds": round(time.monotonic() - began),
        "problems": problems,
    }


def unfinished(home: TeamHome) -> bool:
    sql = "SELECT 1 FROM runs WHERE state IN ('ready', 'running') LIMIT 1"
    try:
        return home.journal().execute(sql).fetchone() is not None
    except sqlite3.OperationalError:
        # There is no journal yet.
        return True


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/crash-anywhere --agents", description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=1000, help="how many tasks there are (1,000)")
    kill_everywhere(
        parser,
        TeamHome,
        ("pass it on", "compare it"),
        lambda options, scratch, seed: kills(options.behest, scratch, options.tasks, seed),
    )


if __name__ == "__main__":
    main()
