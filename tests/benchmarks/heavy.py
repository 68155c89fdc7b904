"""The check over HTTP while pictures, reports and paths are computed beside it.

The same server, client and checks as in the topic `service`, in turns idle and with 20
connections that each ask for one heavy read after the other.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import orjson

from tests.benchmarks.harness import ROOT, Row
from tests.benchmarks.service import ask, authorization, check_requests, demo, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from tests.benchmarks.harness import Workplace

TOPIC = "heavy"
ROUNDS = 3
READERS = 20
CIRCLES = 6
KINDS = (
    "/v1/entities/{party}/neighbours?depth=4&limit=500&hub_cap=50",
    "/v1/reports/entities/{party}",
    "/v1/circles/{circle}",
    "/v1/reports/circles/{circle}?language=zh",
    "/v1/scores/{party}",
    "/v1/paths?from={party}&to={other}&max_length=6",
    "/v1/communities?resolution={place}.5",
)


def measure(place: Workplace) -> Iterator[Row]:
    """Tails of the check alone and beside heavy reads, in turns."""
    data = demo(place)
    with serving(data) as port:
        checks = {"check": check_requests(port, data, place.seed, rounds=ROUNDS)}
        heavy = _paths(port, data)
        idle, busy, answered = [], [], 0
        for _ in range(ROUNDS):
            idle += ask(port, checks, rounds=1)["check"]
            with _readers(port, data, heavy) as count:
                busy += ask(port, checks, rounds=1)["check"]
                answered += count()
    tails = [
        median(float(np.percentile(turn, 99)) for turn in turns)
        for turns in (idle, busy)
    ]
    middles = [median(map(median, turns)) for turns in (idle, busy)]
    yield Row(
        TOPIC,
        f"p99 of the check beside {READERS} heavy requests over that alone",
        tails[1] / tails[0],
        "x",
        bar="heavy-tail-ratio",
        note=f"{answered} heavy requests answered; medians of {ROUNDS} rounds",
    )
    for name, figures in (("p99", tails), ("p50", middles)):
        what = f"{name} of the check beside {READERS} heavy requests"
        yield Row(TOPIC, what, figures[1], "ms", "alone", figures[0])


def _paths(port: int, data: Path) -> list[str]:
    """Heavy reads about the largest circles and their members."""
    listed = _get(port, data, f"/v1/circles?order=firms&limit={CIRCLES}")["items"]
    found = []
    for place, item in enumerate(listed):
        circle = item["circle_id"]
        members = _get(port, data, f"/v1/circles/{circle}")["members"]
        party, other = (quote(members[i]["party"]["party_id"]) for i in (0, -1))
        names = {"circle": circle, "party": party, "other": other, "place": place}
        found += [kind.format(**names) for kind in KINDS]
    return found


def _get(port: int, data: Path, path: str) -> dict[str, Any]:
    name, value = authorization(data).split(": ", 1)
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={name: value})
    found: dict[str, Any] = orjson.loads(connection.getresponse().read())
    connection.close()
    return found


@contextmanager
def _readers(port: int, data: Path, paths: list[str]) -> Iterator[Callable[[], int]]:
    """Heavy requests without a pause; yields what tells how many were answered."""
    order = {
        "port": port,
        "readers": READERS,
        "paths": paths,
        "authorization": authorization(data),
    }
    command = [sys.executable, "-m", "tests.benchmarks.readers"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(orjson.dumps(order) + b"\n")
        child.stdin.flush()
        child.stdout.readline()  # they have begun
        yield lambda: int(child.communicate()[0])
