"""The same work with Huey on SQLite: a pipeline of three tasks, each of which runs `true`.

Used once to queue the pipelines and then by Huey's consumer to carry them out. HUEY_FILE names the database, and
HUEY_DURABLE says whether what is written is put through to the disk.
"""

import os
import subprocess

from huey import SqliteHuey

huey = SqliteHuey(filename=os.environ["HUEY_FILE"], fsync=os.environ["HUEY_DURABLE"] == "yes")


@huey.task()
def step(number: int) -> int:
    subprocess.run(["true"], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return number


def queue(runs: int) -> None:
    for each in range(runs):
        huey.enqueue(step.s(each).then(step).then(step))
