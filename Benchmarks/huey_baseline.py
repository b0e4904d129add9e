"""The same work with Huey on SQLite: a pipeline of three tasks, each of which runs `true`.

Started once to queue the pipelines and then, with the consumer of Huey, to carry them out; HUEY_FILE names the database, and
HUEY_DURABLE whether what is written is put through to the disk.
"""

import os
import subprocess
import sys

from huey import SqliteHuey

huey = SqliteHuey(filename=os.environ["HUEY_FILE"], fsync=os.environ["HUEY_DURABLE"] == "yes")


@huey.task()
def step(number: int) -> int:
    subprocess.run(["true"], check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return number


if __name__ == "__main__":
    for each in range(int(sys.argv[1])):
        huey.enqueue(step.s(each).then(step).then(step))
