"""What goes out: the facts of one instant, all, around a party, or of some members.

Whoever the facts name is described in them as well: no reference leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.analysis.links import links_of
from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.instant import BEGINNING
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyarrow as pa

    from graph.analysis.neighbourhood import NodeKey
    from graph.instant import At
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

_WHOLE = 2**31 - 2
"""Facts read of a relation at once: what is exported is never cut."""
_KEPT_ASIDE = ("file", "row", "recorded_from", "recorded_to")
"""Columns that say how a store came to a fact, not what it says."""
_HOPS = tuple(
    name for name, item in RELATIONS.items() if item.kind.form is not Form.NODE
)
"""Relations that lead further; a loan belongs to whoever borrows."""


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


def whole(
    view: FactView,
    *,
    sees_personal: bool = False,
    bands: Mapping[str, int] | None = None,
) -> Extract:
    """Everything that is visible.

    Raises
    ------
    NotFoundError
        Nothing is.

    Notes
    -----
    O(facts) memory.
    """
    facts = {
        name: view.nodes(kind) if kind.form is Form.NODE else view.select(kind)
        for name, kind in KINDS.items()
    }
    return _extract(view, facts, sees_personal=sees_personal, bands=bands)


def around(
    view: FactView,
    party_id: str,
    depth: int,
    *,
    sees_personal: bool = False,
    bands: Mapping[str, int] | None = None,
) -> Extract:
    """A party, whom it is tied to within some hops, and the facts among them.

    A guarantee is one hop, from guarantor to debtor; so is each other relation. What
    they owe, and what happened to them, is told without another hop.

    Raises
    ------
    NotFoundError
        No such party is known at that instant.

    Notes
    -----
    A handful of indexed reads per hop and relation; nothing is cut.
    """
    focus = ("party", party_id)
    if not view.known(KINDS["party"], [party_id]).num_rows:
        raise NotFoundError("party", party_id)
    found: dict[NodeKey, None] = {focus: None}
    frontier: Sequence[NodeKey] = [focus]
    for _ in range(depth):
        page = links_of(view, frontier, _HOPS, fold=False, cap=_WHOLE)
        ends = (key for link in page.links for key in (link.tail, link.head))
        new = {key: None for key in ends if key[0] in NODE_KINDS and key not in found}
        found |= new
        frontier = list(new)
    return _among(view, found, sees_personal=sees_personal, bands=bands)


def of_members(
    view: FactView,
    member_ids: Sequence[str],
    *,
    sees_personal: bool = False,
    bands: Mapping[str, int] | None = None,
) -> Extract:
    """The members of a circle, what ties two of them or more, the facts among these.

    Raises
    ------
    NotFoundError
        None of them is known at that instant.
    """
    members = {("party", member): None for member in member_ids}
    ties: dict[NodeKey, set[NodeKey]] = {}
    for link in links_of(view, list(members), _HOPS, fold=False, cap=_WHOLE).links:
        for member, other in ((link.tail, link.head), (link.head, link.tail)):
            if member in members and other not in members and other[0] in NODE_KINDS:
                ties.setdefault(other, set()).add(member)
    between = {key: None for key, tied in ties.items() if len(tied) > 1}
    return _among(view, members | between, sees_personal=sees_personal, bands=bands)


def _among(
    view: FactView,
    keys: Iterable[NodeKey],
    *,
    sees_personal: bool,
    bands: Mapping[str, int] | None,
) -> Extract:
    """These nodes, the facts among them, what belongs to one of them alone."""
    inside: dict[str, list[str]] = {name: [] for name in NODE_KINDS}
    for kind_name, node_id in keys:
        inside[kind_name].append(node_id)
    _add_middles(view, inside)
    for relation in RELATIONS.values():
        if relation.kind.form is Form.NODE:
            kind, by = relation.kind, relation.tail
            owned = view.nodes(kind, by=by.name, ids=inside[by.node_kind])
            known = dict.fromkeys(inside[kind.name]) | dict.fromkeys(
                owned[kind.tail.column].to_pylist()
            )
            inside[kind.name] = list(known)
    facts = {name: _facts_inside(view, kind, inside) for name, kind in KINDS.items()}
    return _extract(view, facts, sees_personal=sees_personal, bands=bands)


def _add_middles(view: FactView, inside: dict[str, list[str]]) -> None:
    """Contracts whose debtor and one of whose guarantors are inside."""
    for relation in RELATIONS.values():
        if (through := relation.through) is None:
            continue
        tails = inside[relation.tail_kind]
        ties = view.select(relation.kind, by=relation.tail.name, ids=tails)
        middle, entry = through.middle, ties[through.entry.column]
        passed = view.nodes(middle, by=middle.tail.name, ids=entry.unique().to_pylist())
        whole = _naming(passed, through.onward.column, inside[relation.head_kind])
        both = [*inside[middle.name], *whole[middle.tail.column].to_pylist()]
        inside[middle.name] = list(dict.fromkeys(both))


def _facts_inside(
    view: FactView, kind: Kind, inside: Mapping[str, Sequence[str]]
) -> pa.Table:
    if not kind.references:
        return view.select(kind)
    tail, ids = kind.tail, inside[kind.tail.node_kind]
    if kind.form is Form.NODE:
        return view.known(kind, ids)
    facts = view.select(kind, by=tail.name, ids=ids)
    if kind.form is Form.EDGE:
        facts = _naming(facts, kind.head.column, inside[kind.head.node_kind])
    return facts


def _naming(table: pa.Table, column: str, ids: Collection[str]) -> pa.Table:
    """Rows that name one of these ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(list(ids), pa.string())
    return table.filter(pc.is_in(table[column], value_set=wanted))


def _extract(
    view: FactView,
    facts: Mapping[str, pa.Table],
    *,
    sees_personal: bool,
    bands: Mapping[str, int] | None,
) -> Extract:
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
    return Extract(view.at, facts, tuple(left_out), hidden, bands or {})


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
    told = _naming(outcomes, "party_id", firms["party_id"].to_pylist())
    if told.num_rows:
        kept["case_outcome"] = told
    in_order = {name: kept[name] for name in KINDS if name in kept}
    return in_order, outcomes.num_rows - told.num_rows
