from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from graph.analysis import portfolio as portfolio_module
from graph.analysis.portfolio import figures_of
from graph.testing.facts import guarantee_rows
from waiting import eventually

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from graph.analysis.portfolio import Portfolio
    from graph.analysis.published import Published


@pytest.fixture(scope="module")
def portfolio(client: TestClient) -> dict[str, Any]:
    body: dict[str, Any] = client.get("/v1/portfolio").json()
    return body


def test_figures_are_those_of_the_village(village, portfolio: dict[str, Any]) -> None:
    assert portfolio["snapshot_id"] == village.snapshot_id
    assert (portfolio["parties"], portfolio["guarantees"]) == (9, 8)
    assert portfolio["guaranteed_amount"] == "3000000.00"
    assert portfolio["unknown_amounts"] == 5
    assert (portfolio["circles"], portfolio["circle_firms"]) == (1, 3)
    assert portfolio["exposure_in_circles"] == "5000000.00"
    assert portfolio["demo_case"] is None


def test_bands_hold_everybody_of_the_network_once(portfolio: dict[str, Any]) -> None:
    bands = portfolio["bands"]
    assert [band["band"] for band in bands] == [1, 2, 3, 4, 5]
    assert sum(band["parties"] for band in bands) == 7
    known = [band["exposure"] for band in bands if band["exposure"] is not None]
    assert sum(map(Decimal, known)) == Decimal("5000000.00")
    assert all(a["high"] == b["low"] for a, b in pairwise(bands))


def test_a_band_without_known_loans_has_no_exposure(portfolio: dict[str, Any]) -> None:
    guarded = portfolio["bands"][1]
    assert guarded["parties"] == 1
    assert guarded["exposure"] is None


def test_the_riskiest_are_those_of_the_lists(
    client: TestClient, portfolio: dict[str, Any]
) -> None:
    assert portfolio["riskiest_circles"] == client.get("/v1/circles").json()["items"]
    increments = [row["increment"] for row in portfolio["riskiest_parties"]]
    assert increments == sorted(increments, reverse=True)
    worst = portfolio["riskiest_parties"][0]
    page = client.get(f"/v1/entities/{worst['party']['party_id']}").json()
    assert page["score"]["pd"] == worst["pd"]


def test_expected_defaults_are_sums_of_scores(
    client: TestClient, portfolio: dict[str, Any]
) -> None:
    scores = [client.get(f"/v1/scores/{party_id}").json() for party_id in "abcdexy"]
    assert portfolio["expected_defaults"] == pytest.approx(
        sum(score["pd"] for score in scores)
    )
    assert portfolio["expected_defaults_alone"] == pytest.approx(
        sum(score["self_pd"] for score in scores)
    )


def test_a_store_without_facts_has_an_empty_portfolio(village_of) -> None:
    with village_of({}).client("read") as client:
        body = client.get("/v1/portfolio").json()
        circles = client.get("/v1/circles").json()
    assert (body["parties"], body["circles"], body["expected_defaults"]) == (0, 0, 0)
    assert body["riskiest_parties"] == circles["items"] == []


def test_amounts_of_which_none_is_known_are_null(village_of) -> None:
    from graph.testing.facts import guarantee_rows

    with village_of(guarantee_rows(("m", "n"))).client("read") as client:
        body = client.get("/v1/portfolio").json()
    assert body["guaranteed_amount"] is None
    assert body["unknown_amounts"] == 1


def test_the_demo_points_at_its_planted_case(demo_client: TestClient) -> None:
    case = demo_client.get("/v1/portfolio").json()["demo_case"]
    assert demo_client.get(f"/v1/circles/{case['circle_id']}").status_code == 200
    assert demo_client.get(f"/v1/entities/{case['party_id']}").status_code == 200
    assert case["steps"]


def test_it_is_computed_once_for_each_publication(own_village, monkeypatch) -> None:
    computed = []

    def figures(published: Published) -> Portfolio:
        computed.append(published.snapshot_id)
        return figures_of(published)

    monkeypatch.setattr(portfolio_module, "figures_of", figures)
    with own_village.client("read") as client:
        bodies = [client.get("/v1/portfolio").json() for _ in range(3)]
        assert [body["commits_behind"] for body in bodies] == [0] * 3
        first = own_village.snapshot_id
        assert computed == [first]
        own_village.write(guarantee_rows(("d", "a")))
        behind = client.get("/v1/portfolio").json()
        assert behind["commits_behind"] > 0
        assert behind | {"commits_behind": 0} == bodies[0]
        own_village.publish()
        second = own_village.snapshot_id
        eventually(lambda: client.get("/readyz").json()["snapshot_id"] == second)
        after = client.get("/v1/portfolio").json()
        assert (after["snapshot_id"], after["guarantees"]) == (second, 9)
        assert after["commits_behind"] == 0
    assert computed == [first, second]
