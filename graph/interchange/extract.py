"""What goes out: the facts of one instant, all, around a party, or of some members.

Whoever the facts name is described in them as well: no reference leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.links import links_of
from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.interchange.outgoing import outgoing
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyarrow as pa

    from graph.analysis.neighbourhood import NodeKey
    from graph.interchange.outgoing import Extract
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

_WHOLE = 2**31 - 2
"""Facts read of a relation at once: what is exported is never cut."""
_HOPS = tuple(
    name for name, item in RELATIONS.items() if item.kind.form is not Form.NODE
)
"""Relations that lead further; a loan belongs to whoever borrows."""


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
    return outgoing(view, facts, sees_personal=sees_personal, bands=bands)


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
    return outgoing(view, facts, sees_personal=sees_personal, bands=bands)


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
