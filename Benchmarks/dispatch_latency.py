"""From the words to the recorded run, and how much of that is the disk's."""

import os
import tempfile
import time
from pathlib import Path

from dispatch_home import Home
from figures import spread

MEMORY = Path("/dev/shm")
STAGES = ("understand", "decide", "record")


def measure(options, scratch: Path) -> dict:
    """Milliseconds, with the journal on the disk and in memory in turn, so that the difference is the disk's."""
    figures: dict[str, list[float]] = {"disk": [], "memory": [], "flush": []}
    stages: dict[str, list[float]] = {stage: [] for stage in STAGES}
    with tempfile.TemporaryDirectory(prefix="behest-benchmark.", dir=MEMORY) as memory:
        homes = {"disk": Home(options.behest, scratch / "home"), "memory": Home(options.behest, Path(memory) / "home")}
        for _ in range(options.words):
            for name, home in homes.items():
                timings = home.say("work", "--later")["timings"]
                figures[name].append(sum(timings[stage] for stage in STAGES))
                if name == "memory":
                    for stage in STAGES:
                        stages[stage].append(timings[stage])
            figures["flush"].append(flush(scratch / "flushed"))
    return {
        "commands": options.words,
        "milliseconds": {name: tail(each) for name, each in figures.items()},
        "stages": {name: tail(each) for name, each in stages.items()},
    }


def flush(file: Path) -> float:
    """Milliseconds in which the disk takes one page: what every commit has to wait for."""
    with open(file, "ab") as output:
        output.write(os.urandom(4_096))
        output.flush()
        began = time.perf_counter()
        os.fdatasync(output.fileno())
        return (time.perf_counter() - began) * 1_000


def tail(values: list[float]) -> dict:
    ordered = sorted(values)
    return {**spread(values, 2), "p99": round(ordered[int(0.99 * (len(ordered) - 1))], 2)}
