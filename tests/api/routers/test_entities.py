from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.keys import READ
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from conftest import Village
    from fastapi.testclient import TestClient

EVERYTHING = "guarantee,ownership,role,family,contact,event,loan"
AFTER = 1_767_225_600_000 + 1


def ids(page: dict[str, Any]) -> list[str]:
    return [item["party_id"] for item in page["items"]]


def all_pages(client: TestClient, path: str, **params: Any) -> list[str]:
    """Ids of every page of a list, following its cursors."""
    found: list[str] = []
    cursor = None
    while True:
        extra = {} if cursor is None else {"cursor": cursor}
        page = client.get(path, params={**params, **extra}).json()
        assert len(page["items"]) <= params["limit"]
        found += ids(page)
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("华为", ["b"]),
        ("铜业", ["b"]),
        ("huawei", ["b"]),
        ("Firm B", ["b"]),
        ("firm b", ["b"]),
        ("91990000MA00000000", ["a"]),
        ("没有这家", []),
    ],
)
def test_parties_are_found_in_any_script(
    client: TestClient, text: str, found: list[str]
) -> None:
    page = client.get("/v1/entities", params={"q": text}).json()
    assert ids(page) == found
    assert page["total"] == {"value": len(found), "relation": "eq"}
    assert page["completeness"]["complete"]


def test_pages_of_a_search_lose_and_repeat_nobody(client: TestClient) -> None:
    whole = ids(client.get("/v1/entities", params={"q": "firm"}).json())
    assert sorted(whole) == list("abcdexy")
    for limit in (1, 2, 3, 7):
        assert all_pages(client, "/v1/entities", q="firm", limit=limit) == whole


def test_a_page_that_is_not_the_last_says_at_least(client: TestClient) -> None:
    page = client.get("/v1/entities", params={"q": "firm", "limit": 2}).json()
    assert page["total"]["relation"] == "gte"
    assert page["total"]["value"] > 2


def test_a_cursor_belongs_to_its_search(client: TestClient) -> None:
    cursor = client.get("/v1/entities", params={"q": "firm", "limit": 2}).json()["next"]
    for q, wrong in (
        ("企业", cursor),
        ("firm", "zzz"),
        ("firm", "é"),
        ("firm", "MQ=="),
    ):
        answer = client.get("/v1/entities", params={"q": q, "cursor": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


def test_a_search_can_be_limited_to_a_type(client: TestClient) -> None:
    answer = client.get("/v1/entities", params={"q": "某", "party_type": "company"})
    assert ids(answer.json()) == []
    answer = client.get("/v1/entities", params={"q": "某", "party_type": "person"})
    assert sorted(ids(answer.json())) == ["p", "q"]
    answer = client.get("/v1/entities", params={"q": "某", "party_type": "ghost"})
    assert answer.status_code == 422


def test_the_types_of_the_search_are_those_of_the_vocabulary(
    client: TestClient,
) -> None:
    document = client.get("/v1/openapi.json").json()
    parameters = document["paths"]["/v1/entities"]["get"]["parameters"]
    (declared,) = (item for item in parameters if item["name"] == "party_type")
    choices = KINDS["party"].property_by_name["party_type"].choices
    assert declared["schema"]["anyOf"][0]["enum"] == list(choices)


def test_a_search_without_result_suggests_near_names(client: TestClient) -> None:
    page = client.get("/v1/entities", params={"q": "海通贸号"}).json()
    assert page["items"] == []
    assert [hit["party_id"] for hit in page["suggestions"]] == ["c"]


def test_a_party_shows_what_is_known_of_it(client: TestClient) -> None:
    party = client.get("/v1/entities/b").json()
    assert (party["name"], party["name_en"]) == ("华为铜业有限公司", "Firm B")
    assert party["counts"]["guarantee"] == 2
    assert party["counts"]["event"] == 1
    assert [event["case_no"] for event in party["events"]] == ["(2025) 1"]
    assert party["events"][0]["amount"] is None
    assert party["events"][0]["weight"] == 0.04
    assert [circle["kind"] for circle in party["circles"]] == ["strict"]
    capital = next(p for p in party["properties"] if p["name"] == "registered_capital")
    assert (capital["value"], capital["unit"]) == ("1000000.00", "CNY")
    assert party["sources"][0]["record_id"] == "b"


def test_a_party_shows_the_network_that_guarantees_tie_it_into(
    client: TestClient,
) -> None:
    networks = {
        party: client.get(f"/v1/entities/{party}").json()["guarantee_network"]
        for party in "bep"
    }
    assert networks["b"] == {
        "parties": 3,
        "firms": 3,
        "guarantees": 4,
        "loans": "5000000.00",
        "unknown_loans": 2,
        "currency": "CNY",
    }
    assert (networks["e"]["parties"], networks["e"]["guarantees"]) == (4, 4)
    assert networks["e"]["loans"] is None
    assert (networks["p"]["parties"], networks["p"]["firms"]) == (1, 0)


def test_at_another_instant_the_network_is_not_known(client: TestClient) -> None:
    params = {"as_of": "2025-12-31"}
    party = client.get("/v1/entities/b", params=params).json()
    assert party["guarantee_network"] is None


def test_a_party_about_which_nothing_is_collected_has_no_score(
    client: TestClient,
) -> None:
    assert client.get("/v1/entities/p").json()["score"] is None
    assert client.get("/v1/entities/a").json()["score"]["pd"] > 0


def test_another_day_shows_nothing_of_the_published_findings(
    client: TestClient,
) -> None:
    assert client.get("/v1/entities/a").json()["score"]
    assert client.get("/v1/entities/a").json()["circles"]
    for path in ("/v1/entities/a", "/v1/entities/a/neighbours"):
        then = client.get(path, params={"as_of": "2025-12-31"}).json()
        shown = then.get("nodes", [{**then, "circle_ids": then.get("circles")}])
        assert not any(item.get("score") or item["circle_ids"] for item in shown)
        assert not any(item.get("pd") or item.get("band") for item in shown)


def test_a_merged_party_keeps_its_old_ids(client: TestClient) -> None:
    assert client.get("/v1/entities/a").json()["referents"] == ["old-a"]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/v1/entities/old-a", "/v1/entities/a"),
        (
            "/v1/entities/old-a/neighbours?depth=2&relations=role",
            "/v1/entities/a/neighbours?depth=2&relations=role",
        ),
        ("/v1/entities/old-a/expansion", "/v1/entities/a/expansion"),
        ("/v1/scores/old-a", "/v1/scores/a"),
        (
            "/v1/reports/entities/old-a?language=zh",
            "/v1/reports/entities/a?language=zh",
        ),
        ("/v1/paths?from=old-a&to=c", "/v1/paths?from=a&to=c"),
        ("/v1/paths?from=c&to=old-a", "/v1/paths?from=c&to=a"),
    ],
)
def test_a_merged_id_moves_permanently(
    client: TestClient, path: str, location: str
) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == location
    assert answer.json()["code"] == "merged"
    assert client.get(path).status_code == 200


def test_neighbours_have_places_and_say_that_nothing_is_cut(
    client: TestClient,
) -> None:
    graph = client.get(
        "/v1/entities/a/neighbours", params={"relations": "guarantee"}
    ).json()
    assert {node["id"] for node in graph["nodes"]} == {"a", "b", "c"}
    ends = {(edge["source"], edge["target"]) for edge in graph["edges"]}
    assert ends == {("a", "b"), ("a", "c"), ("c", "a"), ("b", "c")}
    assert graph["completeness"] == {
        "complete": True, "explored": 3, "truncated_by": [], "advice": None
    }  # fmt: skip
    assert len({(node["x"], node["y"]) for node in graph["nodes"]}) == 3
    assert {edge["loss"] for edge in graph["edges"]} == {"head_to_tail"}


def test_an_amount_that_was_not_collected_is_null(client: TestClient) -> None:
    graph = client.get("/v1/entities/a/neighbours?relations=guarantee").json()
    amounts = {(e["source"], e["target"]): e["amount"] for e in graph["edges"]}
    assert amounts["a", "b"] == "1000000.00"
    assert amounts["a", "c"] is None


@pytest.mark.parametrize(
    ("direction", "found"), [("out", {"a", "b", "c"}), ("in", {"a", "c"})]
)
def test_neighbours_follow_one_direction(
    client: TestClient, direction: str, found: set[str]
) -> None:
    params = {"relations": "guarantee", "direction": direction}
    graph = client.get("/v1/entities/a/neighbours", params=params).json()
    assert {node["id"] for node in graph["nodes"]} == found


def test_links_beyond_the_cap_fold_and_are_counted(client: TestClient) -> None:
    params = {"relations": "guarantee", "direction": "out", "hub_cap": 1}
    graph = client.get("/v1/entities/a/neighbours", params=params).json()
    more = next(node for node in graph["nodes"] if node["node_kind"] == "more")
    assert more["hidden"] == {"guarantee": 1}
    assert more["hidden_facts"] == {"guarantee": 1}
    assert graph["completeness"]["truncated_by"] == ["depth", "hub_cap"]
    assert not graph["completeness"]["complete"]
    assert graph["completeness"]["advice"]


def test_the_setting_caps_what_a_request_does_not(village: Village) -> None:
    params = {"relations": "guarantee", "direction": "out"}
    cut = []
    with village.client(READ, hub_cap=1) as client:
        for asked in (params, params | {"hub_cap": 2}):
            graph = client.get("/v1/entities/a/neighbours", params=asked).json()
            cut.append(graph["completeness"]["truncated_by"])
        menu = client.get("/v1/entities/a/expansion").json()
    assert cut == [["depth", "hub_cap"], []]
    assert {line["shown_cap"] for line in menu["relations"]} == {1}


def test_a_limit_on_nodes_is_said(client: TestClient) -> None:
    params = {"relations": EVERYTHING, "depth": 3, "limit": 3}
    graph = client.get("/v1/entities/a/neighbours", params=params).json()
    assert len([n for n in graph["nodes"] if n["node_kind"] != "more"]) == 3
    assert "limit" in graph["completeness"]["truncated_by"]


def test_the_expand_menu_counts_what_expanding_draws(client: TestClient) -> None:
    for party_id in "abcdexypq":
        menu = client.get(f"/v1/entities/{party_id}/expansion").json()["relations"]
        assert len({(row["relation"], row["direction"]) for row in menu}) == len(menu)
        for row in menu:
            params = {"relations": row["relation"], "direction": row["direction"]}
            graph = client.get(
                f"/v1/entities/{party_id}/neighbours", params=params
            ).json()
            side = "source" if row["direction"] == "out" else "target"
            drawn = [edge for edge in graph["edges"] if edge[side] == party_id]
            assert len(drawn) == row["total"], (party_id, row)


def test_reads_honour_the_instant(own_village) -> None:
    before = own_village.store.last_instant()
    own_village.write(
        {
            "party": [{"party_id": "n", "name": "新公司", "valid_from": AFTER}],
            "role": [{"person_id": "q", "company_id": "b", "role_type": "director"}],
        }
    )
    with own_village.client("read") as client:
        assert client.get("/v1/entities/n").status_code == 404
        later = client.get("/v1/entities/n?as_of=2026-02-01")
        assert later.status_code == 200
        counts = client.get("/v1/entities/b").json()["counts"]
        from graph.instant import format_instant

        known = {"known_at": format_instant(before)}
        then = client.get("/v1/entities/b", params=known).json()["counts"]
    assert (then["role"], counts["role"]) == (0, 1)
    assert later.json()["at"]["as_of"] == "2026-02-01T23:59:59.999Z"
