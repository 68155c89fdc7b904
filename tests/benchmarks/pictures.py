"""What large circles cost: their page, who stands behind them, layouts, reports.

As in `tests.benchmarks.pages` the service runs in this process; CPU of a whole request.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.contagion import ContagionParameters
from graph.analysis.control import common_controllers
from graph.analysis.publish import publish
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store, write
from graph.vocabulary import SHARE_UNIT
from tests.benchmarks.harness import Row
from tests.benchmarks.pace import in_paced_turns
from tests.benchmarks.pages import DAY, answering, circle_rows
from visual.layout import force, hops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from httpx import Response

    from graph.testing.facts import Rows
    from tests.benchmarks.harness import Workplace

TOPIC = "pictures"
LARGEST, SMALL = 750, 6
"""Firms of the circle with the page, and of the one with the report."""
CONTROLLED = 1_000
NODES = 1_500
ROUNDS = 9


def measure(place: Workplace) -> Iterator[Row]:
    """The page and the report, then the two algorithms by themselves."""
    yield from _pages(place)
    yield from _algorithms(place.seed)


def _pages(place: Workplace) -> Iterator[Row]:
    folder = place.folder / TOPIC
    folder.mkdir()
    with open_store(f"sqlite:///{(folder / 'suretynet.db').resolve()}") as store:
        for size in (LARGEST, SMALL):
            write(store, circle_rows(size))
        quick = ContagionParameters(n_worlds=640)
        publish(store, folder, at=store.at(DAY), parameters=quick)
        with answering(folder, store) as client:
            yield from _answers(client)


def _answers(client: TestClient) -> Iterator[Row]:
    listed = client.get("/v1/circles").json()["items"]
    circles = {item["firms"]: item["circle_id"] for item in listed}
    asked = {
        "circle-750": f"/v1/circles/{circles[LARGEST]}",
        "report-6": f"/v1/reports/circles/{circles[SMALL]}",
    }
    calls = {name: partial(_ask, client, path) for name, path in asked.items()}
    first = in_paced_turns(1, first=calls["report-6"])["first"]
    page_sent = calls["circle-750"]()
    costs = in_paced_turns(ROUNDS, **calls)
    page, report = f"page of a circle of {LARGEST} firms", f"report of {SMALL} firms"
    note = f"median of {ROUNDS}"
    for name, what in (("circle-750", page), ("report-6", report)):
        yield costs[name].row(TOPIC, what, name, note)
    note = "in a process that has reported nothing"
    yield first.row(TOPIC, f"{report}, the first", "report-6-first", note)
    sent = int(page_sent.headers["content-length"]) / 1e3
    note = f"{len(page_sent.content) / 1e3:,.0f} kB of JSON"
    yield Row(TOPIC, f"{page}, as sent", sent, "kB", bar="circle-750-sent", note=note)


def _ask(client: TestClient, path: str) -> Response:
    return client.get(path).raise_for_status()


def _algorithms(seed: int) -> Iterator[Row]:
    store = memory_store(controlled_rows(CONTROLLED))
    snapshot = Snapshot.build(store, store.at(DAY))
    firms = [f"uscc:{i}" for i in range(CONTROLLED)]
    numbers = snapshot.numbers("party", firms).tolist()
    drawn = np.random.default_rng(seed).integers(0, NODES, (2 * NODES, 2))
    edges = [(int(tail), int(head)) for tail, head in drawn]
    start = hops(0, NODES, edges)
    force(start[:2], [])  # compiled
    costs = in_paced_turns(
        ROUNDS,
        control=partial(common_controllers, snapshot, numbers),
        force=partial(force, start, edges),
    )
    what = f"controllers behind {CONTROLLED:,} firms"
    note = f"{len(common_controllers(snapshot, numbers))} found; median of {ROUNDS}"
    yield costs["control"].row(TOPIC, what, "controllers-1000", note)
    what = f"force layout of {NODES:,} nodes"
    note = f"{len(edges):,} edges; median of {ROUNDS}"
    yield costs["force"].row(TOPIC, what, "force-1500", note)


def controlled_rows(count: int) -> Rows:
    """A ring of firms, each two of one owner; four on end share a phone and an office.

    So each firm is alike to some others, and every owner has further firms suspected.
    """
    firms = [f"uscc:{i}" for i in range(count)]
    rows = guarantee_rows(*zip(firms, firms[1:] + firms[:1], strict=True))
    rows["party"] += [
        {"party_id": f"person:{kind}:{i}", "party_type": "person", "name": f"人{i}"}
        for kind in ("owner", "officer")
        for i in range(count)
    ]
    rows["ownership"] = [
        {"owner_id": f"person:owner:{i // 2}", "asset_id": firm, "share": SHARE_UNIT}
        for i, firm in enumerate(firms)
    ]
    rows["contact"] = [
        {"contact_id": f"phone:{i}", "contact_type": "phone"} for i in range(count)
    ]
    near = [(i, (i + step) % count) for i in range(count) for step in range(4)]
    rows["contact_use"] = [
        {"party_id": firms[i], "contact_id": f"phone:{j}"} for i, j in near
    ]
    rows["role"] = [
        {"person_id": f"person:officer:{j}", "company_id": firms[i]} for i, j in near
    ]
    return rows
