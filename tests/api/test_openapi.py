from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.keys import OUTCOME_WRITE, READ, SCOPES
from api.openapi import document
from api.schemas import examples
from api.settings import Settings
from waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

OPEN = {"/healthz", "/readyz"}
METHODS = {"get", "post", "put", "patch", "delete"}
SCHEMA: dict[str, Any] = json.loads(document())
OPERATIONS = [
    (method, path, operation)
    for path, item in SCHEMA["paths"].items()
    for method, operation in item.items()
    if method in METHODS
]
RING = "/v1/rings/{ring_id}/outcomes"
WRITING = (RING, "/v1/case-outcomes")


def is_writing(method: str, path: str) -> bool:
    """Whether an operation states or takes back an outcome."""
    return path.startswith(WRITING) and method != "get"


READING = [item for item in OPERATIONS if not is_writing(*item[:2])]
KNOWN = {"party_id": examples.DEMO_PARTY, "circle_id": examples.DEMO_CIRCLE}
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def test_the_explorers_copy_is_current(root: Path) -> None:
    copy = root / "visual" / "web" / "openapi.json"
    assert copy.read_text(encoding="utf-8") == document(), (
        "run: python -m api.openapi > visual/web/openapi.json"
    )


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_is_described_and_guarded(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert operation["description"]
    assert operation["tags"]
    if path in OPEN or (method, path) == ("post", "/v1/session"):
        assert "security" not in operation
    else:
        scopes = [READ, OUTCOME_WRITE] if is_writing(method, path) else [READ]
        assert operation["security"] == [{"apiKey": scopes}, {"session": scopes}]
    for status in ("4XX", "5XX"):
        assert "application/problem+json" in operation["responses"][status]["content"]


def test_both_ways_to_sign_in_are_declared() -> None:
    schemes = SCHEMA["components"]["securitySchemes"]
    assert (schemes["apiKey"]["type"], schemes["apiKey"]["scheme"]) == (
        "http", "bearer"
    )  # fmt: skip
    assert (schemes["session"]["in"], schemes["session"]["name"]) == (
        "cookie", "suretynet_session"
    )  # fmt: skip
    assert all(f"`{scope}`" in schemes["apiKey"]["description"] for scope in SCOPES)


def test_operation_ids_are_names_of_their_own() -> None:
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in ids)


def example_of(schema: dict[str, Any]) -> Any:
    """The first example of a schema, made of those of its properties."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example_of(SCHEMA["components"]["schemas"][name])
    if "properties" in schema:
        return {
            name: example_of(item)
            for name, item in schema["properties"].items()
            if name in schema.get("required", ())
        }
    return schema["examples"][0]


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    READING,
    ids=[f"{method} {path}" for method, path, _ in READING],
)
def test_documented_examples_are_answered_by_the_demo(
    demo_client: TestClient, method: str, path: str, operation: dict[str, Any]
) -> None:
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
    for parameter in operation.get("parameters", []):
        schema = parameter["schema"]
        if parameter["required"] or "examples" in schema:
            values[parameter["in"]][parameter["name"]] = example_of(schema)
    options: dict[str, Any] = {"params": values["query"]}
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]["application/json"]
        options["json"] = example_of(content["schema"])
    if (method, path) == ("post", "/v1/session"):  # a token works once
        keys = demo_client.app.state.keys
        options["json"]["token"] = keys.mint_login("tests", SCOPES)
    answer = demo_client.request(method, path.format(**values["path"]), **options)
    assert answer.is_success, answer.text


def test_documented_writes_are_answered_by_a_copy_of_the_demo(
    demo_dir: Path, tmp_path: Path
) -> None:
    home = tmp_path / "demo"
    shutil.copytree(demo_dir, home)
    app = create_app(Settings(data_dir=home, log_level="ERROR"))
    key = app.state.keys.mint("writer", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    address = RING.format(ring_id=examples.DEMO_RING)
    body = SCHEMA["paths"][RING]["post"]["requestBody"]["content"]
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        eventually(lambda: client.get("/readyz").is_success)
        said = client.post(address, json=example_of(body["application/json"]["schema"]))
        assert said.status_code == 201, said.text
        (outcome,) = said.json()["outcomes"]
        undone = client.delete(f"{address}/{outcome['outcome_id']}")
        assert undone.json()["outcomes"] == []


def test_the_examples_are_the_demos_own_case(demo_dir: Path) -> None:
    case = json.loads((demo_dir / "demo-case.json").read_text(encoding="utf-8"))
    assert case["focus"] == examples.DEMO_PARTY
    assert examples.DEMO_OTHER_PARTY in case["members"]


@pytest.mark.parametrize("requests", [300, pytest.param(5_000, marks=pytest.mark.slow)])
def test_whatever_is_asked_is_answered_as_documented(
    demo_client: TestClient, requests: int
) -> None:
    """No request of the schema, valid or not, makes the service fail."""
    schema = schemathesis.openapi.from_asgi(
        "/v1/openapi.json", running(demo_client.app), headers={"Host": "127.0.0.1"}
    )
    checks = [
        schemathesis.checks.CHECKS.get_one(name)
        for name in (
            "not_a_server_error",
            "status_code_conformance",
            "content_type_conformance",
            "response_schema_conformance",
        )
    ]
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == len(OPERATIONS)
    seen: Counter[int] = Counter()
    for operation in operations:

        @settings(
            max_examples=ceil(requests / len(operations)),
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases_of(operation), known=st.booleans())
        def answers(case: schemathesis.Case, *, known: bool) -> None:
            if known:
                for name in KNOWN.keys() & (case.path_parameters or {}).keys():
                    case.path_parameters[name] = KNOWN[name]
            answer = case.call_and_validate(
                base_url="http://127.0.0.1",
                headers=dict(demo_client.headers),
                checks=checks,
            )
            seen[answer.status_code] += 1

        answers()
    assert {200, 404, 422} <= set(seen)
    assert seen[200] > seen[401]
    assert seen.total() >= requests * 9 // 10, "few choices are soon exhausted"


def running(app: Any) -> Any:
    """The application without its lifespan: no request starts or ends the service."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    return served


def cases_of(operation: Any) -> st.SearchStrategy[schemathesis.Case]:
    """Valid and invalid requests of an operation."""
    modes = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
    return st.one_of(operation.as_strategy(generation_mode=mode) for mode in modes)
