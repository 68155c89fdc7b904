"""Cycles by igraph, run by an interpreter that has it; see `igraph_peer`.

Reads a line of JSON with ``n``, ``arcs`` and ``length``; prints one with the CPU
seconds of the search, the version, how many cycles there are and a digest of them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from time import process_time


def main() -> None:
    """Search once."""
    import igraph

    order = json.loads(sys.stdin.readline())
    graph = igraph.Graph(n=order["n"], edges=order["arcs"], directed=True)
    start = process_time()
    found = graph.simple_cycles(max=order["length"], output="vpath")
    seconds = process_time() - start
    report = {
        "seconds": seconds,
        "version": igraph.__version__,
        "count": len(found),
        "digest": digest(found),
    }
    sys.stdout.write(json.dumps(report) + "\n")


def digest(cycles: list[tuple[int, ...]]) -> str:
    """One text for a set of cycles, whatever their order and where each begins."""
    turned = []
    for cycle in cycles:
        first = cycle.index(min(cycle))
        turned.append((*cycle[first:], *cycle[:first]))
    return hashlib.sha256(repr(sorted(turned)).encode()).hexdigest()


if __name__ == "__main__":
    main()
