"""Whether a journal of a million tasks is as quick as a new one, and how soon work begins with many that are unfinished."""

import sys
import time
from pathlib import Path
from statistics import median

from dispatch_home import Home

STEPS = 3
REPEATS = 15
RUNS = 60


def measure(options, scratch: Path) -> dict:
    large, small = Home(options.behest, scratch / "large"), Home(options.behest, scratch / "small")
    for home in (large, small):
        home.say("work")
    print(f"  filling a journal with {options.tasks} tasks …", file=sys.stderr)
    large.multiply(options.tasks // STEPS)
    figures = {
        "tasks": options.tasks,
        "megabytes": round(large.journal.stat().st_size / 1e6),
        "repeats": REPEATS,
        "milliseconds": compare(small, large),
    }
    figures["unfinished"] = options.unfinished
    figures["start"] = start(options, scratch / "unfinished")
    return figures


def compare(small: Home, large: Home) -> dict:
    """Medians of both, each thing done in turn with the one and with the other."""
    times: dict[str, dict[str, list[float]]] = {}

    def note(what: str, which: str, milliseconds: float) -> None:
        times.setdefault(what, {"small": [], "large": []})[which].append(milliseconds)

    for _ in range(REPEATS):
        for which, home in (("small", small), ("large", large)):
            began = time.perf_counter()
            line = home.say("work")
            note("a command, from its start to its end", which, (time.perf_counter() - began) * 1_000)
            note("recording a run", which, line["timings"]["record"])
            note("carrying it out", which, line["timings"]["act"])
            note("tasks list", which, home.run("tasks", "list")[1] * 1_000)
            note("tasks show", which, home.run("tasks", "show", line["run"])[1] * 1_000)
            for _ in range(RUNS // REPEATS):
                home.say("work", "--later")
            note(f"a worker with {RUNS // REPEATS} runs", which, home.run("worker", "--until-idle")[1] * 1_000)
    return {
        what: {**{which: round(median(values), 2) for which, values in each.items()},
               "ratio": round(median(large / small for small, large in zip(each["small"], each["large"])), 3)}
        for what, each in times.items()
    }


def start(options, folder: Path) -> dict:
    """Seconds from a worker's start to the end of its first run, and of a command that is given then."""
    home = Home(options.behest, folder)
    home.say("work", "--later")
    home.multiply(options.unfinished // STEPS)
    firsts, commands = [], []
    for _ in range(5):
        began = time.perf_counter()
        worker = home.start("worker", "--json")
        worker.stdout.readline()
        firsts.append(time.perf_counter() - began)
        worker.terminate()
        worker.communicate()
        commands.append(home.run("say", "--json", "--grammars", "pack.yaml", "work freely")[1])
    return {"worker": round(median(firsts), 3), "command": round(median(commands), 3), "most": round(max(firsts + commands), 3)}
