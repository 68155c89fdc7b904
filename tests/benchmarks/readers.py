"""Asks for heavy reads until its standard input ends: a process beside the client.

Reads one line of JSON, prints a line when each reader has begun, and in the end how
many requests were answered.
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection
from itertools import count
from threading import Event, Thread
from typing import Any

import orjson

TIMEOUT_S = 120


def read_on(
    order: dict[str, Any], number: int, stop: Event, answered: list[int]
) -> None:
    """One connection, one request after the other, each reader from its own place."""
    name, value = order["authorization"].split(": ", 1)
    paths = order["paths"]
    connection = HTTPConnection("127.0.0.1", order["port"], timeout=TIMEOUT_S)
    for place in count(number):
        if stop.is_set():
            return
        connection.request("GET", paths[place % len(paths)], headers={name: value})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        answered.append(place)


def main() -> None:
    """Read until told to end."""
    order = orjson.loads(sys.stdin.readline())
    stop, answered = Event(), []
    readers = [
        Thread(target=read_on, args=(order, number, stop, answered))
        for number in range(order["readers"])
    ]
    for reader in readers:
        reader.start()
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdin.read()
    stop.set()
    for reader in readers:
        reader.join()
    sys.stdout.write(f"{len(answered)}\n")


if __name__ == "__main__":
    main()
