"""One object has one verdict: the API, the command line and the report name a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import SCOPES
from api.settings import Settings
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.testing.facts import Rows, guarantee_rows, write
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AS_OF = 1_767_225_600_000
RING = "abcdefghi"
"""Nine firms in a ring; beside it twelve, `m` to `x`, in one with a chord."""
CHORDED = "mnopqrstuvwx"


def rows() -> Rows:
    """Two circles without a short cycle, an account with payments to another."""
    arcs = [
        (firms[k], firms[(k + 1) % len(firms)])
        for firms in (RING, CHORDED)
        for k in range(len(firms))
    ]
    found = guarantee_rows(*arcs, ("m", "o"), cap=100_000_000, currency="CNY")
    found["rating"] = [
        {"party_id": party, "self_pd": 0.3 if party == "n" else 0.01}
        for party in RING + CHORDED
    ]
    found["account"] = [{"account_id": f"acc:{name}"} for name in "xy"]
    found["transfer"] = [
        {"payer_id": "acc:x", "payee_id": "acc:y", "amount": 100 * k}
        | {"currency": "CNY", "valid_from": k * 86_400_000}
        for k in range(1, 71)
    ]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the two circles are published."""
    path = tmp_path_factory.mktemp("verdicts")
    with open_store(Settings(data_dir=path).store_url) as store:
        write(store, rows())
        quick = ContagionParameters(n_worlds=640)
        publish(store, path, at=store.at(AS_OF), parameters=quick)
    return path


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[TestClient]:
    """The folder as served."""
    app = create_app(Settings(data_dir=folder, log_level="ERROR"))
    key = app.state.keys.mint("tests", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        eventually(lambda: client.get("/readyz").is_success)
        yield client


def circle(served: TestClient, firms: int) -> str:
    items = served.get("/v1/circles").json()["items"]
    (found,) = (item["circle_id"] for item in items if item["firms"] == firms)
    return str(found)


def test_a_ring_of_nine_shows_itself_by_every_door(served, folder, cli) -> None:
    ring = circle(served, 9)
    found = served.get(f"/v1/circles/{ring}/cycles").json()
    (cycle,) = found["items"]
    assert [party["party_id"] for party in cycle["parties"]] == list(RING)
    assert found["completeness"]["complete"]
    done = cli("circles", "cycles", ring, "--data-dir", folder)
    assert "a -> b -> c -> d -> e -> f -> g -> h -> i" in done.stdout
    assert "Cut by" not in done.stdout
    report = served.get(f"/v1/reports/circles/{ring}").text
    assert "a → b → c → d → e → f → g → h → i" in report
    assert "list of cycles is cut" not in report
    assert "".join(
        n["party_id"] for n in served.get("/v1/circles").json()["items"][0]["ring"]
    ) in (RING, CHORDED)


def test_a_cycle_that_is_too_long_is_cut_by_every_door(served, folder, cli) -> None:
    ring = circle(served, 12)
    found = served.get(f"/v1/circles/{ring}/cycles").json()
    (cycle,) = found["items"]  # the worst firm stands beside the chord
    assert [party["party_id"] for party in cycle["parties"]] == list(CHORDED)
    assert found["completeness"]["truncated_by"] == ["length"]
    done = cli("circles", "cycles", ring, "--data-dir", folder)
    assert "Cut by the length. Raise the length" in done.stdout
    for language, words in (
        ("en", "The list of cycles is cut by the length: more cycles may exist."),
        ("zh", "环路列表受长度限制：可能还有其他环路。"),
    ):
        path = f"/v1/reports/circles/{ring}?language={language}"
        assert words in served.get(path).text
    longer = served.get(f"/v1/circles/{ring}/cycles", params={"max_length": 12}).json()
    assert sorted(item["length"] for item in longer["items"]) == [11, 12]
    assert longer["completeness"]["complete"]


def test_a_circle_has_the_verdict_of_its_picture(served, folder, cli) -> None:
    ring = circle(served, 12)
    found = served.get(f"/v1/circles/{ring}").json()
    assert found["completeness"] == found["graph"]["completeness"]
    done = cli("circles", "show", ring, "--data-dir", folder)
    assert ("Cut by" in done.stdout) != found["completeness"]["complete"]


def test_a_list_that_goes_on_says_so(served, folder, cli) -> None:
    first = served.get("/v1/circles", params={"limit": 1}).json()
    assert first["completeness"]["truncated_by"] == ["limit"]
    last = served.get("/v1/circles", params={"cursor": first["next"]}).json()
    assert last["completeness"]["complete"]
    done = cli("circles", "list", "--limit", 1, "--data-dir", folder)
    assert "Cut by the limit." in done.stdout


def test_a_report_of_a_party_names_the_depth(served) -> None:
    text = served.get("/v1/reports/entities/a").text
    assert "This picture is cut by the depth" in text


def test_payments_are_one_edge_that_opens_page_by_page(served) -> None:
    path = "/v1/nodes/account/acc:x/neighbours"
    (edge,) = served.get(path).json()["edges"]
    assert (edge["count"], edge["amount"]) == (70, "2485.00")
    assert edge["sums"] == [{"currency": "CNY", "amount": "2485.00"}]
    assert (edge["valid_from"][:10], edge["last"][:10]) == ("1970-01-02", "1970-03-12")
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"id": edge["id"], "limit": 30}
    while True:
        page = served.get("/v1/links/sources", params=query).json()
        seen += page["rows"]
        assert page["completeness"]["complete"] == (page["next"] is None)
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert len({row["id"] for row in seen}) == page["total"] == 70
    assert seen[0]["amount"] == "70.00"  # the latest
    assert all(row["sources"] for row in seen)
    other = {**query, "id": seen[0]["id"]}
    assert served.get("/v1/links/sources", params=other).status_code == 422
    apart = served.get(path, params={"fold": False, "hub_cap": 100}).json()["edges"]
    assert {one["id"] for one in apart} == {row["id"] for row in seen}
    (menu,) = (
        row
        for row in served.get("/v1/nodes/account/acc:x").json()["relations"]
        if row["total"]
    )
    assert (menu["total"], menu["nodes"]) == (70, 1)
