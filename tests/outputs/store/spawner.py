"""Starts processes that publish small runs: a process that has all modules ready forks each of them.

A line of JSON in, a line of JSON out: {"start": [root, city, run], "patience": {…}, "environment": {…}} answers the
process's id; {"wait": id} answers its exit code and what it said. Nothing of an object store is opened before the fork.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from outputs.errors import OutputsError
from outputs.store.opening import open_root
from outputs.store.patience import PATIENCE

sys.path.insert(0, str(Path(__file__).parent))
from small import publish_small

pipes: dict[int, int] = {}


def publish(asked: dict[str, Any]) -> str:
    os.environ.update(asked["environment"])
    where, city, run = asked["start"]
    try:
        root = open_root(where, replace(PATIENCE, **asked["patience"]))
        publish_small(root, run, city=city, more={"long.txt": b"x" * 3_000_000})
    except OutputsError as error:
        return str(error)
    return ""


def start(asked: dict[str, Any]) -> int:
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        pipes[pid] = read
        return pid
    try:
        said = publish(asked)
    except BaseException as error:  # noqa: BLE001 (the test is told)
        said = f"unforeseen {error!r}"
    os.write(write, said.encode())
    os._exit(bool(said))


def wait(pid: int) -> list[Any]:
    _, status = os.waitpid(pid, 0)
    read = pipes.pop(pid)
    said = os.read(read, 10_000).decode()
    os.close(read)
    return [os.waitstatus_to_exitcode(status), said]


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        answer = wait(asked["wait"]) if "wait" in asked else start(asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
