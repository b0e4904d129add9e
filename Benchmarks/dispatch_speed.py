"""A thousand runs of three steps of `true`: Behest beside Huey, in turn."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from dispatch_home import Home
from figures import spread

HERE = Path(__file__).parent
AT_ONCE = 8
# How Huey's consumer may do several tasks at once. All are tried, and the quickest is what Behest is held against.
HUEY = {
    "2 threads": ["-k", "thread", "-w", "2"],
    "8 threads": ["-k", "thread", "-w", "8"],
    "2 processes": ["-k", "process", "-w", "2"],
    "8 processes": ["-k", "process", "-w", "8"],
}


def measure(options, scratch: Path) -> dict:
    """Seconds for all runs, by contestant; the rounds take turns."""
    seconds: dict[str, list[float]] = {}
    for number in range(options.rounds):
        folder = scratch / str(number)
        for words, name in (("work", "Behest"), ("work freely", "Behest, not confined")):
            note(seconds, name, behest(options, folder / words.replace(" ", "-"), words))
        for name, arguments in HUEY.items():
            note(seconds, f"Huey, {name}", huey(options, folder / name.replace(" ", "-"), arguments, "yes"))
        note(seconds, "Huey, 8 threads, not put through", huey(options, folder / "loose", HUEY["8 threads"], "no"))
    return {"runs": options.runs, "rounds": options.rounds, "seconds": {name: spread(each, 2) for name, each in seconds.items()}}


def note(seconds: dict[str, list[float]], name: str, value: float) -> None:
    print(f"  {name}: {value:.2f} s", file=sys.stderr)
    seconds.setdefault(name, []).append(value)


def behest(options, folder: Path, words: str) -> float:
    """From the worker's start to its end, which comes when there is nothing more to do."""
    home = Home(options.behest, folder)
    home.say(words, "--later")
    home.multiply(options.runs - 1)
    output, seconds = home.run("worker", "--until-idle", "--at-once", str(AT_ONCE), "--json")
    done = output.count('"state":"succeeded"')
    states = dict(home.connection().execute("SELECT state, count(*) FROM tasks GROUP BY state"))
    if states != {"succeeded": 3 * options.runs}:
        raise SystemExit(f"Behest has not done all of it: {states}, {done}")
    return seconds


def huey(options, folder: Path, arguments: list[str], durable: str) -> float:
    """From the consumer's start until the last result is there."""
    folder.mkdir(parents=True)
    file = folder / "huey.sqlite"
    environment = {**os.environ, "HUEY_FILE": str(file), "HUEY_DURABLE": durable, "PYTHONPATH": str(HERE)}
    queue = f"import huey_baseline; huey_baseline.queue({options.runs})"
    subprocess.run([options.python, "-c", queue], env=environment, check=True)
    began = time.perf_counter()
    # It looks for work as often as it can be told to.
    consumer = subprocess.Popen(
        [options.python, "-m", "huey.bin.huey_consumer", "huey_baseline.huey", "-q", "-n", "-d", "0.01", "-m", "0.01", *arguments],
        env=environment,
    )
    try:
        results = sqlite3.connect(file, timeout=30)
        while results.execute("SELECT count(*) FROM kv").fetchone()[0] < 3 * options.runs:
            if consumer.poll() is not None:
                raise SystemExit(f"Huey's consumer ended with status {consumer.returncode}: see above.")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        consumer.send_signal(signal.SIGINT)
        try:
            consumer.wait(10)
        except subprocess.TimeoutExpired:
            consumer.kill()
            consumer.wait()
