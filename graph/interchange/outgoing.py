"""Facts that go out: whom they name beside them, personal data only where asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import NotFoundError
from graph.instant import BEGINNING
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

_KEPT_ASIDE = ("file", "row", "recorded_from", "recorded_to")
"""Columns that say how a store came to a fact, not what it says."""


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """Facts of one instant.

    Attributes
    ----------
    facts
        By kind, those that have any: references as ids, values as in stores. Of nodes
        one row each; where nothing describes a node, its id alone.
    left_out
        Columns that hold personal data and were left out, such as ``party.gender``.
    hidden
        Facts that were left out because they are personal data as a whole.
    bands
        Risk band, 1 to 5, by party id, where findings of the instant are given.
    """

    at: At
    facts: Mapping[str, pa.Table]
    left_out: tuple[str, ...] = ()
    hidden: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)


def outgoing(
    view: FactView,
    facts: Mapping[str, pa.Table],
    *,
    sees_personal: bool,
    bands: Mapping[str, int] | None,
) -> Extract:
    """These facts and the nodes that they name, without or with personal data.

    Parameters
    ----------
    facts
        By kind, as the view gives them.
    sees_personal
        Without it personal columns are left out, and what was found of whoever is, or
        may be, a natural person.
    bands
        Of any parties; those of parties that go out are kept.

    Raises
    ------
    NotFoundError
        There are no facts.
    """
    facts = {name: table for name, table in facts.items() if table.num_rows}
    if not facts:
        raise NotFoundError("visible fact", str(view.at))
    facts = _with_named(view, facts)
    left_out: list[str] = []
    hidden = 0
    if not sees_personal:
        facts, hidden = _without_outcomes_of_persons(facts)
    for name, table in facts.items():
        gone = [
            item.name
            for item in KINDS[name].properties
            if item.personal and not sees_personal
        ]
        left_out += [f"{name}.{column}" for column in gone]
        facts[name] = table.drop_columns([*gone, *_KEPT_ASIDE])
    told = {}
    if bands and "party" in facts:
        ids = facts["party"]["party_id"].to_pylist()
        told = {party: bands[party] for party in ids if party in bands}
    return Extract(view.at, facts, tuple(left_out), hidden, told)


def _with_named(view: FactView, facts: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Also the nodes that facts name and that are not among them.

    Backwards through the kinds, each of which refers to earlier ones only: so whoever
    is named by a node that is added is added, too.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = dict(facts)
    named: dict[str, list[pa.ChunkedArray]] = {name: [] for name in NODE_KINDS}
    for kind in reversed(KINDS.values()):
        table = found.get(kind.name)
        if kind.form is Form.NODE and named[kind.name]:
            ids = pa.chunked_array(
                [chunk for column in named[kind.name] for chunk in column.chunks],
                pa.string(),
            )
            ids = ids.unique().drop_null()
            if table is not None:
                ids = ids.filter(
                    pc.invert(pc.is_in(ids, value_set=table[kind.tail.column]))
                )
            table = _added(view, kind, table, ids.to_pylist())
        if table is None:
            continue
        found[kind.name] = table
        for item in kind.references:
            named[item.node_kind].append(table[item.column])
    return {name: found[name] for name in KINDS if name in found}


def _added(
    view: FactView, kind: Kind, table: pa.Table | None, ids: Sequence[str]
) -> pa.Table | None:
    """A table of nodes and these, as they are known, else by their ids alone."""
    import pyarrow as pa

    if not ids:
        return table
    known = view.known(kind, ids)
    column = kind.tail.column
    there = set(known[column].to_pylist())
    bare = [node_id for node_id in ids if node_id not in there]
    parts = [known] if table is None else [table, known]
    schema = pa.schema([item.with_nullable(nullable=True) for item in known.schema])
    said = {column: bare, "valid_from": [BEGINNING] * len(bare)}
    stubs = {item.name: said.get(item.name, [None] * len(bare)) for item in schema}
    parts = [part.cast(schema) for part in parts]
    return pa.concat_tables([*parts, pa.table(stubs, schema=schema)])


def _without_outcomes_of_persons(
    facts: Mapping[str, pa.Table],
) -> tuple[dict[str, pa.Table], int]:
    """Without what was found of whoever is or may be a natural person; how many."""
    import pyarrow.compute as pc

    kept = dict(facts)
    outcomes = kept.pop("case_outcome", None)
    if outcomes is None:
        return kept, 0
    parties = facts["party"]
    firms = parties.filter(pc.not_equal(parties["party_type"], "person"))
    told = outcomes.filter(
        pc.is_in(outcomes["party_id"], value_set=firms["party_id"].combine_chunks())
    )
    if told.num_rows:
        kept["case_outcome"] = told
    in_order = {name: kept[name] for name in KINDS if name in kept}
    return in_order, outcomes.num_rows - told.num_rows
