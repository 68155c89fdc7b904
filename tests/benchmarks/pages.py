"""The pages of a circle and of a party, as the service answers them.

The service runs in this process, on a SQLite store with circles of known size: what is
measured is all that an answer costs on the server, from the request to the JSON, and a
little for the client.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from api.app import create_app
from api.collector import set_apart
from api.keys import SCOPES
from api.settings import Settings
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write
from graph.vocabulary import SHARE_UNIT
from tests.benchmarks.harness import wait_until
from tests.benchmarks.pace import in_paced_turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.stores.base import Store
    from graph.testing.facts import Rows
    from tests.benchmarks.harness import Row, Workplace

TOPIC = "pages"
SIZES = (49, 249)
"""Firms of the circles: the largest of the demo, and one that fills a picture."""
ROUNDS = 21
DAY = 1_767_225_600_000
"""2026-01-01."""
MILLION = 100_000_000


def measure(place: Workplace) -> Iterator[Row]:
    """Answer each page in turns."""
    folder = place.folder / "pages"
    folder.mkdir()
    with open_store(f"sqlite:///{(folder / 'suretynet.db').resolve()}") as store:
        for size in SIZES:
            write(store, circle_rows(size))
        quick = ContagionParameters(n_worlds=640)
        publish(store, folder, at=store.at(DAY), parameters=quick)
        with answering(folder, store) as client:
            yield from _rows(client)


@contextmanager
def answering(folder: Path, store: Store) -> Iterator[TestClient]:
    """A service in this process that treats memory as one of its own does."""
    app = create_app(
        Settings(data_dir=folder, log_level="ERROR"), store, on_taken_up=set_apart
    )
    key = app.state.keys.mint("benchmark", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        wait_until(lambda: client.get("/readyz").is_success)
        yield client


def _rows(client: TestClient) -> Iterator[Row]:
    listed = client.get("/v1/circles").json()["items"]
    circles = {item["firms"]: item["circle_id"] for item in listed}
    pages = {
        f"circle-{size}": (f"circle of {size} firms", f"/v1/circles/{circles[size]}")
        for size in SIZES
    }
    firm = f"uscc:{max(SIZES)}:0"
    pages["party-page"] = ("party with its circle", f"/v1/entities/{firm}")
    calls = {name: partial(_ask, client, path) for name, (_, path) in pages.items()}
    sizes = {name: ask() for name, ask in calls.items()}  # the first is slower
    for name, cost in in_paced_turns(ROUNDS, **calls).items():
        note = f"median of {ROUNDS}; {sizes[name] / 1_000:.0f} kB of JSON"
        yield cost.row(TOPIC, pages[name][0], name, note)


def _ask(client: TestClient, path: str) -> int:
    """Bytes of the answer."""
    answer = client.get(path)
    answer.raise_for_status()
    return len(answer.content)


def circle_rows(size: int) -> Rows:
    """A ring of firms with chords, guarantees to outsiders, and what surrounds them.

    Each firm has three owners, five officers and two contact points of which some are
    those of other firms, too, a loan and a rating; some have a case.
    """
    firms = [f"uscc:{size}:{i}" for i in range(size)]
    people = [f"person:{size}:{i}" for i in range(2 * size)]
    steps = ((1, 1), (7, 2), (5, 3))  # to the firm so many places on, of every nth
    pairs = [
        (firms[i], firms[(i + step) % size])
        for step, every in steps
        for i in range(0, size, every)
    ]
    pairs += [(firm, f"{firm}:out") for firm in firms[::4]]
    rows = guarantee_rows(*pairs, cap=MILLION, currency="CNY")
    for place, row in enumerate(rows["party"]):
        row |= {"name": f"企业{place}", "name_en": f"Firm {place}"}
        row |= {"party_type": "company", "registered_capital": MILLION}
        row |= {"currency": "CNY"}
    rows["party"] += [
        {"party_id": person, "party_type": "person", "name": f"人{place}"}
        for place, person in enumerate(people)
    ]
    contacts = [f"phone:{size}:{i}" for i in range(size)]
    rows["contact"] = [
        {"contact_id": contact, "contact_type": "phone", "value": contact}
        for contact in contacts
    ]
    for kind in ("ownership", "role", "contact_use", "loan", "risk_event", "rating"):
        rows[kind] = []
    for i, firm in enumerate(firms):
        owners = (people[i // 5], people[size + i], people[-1 - i // 3])
        rows["ownership"] += [
            {"owner_id": owner, "asset_id": firm, "share": SHARE_UNIT * percent // 100}
            for owner, percent in zip(owners, (60, 25, 15), strict=True)
        ]
        rows["role"] += [
            {"person_id": people[(2 * i + k) % len(people)], "company_id": firm}
            for k in range(5)
        ]
        rows["contact_use"] += [
            {"party_id": firm, "contact_id": contact}
            for contact in (contacts[i], contacts[i // 8])
        ]
        rows["loan"].append(
            {"loan_id": f"loan:{firm}", "borrower_id": firm, "outstanding": MILLION}
            | {"currency": "CNY", "principal": 2 * MILLION}
        )
        rows["rating"].append({"party_id": firm, "grade": "BBB"})
    rows["risk_event"] += [
        {"party_id": firm, "event_type": "litigation", "valid_from": DAY - 86_400_000}
        for firm in firms[::9]
    ]
    return rows
