"""Every id that a load takes works on every route, whatever characters it has."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest

from api.app import create_app
from api.keys import SCOPES
from graph.identifier import id_fault
from graph.testing.facts import guarantee_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

FIRMS = [
    "contract:银行/2024/17号",
    "c:100%2Fof",
    "c:a?b=1&c=2#d",
    "c:a+b+%",
    "c:x/neighbours",
    "c:../../etc",
    "c:a|b\\c'd\"e",
    "c:" + "长" * 200,
]
MERGED = "c:old/1"
OWN_PARAMETERS = {"party_id", "guarantee_id", "node_id"}


@pytest.fixture(scope="module")
def odd(village_of) -> Iterator[TestClient]:
    """A ring of firms with odd ids, and a caller who may see all."""
    ring = [*FIRMS, FIRMS[0]]
    rows = guarantee_rows(*pairwise(ring))
    rows["party"][0] |= {"aliases": MERGED}
    with village_of(rows).client(*SCOPES) as client:
        yield client


def routes_of_ids() -> list[str]:
    paths: dict[str, Any] = create_app().openapi()["paths"]
    return [
        path
        for path, methods in paths.items()
        if any(f"{{{name}}}" in path for name in OWN_PARAMETERS) and "get" in methods
    ]


def address(route: str, node_id: str) -> str:
    kind = "guarantee" if ">" in node_id else "party"
    path = route.replace("{kind}", kind)
    for name in OWN_PARAMETERS:
        path = path.replace(f"{{{name}}}", quote(node_id, safe=""))
    return path


def test_there_are_ids_on_twelve_routes_and_all_keep_to_the_rule() -> None:
    assert len(routes_of_ids()) == 12
    assert [id_fault(name) for name in (*FIRMS, MERGED)] == [None] * 9


@pytest.mark.parametrize("node_id", FIRMS)
@pytest.mark.parametrize("route", routes_of_ids())
def test_each_route_answers_to_each_id(odd: TestClient, route: str, node_id: str):
    if "{guarantee_id}" in route:
        place = FIRMS.index(node_id)
        node_id = f"{node_id}>{FIRMS[(place + 1) % len(FIRMS)]}"
    answer = odd.get(address(route, node_id))
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"] == "application/json":
        assert node_id in _texts(answer.json())
    else:
        assert answer.headers["content-disposition"].isascii()


@pytest.mark.parametrize("node_id", FIRMS)
def test_queries_cursors_and_links_take_each_id(odd: TestClient, node_id: str) -> None:
    following = FIRMS[(FIRMS.index(node_id) + 1) % len(FIRMS)]
    found = odd.get("/v1/entities", params={"q": node_id, "limit": 1}).json()
    assert node_id in _texts(found)
    if found["next"]:
        again = {"q": node_id, "limit": 1, "cursor": found["next"]}
        assert odd.get("/v1/entities", params=again).status_code == 200
    path = odd.get("/v1/paths", params={"from": node_id, "to": following})
    assert path.status_code == 200, path.text
    links = [edge["id"] for edge in path.json()["graph"]["edges"]]
    assert links
    for link in links:
        sources = odd.get("/v1/links/sources", params={"id": link})
        assert sources.status_code == 200, sources.text
    ends = {"guarantor_id": following, "debtor_id": node_id}
    checked = odd.post("/v1/guarantees:check", json=ends)
    assert node_id in _texts(checked.json())


@pytest.mark.parametrize("route", ["/v1/entities/{party_id}", "/v1/scores/{party_id}"])
def test_a_merged_id_leads_to_the_new_one(odd: TestClient, route: str) -> None:
    moved = odd.get(address(route, MERGED), follow_redirects=False)
    assert moved.status_code == 308
    new = min(FIRMS)
    assert unquote(moved.headers["location"]).endswith(new)
    assert odd.get(moved.headers["location"]).status_code == 200


def test_an_unknown_id_is_not_found_and_its_address_is_said(odd: TestClient) -> None:
    answer = odd.get("/v1/entities/c%3Ano%2Fbody%20%25")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"
    assert answer.json()["instance"] == "/v1/entities/c:no%2Fbody%20%25"


def _texts(value: Any) -> set[str]:
    """All texts inside."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, (dict, list)):
        return set().union(*map(_texts, parts))
    return set()
