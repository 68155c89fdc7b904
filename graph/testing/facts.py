"""Facts written as a test would say them, and stores that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.instant import BEGINNING
from graph.model import FactBatch, batch_schema
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.vocabulary import KINDS, Form, PropertyType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.stores.base import Store
    from graph.vocabulary import Kind

Rows = dict[str, list[dict[str, Any]]]
"""Rows by kind; each names its ends and properties, the rest has defaults."""


def batch(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> FactBatch:
    """A batch of these rows; source, record, times and required values are filled in.

    The record is named after the ends and, within a batch, their ordinal.

    Examples
    --------
    >>> batch(KINDS["party"], [{"party_id": "a"}]).table["record_id"].to_pylist()
    ['a']
    """
    import pyarrow as pa

    seen: dict[str, int] = {}
    complete = []
    for row in rows:
        ends = [str(row.get(item.column, "")) for item in kind.references]
        name = ends[0] if kind.form is Form.NODE else "-".join((kind.name, *ends))
        seen[name] = seen.get(name, 0) + 1
        required = {
            p.name: _any_value(p.type, p.choices) for p in kind.properties if p.required
        }
        defaults = {
            "source": "test",
            "record_id": name if seen[name] == 1 else f"{name}#{seen[name]}",
            "valid_from": BEGINNING,
            "collected_at": 0,
        }
        complete.append({**required, **defaults, **row})
    return FactBatch(kind, pa.Table.from_pylist(complete, batch_schema(kind)))


def _any_value(kind: PropertyType, choices: tuple[str, ...]) -> Any:
    if choices:
        return choices[0]
    return "x" if kind is PropertyType.TEXT else 1


def write(store: Store, rows: Rows) -> None:
    """Write these rows, kinds in the order of the vocabulary."""
    for name, kind in KINDS.items():
        if rows.get(name):
            store.append(batch(kind, rows[name]))


def memory_store(rows: Rows) -> Store:
    """A store in memory with these rows."""
    store = open_store("memory://")
    write(store, rows)
    return store


def snapshot_of(rows: Rows, as_of: int, **options: Any) -> Snapshot:
    """Snapshot of a store with these rows; options as `Snapshot.build` takes them."""
    store = memory_store(rows)
    return Snapshot.build(store, store.at(as_of), **options)


def pair_amounts(snapshot: Snapshot) -> dict[tuple[str, str], tuple[float, float]]:
    """Effective and face amount of each pair (guarantor id, debtor id)."""
    pairs = snapshot.pairs
    ids = snapshot.ids("party").to_pylist()
    columns = (pairs.guarantor, pairs.debtor, pairs.effective, pairs.face)
    return {
        (ids[guarantor], ids[debtor]): (float(effective), float(face))
        for guarantor, debtor, effective, face in zip(*columns, strict=True)
    }


def guarantee_rows(*pairs: tuple[str, str], **contract: Any) -> Rows:
    """Rows of one contract per (guarantor, debtor), with all parties.

    Contracts are called after their ends, ``a>b``; `contract` holds properties of all
    of them.

    Examples
    --------
    >>> sorted(guarantee_rows(("a", "b")))
    ['guarantee', 'guarantor', 'party']
    """
    firms = sorted({firm for pair in pairs for firm in pair})
    names = [f"{guarantor}>{debtor}" for guarantor, debtor in pairs]
    return {
        "party": [{"party_id": firm, "name": firm} for firm in firms],
        "guarantee": [
            {"guarantee_id": name, "debtor_id": debtor, **contract}
            for name, (_, debtor) in zip(names, pairs, strict=True)
        ],
        "guarantor": [
            {"guarantor_id": guarantor, "guarantee_id": name}
            for name, (guarantor, _) in zip(names, pairs, strict=True)
        ],
    }
