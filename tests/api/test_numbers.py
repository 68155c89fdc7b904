"""Numbers at the edges of what they can be: refused or answered, never a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.deps import cursor_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "5e-324",
    "1e-300",
    "1e-6",
    "1e308",
    "1e400",
    "-0.0",
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775808",
    "1" + "0" * 400,
    "\u0661",
    "0x1",
    "1_0",
    "",
)
INSTANTS = (
    "0000-00-00",
    "0001-01-01",
    "0001-01-01T00:00:00+23:59",
    "1582-10-10",
    "9999-12-31",
    "9999-12-31T23:59:59.999999-23:59",
    "2026-01-01T25:00Z",
    "2026-01-01T00:00+99:99",
)
KNOWN = {
    "party_id": "a",
    "guarantee_id": "a>b",
    "kind": "party",
    "node_id": "a",
    "account_id": "a",
    "ring_id": "R-0000000000000000",
    "outcome_id": "0",
    "name": "fan_in",
    "analysis": "pd",
    "table": "score",
}
NEEDED = {"party": "a", "q": "a", "from": "a", "to": "b", "id": "x"}


def types_of(schema: dict[str, Any]) -> set[str]:
    """Types that a parameter may have."""
    return {item.get("type", "") for item in [schema, *schema.get("anyOf", ())]}


def requests_of(client: TestClient) -> Iterator[tuple[str, dict[str, str]]]:
    """Every number and every instant of every route, one at a time."""
    circle = client.get("/v1/circles").json()["items"][0]["circle_id"]
    known = {**KNOWN, "circle_id": circle}
    for path, item in client.get("/v1/openapi.json").json()["paths"].items():
        parameters = item.get("get", {}).get("parameters", [])
        needed = {
            p["name"]: NEEDED[p["name"]]
            for p in parameters
            if p["in"] == "query" and p["required"]
        }
        for parameter in parameters:
            name, types = parameter["name"], types_of(parameter["schema"])
            values = NUMBERS if types & {"integer", "number"} else ()
            if name in {"as_of", "known_at"}:
                values = INSTANTS
            for value in values:
                yield path.format(**known), {**needed, name: value}


def test_no_number_makes_the_service_fail(client: TestClient) -> None:
    statuses = {
        (path, *asked.items()): client.get(path, params=asked).status_code
        for path, asked in requests_of(client)
    }
    assert len(statuses) > 300
    failed = {key: status for key, status in statuses.items() if status >= 500}
    assert not failed
    assert {200, 422} <= set(statuses.values())


@pytest.mark.parametrize("resolution", ["5e-324", "1e-7", "1000.1", "nan", "inf"])
def test_a_resolution_has_bounds(client: TestClient, resolution: str) -> None:
    answer = client.get("/v1/communities", params={"resolution": resolution})
    assert answer.status_code == 422


def test_a_cursor_leads_nowhere_far(client: TestClient) -> None:
    """An offset that no store can count to is not one of ours."""
    first = client.get("/v1/entities", params={"q": "Firm", "limit": 1}).json()
    from base64 import urlsafe_b64decode

    scope = urlsafe_b64decode(first["next"]).decode().rpartition(":")[0]
    for offset, status in ((10**14, 200), (10**19, 422), (10**60, 422)):
        asked = {"q": "Firm", "limit": 1, "cursor": cursor_at(offset, scope)}
        assert client.get("/v1/entities", params=asked).status_code == status
