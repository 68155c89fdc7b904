"""The check over HTTP beside an empty handler of the same server.

The server is ``suretynet serve`` on loopback with the demo economy of 100,000
companies. The empty handler is ``GET /healthz``: the same process, middleware, log and
metrics, but no caller to know, no body to read and nothing to answer.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import orjson

from tests.benchmarks.harness import ROOT, Row, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.client import Order
    from tests.benchmarks.harness import Workplace

TOPIC = "http"
COMPANIES = 100_000
ROUNDS = 5
RATE = 200.0
CONNECTIONS = 50
SECONDS = 10.0
# The bar of the check's tail holds where the empty handler's is below this.
QUIET_MS = 5.0
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]


def measure(place: Workplace) -> Iterator[Row]:
    """Tails of the check and of the empty handler, in turns."""
    data = demo(place)
    with serving(data) as port:
        targets = {
            "check": check_requests(port, data, place.seed, rounds=ROUNDS),
            "empty": [f"GET /healthz HTTP/1.1\r\n{_headers(port, data)}\r\n"],
        }
        spent = ask(port, targets, rounds=ROUNDS)
    tails = {
        name: [float(np.percentile(turn, 99)) for turn in turns]
        for name, turns in spent.items()
    }
    ratios = [
        check / empty
        for check, empty in zip(tails["check"], tails["empty"], strict=True)
    ]
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    load = f"{RATE:g} requests/s over {CONNECTIONS} connections"
    yield Row(
        TOPIC,
        f"p99 of the check over the empty handler's, median of {ROUNDS} rounds",
        median(ratios),
        "x",
        bar="http-tail-ratio",
        note=f"{load}; rounds {shown}",
    )
    check, empty = median(tails["check"]), median(tails["empty"])
    quiet = empty < QUIET_MS
    yield Row(
        TOPIC,
        "p99 of the check",
        check,
        "ms",
        "the empty handler",
        empty,
        bar="http-tail" if quiet else "",
        note="" if quiet else f"no bar: the machine is busy, empty ≥ {QUIET_MS:g} ms",
    )
    middle = {name: median(map(median, turns)) for name, turns in spent.items()}
    yield Row(
        TOPIC,
        "p50 of the check",
        middle["check"],
        "ms",
        "the empty handler",
        middle["empty"],
    )


def demo(place: Workplace, companies: int = COMPANIES) -> Path:
    """Data folder of the demo economy; made once, also where it is there already."""
    data = place.folder / f"demo-{companies}"
    build = ["demo", "--data-dir", str(data), "--companies", str(companies)]
    subprocess.run([*COMMAND, *build], cwd=ROOT, check=True, capture_output=True)
    return data


@contextmanager
def serving(data: Path) -> Iterator[int]:
    """A running server; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*COMMAND, "serve", "--data-dir", str(data), "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_until(lambda: _is_ready(port, server))
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _is_ready(port: int, server: subprocess.Popen[bytes]) -> bool:
    assert server.poll() is None, "the server ended; see server.log"
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz"):
            return True
    except (URLError, ConnectionError):
        return False


def ask(
    port: int, targets: dict[str, list[str]], *, rounds: int
) -> dict[str, list[list[float]]]:
    """Milliseconds of each answer, by target and round."""
    order: Order = {
        "host": "127.0.0.1",
        "port": port,
        "connections": CONNECTIONS,
        "rate": RATE,
        "seconds": SECONDS,
        "rounds": rounds,
        "targets": targets,
    }
    client = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.client"],
        cwd=ROOT,
        check=True,
        input=orjson.dumps(order),
        stdout=subprocess.PIPE,
    )
    found: dict[str, list[list[float]]] = orjson.loads(client.stdout)
    return found


def authorization(data: Path) -> str:
    """The header that lets the demo's key in."""
    key = (data / "demo-key").read_text(encoding="utf-8").strip()
    return f"Authorization: Bearer {key}"


def _headers(port: int, data: Path) -> str:
    return f"Host: 127.0.0.1:{port}\r\n{authorization(data)}\r\n"


def check_requests(port: int, data: Path, seed: int, *, rounds: int) -> list[str]:
    """Checks of random pairs of parties to guarantees, half of them in circles."""
    from graph.analysis.publication import open_published
    from graph.stores import open_store

    with open_store(f"sqlite:///{(data / 'suretynet.db').resolve()}") as store:
        snapshot = open_published(store, data).snapshot
    pairs = snapshot.pairs
    ids = snapshot.ids("party")
    sizes = np.bincount(snapshot.component)[snapshot.component]
    random = np.random.default_rng(seed)
    count = round(RATE * SECONDS * rounds)
    parties = np.unique(np.concatenate((pairs.guarantor, pairs.debtor)))
    ends = random.choice(parties, (count, 2))
    ends[::2] = random.choice(np.flatnonzero(sizes > 1), (len(ends[::2]), 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    shared = _headers(port, data)
    checks = []
    for guarantor, debtor in ends.tolist():
        body = orjson.dumps(
            {
                "guarantor_id": ids[guarantor].as_py(),
                "debtor_id": ids[debtor].as_py(),
            }
        ).decode()
        length = len(body.encode())
        checks.append(
            f"POST /v1/guarantees:check HTTP/1.1\r\n{shared}"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    return checks
