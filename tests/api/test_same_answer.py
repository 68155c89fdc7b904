"""The command line, the API and Python give the same record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from api.schemas.examples import DEMO_CIRCLE, DEMO_OTHER_PARTY, DEMO_PARTY
from graph.analysis.analyses import findings_rows, list_analyses
from graph.analysis.circle import circle_record
from graph.analysis.circles import circle_list
from graph.analysis.communities import CommunityParameters, largest_communities
from graph.analysis.cycles import cycles_of_circle
from graph.analysis.score import score_record
from graph.analysis.scores import score_list
from graph.analysis.serialization import as_json
from graph.analysis.structure import CircleKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from fastapi.testclient import TestClient


def timeless(answer: Any) -> Any:
    """Without what differs from run to run: how long an analysis took, and where."""
    if isinstance(answer, dict):
        return {key: timeless(item) for key, item in answer.items() if key != "run"}
    return [timeless(item) for item in answer] if isinstance(answer, list) else answer


@pytest.fixture
def asked(cli, demo_dir) -> Callable[..., Any]:
    """An answer of the command line."""

    def ask(*arguments: str) -> Any:
        done = cli(*arguments, "--data-dir", demo_dir, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def test_a_circle_is_the_same_json_by_every_door(
    demo_client: TestClient, asked: Callable[..., Any]
) -> None:
    """The API adds the picture, which is drawn from the record."""
    served = demo_client.get(f"/v1/circles/{DEMO_CIRCLE}").json()
    assert served.pop("graph")["nodes"]
    service = demo_client.app.state.service
    found = circle_record(service.published, DEMO_CIRCLE)
    assert timeless(served) == timeless(as_json(found))
    assert timeless(served) == timeless(asked("circles", "show", DEMO_CIRCLE))


def test_the_list_of_circles_is(
    demo_client: TestClient, asked: Callable[..., Any]
) -> None:
    """The API adds where the next page begins."""
    for kind in CircleKind:
        served = demo_client.get(f"/v1/circles?kind={kind}&limit=2").json()
        assert served.pop("next")
        published = demo_client.app.state.service.published
        assert served == as_json(circle_list(published, kind, limit=2))
        assert served == asked("circles", "list", "--kind", kind, "--limit", "2")


def test_cycles_are(demo_client: TestClient, asked: Callable[..., Any]) -> None:
    served = demo_client.get(f"/v1/circles/{DEMO_CIRCLE}/cycles").json()
    found = cycles_of_circle(demo_client.app.state.service.published, DEMO_CIRCLE)
    assert timeless(served) == timeless(as_json(found))
    assert timeless(served) == timeless(asked("circles", "cycles", DEMO_CIRCLE))


def test_communities_are(demo_client: TestClient, asked: Callable[..., Any]) -> None:
    served = demo_client.get("/v1/communities").json()
    published = demo_client.app.state.service.published
    found = largest_communities(published, CommunityParameters(), 20)
    assert timeless(served) == timeless(as_json(found))
    assert timeless(served) == timeless(asked("circles", "communities"))


def test_a_score_is(demo_client: TestClient, asked: Callable[..., Any]) -> None:
    served = demo_client.get(f"/v1/scores/{DEMO_PARTY}").json()
    service = demo_client.app.state.service
    found = score_record(service.published, DEMO_PARTY, store=service.store)
    printed = asked("risk", "pd", DEMO_PARTY)
    assert timeless(served) == timeless(as_json(found))
    assert timeless([served]) == timeless(printed["scores"])
    listed = score_list(service.published, [DEMO_PARTY], store=service.store)
    assert timeless(printed) == timeless(as_json(listed))


def test_the_riskiest_parties_are(
    demo_client: TestClient, asked: Callable[..., Any]
) -> None:
    served = demo_client.get("/v1/portfolio").json()["riskiest_parties"]
    limit = len(served)
    printed = asked("risk", "pd", "--limit", str(limit))
    published = demo_client.app.state.service.published
    assert printed == as_json(score_list(published, limit=limit))
    assert printed["scores"] == served


def test_a_check_is(demo_client: TestClient, asked: Callable[..., Any]) -> None:
    body = {"guarantor_id": DEMO_OTHER_PARTY, "debtor_id": DEMO_PARTY}
    served = demo_client.post("/v1/guarantees:check", json=body).json()
    assert served == asked("check", DEMO_OTHER_PARTY, DEMO_PARTY)


def test_findings_are(demo_client: TestClient, asked: Callable[..., Any]) -> None:
    """The API adds where the next page begins."""
    served = demo_client.get("/v1/analyses/circles/circle?limit=5").json()
    assert served.pop("next")
    service = demo_client.app.state.service
    found = findings_rows(
        service.published, service.store, "circles", "circle", limit=5
    )
    assert served == as_json(found)
    assert served == asked("analyses", "show", "circles", "--limit", "5")
    listed = demo_client.get("/v1/analyses").json()
    assert listed == as_json(list_analyses(service.published, service.store))
    assert listed == asked("analyses", "list")
