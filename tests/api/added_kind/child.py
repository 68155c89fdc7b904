"""Loads a bundle and tells on standard output what becomes of it, as JSON.

``python child.py STORE_URL BUNDLE DATA_DIR``
"""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import READ
from api.settings import Settings
from graph.analysis.between import paths_between
from graph.analysis.contagion import ContagionParameters
from graph.analysis.link_sources import sources_of_link
from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.without_pandas import do_without_pandas
from ingest.loading.load import load
from visual.payload import picture

if TYPE_CHECKING:
    from graph.analysis.neighbourhood import NodeKey
    from graph.stores.base import Store

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def drawn(store: Store) -> dict[str, Any]:
    """What the analyses and the picture make of the added edge."""
    at = store.at()
    firm = ("party", "c:a")
    found = neighbourhood(store.view(at), firm, Extent(relations=("supplies",)))
    paths = paths_between(
        store.view(at), firm, ("party", "c:c"), relations=("supplies",)
    )
    return {
        "counts": store.view(at).counts(),
        "nodes": [node.key for node in found.nodes],
        "path": [len(path.nodes) for path in paths.paths],
        "edges": [
            [edge.source, edge.target, edge.amount, edge.label and edge.label.en]
            for edge in picture(found, at).edges
        ],
    }


def led_through(store: Store, node: NodeKey) -> list[list[str | None]]:
    """The leases drawn around a node, each with the records behind it."""
    at = store.at()
    extent = Extent(relations=("lease",), depth=2)
    edges = picture(neighbourhood(store.view(at), node, extent), at).edges
    found = []
    for edge in edges:
        records = [
            source.record_id for source in sources_of_link(store, at, edge.id).sources
        ]
        found.append([edge.source, edge.target, edge.amount, edge.force, *records])
    return found


def served(store: Store, data_dir: Path) -> dict[str, Any]:
    """What the API says about it."""
    app = create_app(Settings(data_dir=data_dir, log_level="ERROR"), store)
    key = app.state.keys.mint(secrets.token_hex(4), [READ])
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        app.state.service.refresh()  # returns once the snapshot is held
        pages = {
            "ontology": "/v1/ontology",
            "menu": "/v1/nodes/party/c:b",
            "tenant": "/v1/nodes/party/c:c",
            "lease": "/v1/nodes/lease/l:1",
            "neighbours": "/v1/entities/c:a/neighbours",
        }
        answers = {name: client.get(path).json() for name, path in pages.items()}
        report = client.get("/v1/reports/entities/c:a").text
    return {**answers, "report": report}


def main(url: str, bundle: str, folder: str) -> None:
    """Load, publish, ask."""
    data_dir = Path(folder)
    with open_store(url) as store:
        loaded = load(Path(bundle), store, collected_at=DAY)
        parameters = ContagionParameters(n_worlds=64)
        snapshot = publish(store, data_dir, parameters=parameters)
        told = {
            "exit_code": loaded.exit_code,
            "rejected": [str(item) for item in loaded.rejected],
            "snapshot": snapshot.manifest.counts["supplies"],
            **drawn(store),
            "leases_of_a": led_through(store, ("party", "c:a")),
            "leases_of_c": led_through(store, ("party", "c:c")),
            "leases_over_l": led_through(store, ("lease", "l:1")),
            **served(store, data_dir),
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    do_without_pandas()
    main(*sys.argv[1:])
