"""A snapshot as a graph of networkx, beside networkx's own way from a list of edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from graph.interchange.networkx import to_networkx
from graph.snapshot import Snapshot
from graph.stores import open_store
from ingest.loading.load import load
from tests.benchmarks.bundles import write_bundle
from tests.benchmarks.harness import Row, in_turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.harness import Workplace

TOPIC = "interchange"
ROUNDS = 3


def measure(place: Workplace) -> Iterator[Row]:
    """Guarantees from firm to firm, ours with names, amounts and dates."""
    bundle = place.folder / "interchange"
    write_bundle(place.small, bundle)
    with open_store("memory://") as store:
        load(bundle, store, source="benchmark")
        snapshot = Snapshot.build(store, store.at())
    pairs = list(to_networkx(snapshot).edges())
    assert len(pairs) == snapshot.manifest.counts["guarantor"]
    spent = in_turns(
        ROUNDS,
        ours=lambda: to_networkx(snapshot),
        theirs=lambda: nx.from_edgelist(pairs),
    )
    yield Row(
        TOPIC,
        f"to_networkx of {place.small.title}",
        spent["ours"],
        "s",
        peer="networkx.from_edgelist",
        theirs=spent["theirs"],
        bar="to-networkx",
    )
