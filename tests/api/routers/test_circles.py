from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.testing.facts import guarantee_rows

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

ORDERS = ("contagion_exposure", "effective_amount", "firms", "max_pd")


@pytest.fixture(scope="module")
def circle(client: TestClient) -> dict[str, Any]:
    """The ring of a, b and c."""
    (row,) = client.get("/v1/circles").json()["items"]
    body: dict[str, Any] = client.get(f"/v1/circles/{row['circle_id']}").json()
    return body


def test_a_list_holds_one_kind_of_circle(client: TestClient) -> None:
    strict = client.get("/v1/circles").json()
    pairs = client.get("/v1/circles?kind=mutual_pair").json()
    assert [item["firms"] for item in strict["items"]] == [3]
    assert {len(item["ring"]) for item in pairs["items"]} == {2}
    assert pairs["total"] == {"value": 2, "relation": "eq"}


def test_unknown_amounts_are_counted_and_not_added(
    client: TestClient, circle: dict[str, Any]
) -> None:
    assert circle["effective_amount"] == "3000000.00"
    assert (circle["guarantees"], circle["unknown_amounts"]) == (4, 1)
    assert (circle["loans"], circle["unknown_loans"]) == ("5000000.00", 2)
    pairs = client.get("/v1/circles?kind=mutual_pair").json()["items"]
    unknown = next(p for p in pairs if p["ring"][0]["party_id"] in "xy")
    assert unknown["effective_amount"] is None
    assert unknown["loans"] is None
    assert unknown["contagion_exposure"] is None


def test_a_circle_is_called_after_its_largest_borrower(circle: dict[str, Any]) -> None:
    assert circle["name"] == {"en": "Firm B circle", "zh": "华为铜业有限公司担保圈"}


def test_members_come_riskiest_first(circle: dict[str, Any]) -> None:
    members = circle["members"]
    assert {m["party"]["party_id"] for m in members} == {"a", "b", "c"}
    assert [m["pd"] for m in members] == sorted(
        (m["pd"] for m in members), reverse=True
    )
    for member in members:
        assert member["pd"] == pytest.approx(member["self_pd"] + member["increment"])
    by_id = {m["party"]["party_id"]: m for m in members}
    assert by_id["b"]["loans"] == "5000000.00"
    assert by_id["a"]["loans"] is None
    assert (by_id["a"]["gives"], by_id["c"]["receives"]) == ("1000000.00", "1000000.00")


def test_the_rank_is_amount_times_increment(circle: dict[str, Any]) -> None:
    increment = {m["party"]["party_id"]: m["increment"] for m in circle["members"]}
    expected = 1e6 * (increment["b"] + increment["c"] + increment["a"])
    assert float(circle["contagion_exposure"]) == pytest.approx(expected, abs=0.01)


def test_whoever_stands_behind_two_members_is_named(circle: dict[str, Any]) -> None:
    (controller,) = circle["controllers"]
    ties = {tie["party_id"]: tie["basis"] for tie in controller["ties"]}
    assert controller["party"]["party_id"] == "p"
    assert ties == {"a": "majority", "b": "majority", "c": "spouse"}
    assert not controller["confirmed"]
    drawn = {node["id"] for node in circle["graph"]["nodes"]}
    assert {"a", "b", "c", "p"} <= drawn
    control = [e for e in circle["graph"]["edges"] if e["relation"] == "control"]
    assert {edge["target"] for edge in control} == {"a", "b", "c"}
    assert all(edge["derived"] for edge in control)


def test_a_thumbnail_lists_who_guarantees_whom(circle: dict[str, Any]) -> None:
    ring = circle["ring"]
    drawn = {
        (node["party_id"], ring[debtor]["party_id"])
        for node in ring
        for debtor in node["guarantees"]
    }
    assert drawn == {("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")}


def test_cycles_come_with_their_weakest_amount(
    client: TestClient, circle: dict[str, Any]
) -> None:
    path = f"/v1/circles/{circle['circle_id']}/cycles"
    found = client.get(path).json()
    (cycle,) = found["items"]
    assert [p["party_id"] for p in cycle["parties"]] == ["a", "b", "c"]
    assert cycle["bottleneck"] == "1000000.00"
    assert found["completeness"]["complete"]
    both = client.get(path, params={"max_length": 2}).json()["items"]
    assert [(c["length"], c["bottleneck"]) for c in both] == [(2, None)]


def test_an_unknown_circle_is_not_found(client: TestClient) -> None:
    for path in ("", "/cycles"):
        answer = client.get(f"/v1/circles/C-000000000000{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.fixture(scope="module")
def many(village_of):
    """A client of seven circles of three firms, their amounts 1 to 7 million."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for place in range(1, 8):
        one, two, three = (f"{place}{letter}" for letter in "abc")
        ring = guarantee_rows(
            (one, two), (two, three), (three, one), cap=place * 10**8, currency="CNY"
        )
        for kind, items in ring.items():
            rows.setdefault(kind, []).extend(items)
    with village_of(rows).client("read") as client:
        yield client


@pytest.mark.parametrize("order", ORDERS)
def test_pages_lose_and_repeat_no_circle(many: TestClient, order: str) -> None:
    whole = many.get("/v1/circles", params={"order": order}).json()["items"]
    values = [float(item[order]) for item in whole]
    assert len(whole) == 7
    assert values == sorted(values, reverse=True)
    found, cursor = [], None
    while True:
        params = {"order": order, "limit": 3} | ({"cursor": cursor} if cursor else {})
        page = many.get("/v1/circles", params=params).json()
        assert page["total"] == {"value": 7, "relation": "eq"}
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole


def test_a_cursor_belongs_to_its_list(many: TestClient) -> None:
    cursor = many.get("/v1/circles?limit=2").json()["next"]
    for params in ({"order": "firms"}, {"kind": "mutual_pair"}):
        answer = many.get("/v1/circles", params={**params, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


def test_another_instant_names_the_command_that_builds_it(client: TestClient) -> None:
    answer = client.get("/v1/circles?as_of=2024-05-01")
    assert answer.status_code == 409
    assert (
        "suretynet snapshot build --as-of 2024-05-01T23:59:59.999Z"
        in answer.json()["detail"]
    )
    held = client.get("/v1/circles").json()["at"]["as_of"]
    assert client.get("/v1/circles", params={"as_of": held}).status_code == 200


def test_how_a_circle_came_about_is_told_by_month(
    client: TestClient, reader: TestClient, circle: dict[str, Any]
) -> None:
    def told(one: TestClient) -> dict[str, Any]:
        body: dict[str, Any] = one.get(
            f"/v1/circles/{circle['circle_id']}/timeline"
        ).json()
        return body

    def outcomes(body: dict[str, Any]) -> list[tuple[str, str, str]]:
        return [
            (month["month"], item["party"]["party_id"], item["outcome"])
            for month in body["months"]
            for item in month["outcomes"]
        ]

    body, without = told(client), told(reader)
    found = [
        ("2025-10", "b", "opened"),
        ("2025-11", "c", "dismissed"),
        ("2025-12", "b", "confirmed"),
    ]
    assert outcomes(without) == found
    assert outcomes(body) == [*found, ("2025-12", "p", "confirmed")]
    assert (body["outcomes_hidden"], without["outcomes_hidden"]) == (False, True)
    assert (body["owners"], body["undated_holdings"]) == (2, 3)
    assert body["closed_on"] is None
    assert body["completeness"]["complete"]
    unknown = client.get("/v1/circles/C-000000000000/timeline")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    past = client.get(
        f"/v1/circles/{circle['circle_id']}/timeline", params={"as_of": "2025-01-01"}
    )
    assert past.status_code == 409
