"""Load facts into the store of the URL given, telling each piece when it is in."""

from __future__ import annotations

import sys

from graph.stores import open_store
from graph.testing.facts import batch
from graph.vocabulary import KINDS

PIECES = 9
SIZE = 100


def pieces():
    """Key and batch of each piece; later ones correct some facts of earlier ones."""
    for number in range(PIECES):
        ids = range(number * SIZE - SIZE // 2, number * SIZE + SIZE // 2)
        parties = [
            {"party_id": f"p{i}", "name": f"公司 {i} {number}", "aliases": f"old:{i}"}
            for i in ids
        ]
        yield f"party/{number}", batch(KINDS["party"], parties)
        contracts = [{"guarantee_id": f"g{i}", "debtor_id": f"p{i}"} for i in ids]
        yield f"guarantee/{number}", batch(KINDS["guarantee"], contracts)
        promises = [
            {"guarantor_id": f"p{i}", "guarantee_id": f"g{i}", "share": number}
            for i in ids
        ]
        yield f"guarantor/{number}", batch(KINDS["guarantor"], promises)


def load(url: str) -> None:
    """Load the pieces that are not in yet."""
    with open_store(url) as store, store.bulk_load():
        for key, facts in pieces():
            if not store.done([key]):
                store.append(facts, ledger_key=key)
            print(key, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    load(sys.argv[1])
