"""Serves a data folder and tells what was compiled and loaded after it was ready.

Run as a program of its own, because kernels that other tests used are compiled already:
``python tests/api/warm_service.py DATA_DIR`` prints it as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient
from numba.core.registry import CPUDispatcher

import graph.kernels
from api.app import create_app
from api.keys import SCOPES
from api.settings import Settings
from graph.algorithms import closing_overlay
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECK = "/v1/guarantees:check"
CHECK_TRANSFER = "/v1/transfers:check"
TRANSFER = {
    "payer_id": "x",
    "payee_id": "y",
    "amount": "1",
    "moved_at": "2026-01-01",
    "source": "test",
    "order_no": "1",
}
SEARCH_RINGS = "/v1/rings:search"
SEARCHES = ({}, {"order": "any"}, {"conserving": False, "min_length": 2})
STAYS = {"/v1/session"}
ASKED = {"q", "from", "to", "id"}


def compiled() -> set[str]:
    """Every kernel with the types that it is compiled for."""
    return {
        f"{module.name}.{name}{signature}"
        for module in iter_modules(graph.kernels.__path__)
        for name, found in vars(import_module(f"graph.kernels.{module.name}")).items()
        if isinstance(found, CPUDispatcher)
        for signature in found.signatures
    }


def paths_of(schema: dict[str, Any], known: dict[str, list[str]]) -> Iterator[str]:
    """Every route to read, at each known id, by each choice of its options."""
    for path, item in schema["paths"].items():
        if "get" not in item or path in STAYS:
            continue
        options = [""]
        for parameter in item["get"].get("parameters", []):
            name, described = parameter["name"], parameter["schema"]
            asked = name in ASKED or parameter["required"]
            if asked and parameter["in"] == "query":
                options = [f"{o}&{name}={known[name][0]}" for o in options]
            choices = described.get("enum", [])
            options += [f"{options[0]}&{name}={choice}" for choice in choices]
            if name == "depth":
                options.append(f"{options[0]}&depth=3")
        places = [path]
        for name, values in known.items():
            marked = f"{{{name}}}"
            places = [
                place.replace(marked, value)
                for place in places
                for value in (values if marked in place else [""])
            ]
        yield from (f"{place}?{option}" for place in places for option in options)


def use(client: TestClient) -> set[int]:
    """Statuses of every route, and of checks that close a circle and that do not."""
    circles = [
        item["circle_id"]
        for kind in ("strict", "mutual_pair")
        for item in client.get(f"/v1/circles?kind={kind}").json()["items"]
    ]
    tables = [
        (item["name"], table)
        for item in client.get("/v1/analyses").json()["items"]
        for table in item["tables"]
    ]
    seen = set()
    for analysis, table in tables:
        seen.add(client.get(f"/v1/analyses/{analysis}/{table}").status_code)
    known = {
        "party_id": ["a", "d", "p"],
        "circle_id": circles,
        "guarantee_id": ["a>b"],
        "ring_id": ["R-0000000000000000"],
        "account_id": ["x"],
        "name": ["fan_in"],
        "kind": ["party"],
        "node_id": ["a"],
        "analysis": ["pd"],
        "table": ["score"],
        "q": ["a"],
        "party": ["a"],
        "from": ["a"],
        "to": ["e"],
        "id": ["guarantee|a|a>b"],
    }
    schema = client.get("/v1/openapi.json").json()
    for path in paths_of(schema, known):
        seen.add(client.get(path).status_code)
    for ends in ("ab", "ba", "ed", "xe", "ya"):
        body = dict(zip(("guarantor_id", "debtor_id"), ends, strict=True))
        seen.add(client.post(CHECK, json=body).status_code)
    seen.add(client.post(CHECK_TRANSFER, json=TRANSFER).status_code)
    seen |= {client.post(SEARCH_RINGS, json=body).status_code for body in SEARCHES}
    return seen


def find_ranks_again() -> None:
    """From now on changes settle the check's ranks and then exceed their budget.

    What a large commit into a large network does.
    """
    settle = closing_overlay.settle
    closing_overlay.settle = lambda *arguments: settle(*arguments) and False


def main(data_dir: Path) -> None:
    """Serve, use every route, commit, use every route again."""
    settings = Settings(data_dir=data_dir, log_level="ERROR")
    app = create_app(settings)
    key = app.state.keys.mint("tests", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        while not client.get("/readyz").is_success:
            time.sleep(0.2)
        before, loaded = compiled(), set(sys.modules)
        find_ranks_again()
        seen = use(client)
        modules = set(sys.modules) - loaded
        with open_store(settings.store_url) as store:
            rows = guarantee_rows(("e", "y"), ("new", "a"), ("c", "new"), cap=1)
            rows |= {
                "account": [{"account_id": name} for name in "xy"],
                "transfer": [{"payer_id": "y", "payee_id": "x", "order_no": "1"}],
            }
            write(store, rows)
        loaded = set(sys.modules)  # writing needs others, in a process of its own
        seen |= use(client)
        modules |= set(sys.modules) - loaded
        late = sorted(compiled() - before)
    report = {
        "compiled": len(before),
        "late": late,
        "modules": sorted(modules),
        "seen": sorted(seen),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
