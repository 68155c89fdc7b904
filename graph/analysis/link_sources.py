"""Provenance of one link of a picture: the facts behind it, row by row."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Completeness, Meaning
from graph.analysis.description import SourceRecord, source_of
from graph.analysis.link_measure import Measured, measured
from graph.analysis.links import FIRST_HALF, Link, links_of, plain_link
from graph.analysis.parallel import FOLDED, folded_id
from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.instant import At, format_instant
from graph.model import facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.analysis.relations import Relation
    from graph.model import Fact
    from graph.stores.base import Store
    from graph.vocabulary import Kind

BARS = 16
"""Bars at which the rest of an id is parted; a part may hold some itself."""


ROWS = 50
"""Single links on a page, unless asked otherwise."""
_ADVICE = {
    "limit": "Ask for the next page.",
    "reads": "The node has more links than are read at once.",
}


@dataclass(frozen=True, slots=True)
class LinkRow(Measured):
    """One fact, or contract, of those that a link stands for."""

    id: Annotated[str, Meaning("As the edge of a picture, were it the only one.")]
    valid_from: str | None
    valid_to: str | None
    recorded_from: str | None
    contracts: tuple[str, ...]
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True, slots=True)
class LinkSources:
    """Where the facts behind a link were read, and since when the first is recorded.

    A link that stands for several has a row for each, the latest first, a page at a
    time; `sources` are those of the page.
    """

    id: Annotated[str, Meaning("As the edge of a picture.")]
    recorded_from: str | None
    sources: tuple[SourceRecord, ...]
    rows: tuple[LinkRow, ...]
    total: Annotated[int, Meaning("Rows on all pages.")]
    at: At
    completeness: Completeness


def sources_of_link(
    store: Store, at: At, link_id: str, *, offset: int = 0, limit: int = ROWS
) -> LinkSources:
    """The records behind a link, in the order in which the link rests on them.

    Parameters
    ----------
    link_id
        As `Link.link_id`. A derived link rests on no record, and is none here.
    offset, limit
        Rows passed over and most rows, where the link stands for several.

    Raises
    ------
    NotFoundError
        No such link is visible at that instant.

    Notes
    -----
    A handful of indexed reads; for a link that stands for several all those that its
    tail has of the relation.
    """
    name = link_id.partition("|")[0]
    if name.endswith(FOLDED):
        links, cut = _parallel(store, at, name.removesuffix(FOLDED), link_id)
    else:
        links, cut = _single(store, at, name, link_id), frozenset[str]()
    if not links:
        raise NotFoundError("link", link_id)
    rows = [_row(link) for link in links[offset : offset + limit]]
    return LinkSources(
        id=link_id,
        recorded_from=rows[0].recorded_from if rows else None,
        sources=tuple(source for row in rows for source in row.sources),
        rows=tuple(rows),
        total=len(links),
        at=at,
        completeness=Completeness.cut(
            len(links),
            *(f"reads:{relation}" for relation in cut),
            "limit" if offset + len(rows) < len(links) else "",
            advice=_ADVICE,
        ),
    )


def _row(link: Link) -> LinkRow:
    fact = link.facts[0]
    return LinkRow(
        **asdict(measured(link.relation, fact)),
        id=link.link_id,
        valid_from=format_instant(fact.valid_from),
        valid_to=format_instant(fact.valid_to),
        recorded_from=format_instant(fact.recorded_from),
        contracts=contracts_of(link),
        sources=tuple(source_of(item) for item in link.facts),
    )


def contracts_of(link: Link) -> tuple[str, ...]:
    """The contract that a single link rests on, if it is a guarantee."""
    facts = link.facts[:1] if link.parallel is None else ()
    return tuple(fact.subject_id for fact in facts if fact.kind is KINDS["guarantee"])


def _parallel(
    store: Store, at: At, name: str, link_id: str
) -> tuple[list[Link], frozenset[str]]:
    """The links that one stands for, the latest first, and whose reads were cut."""
    if name not in RELATIONS:
        return [], frozenset()
    view, kind = store.view(at), RELATIONS[name].tail_kind
    rest = link_id.partition("|")[2]
    for tail, _ in _parted(rest):
        page = links_of(view, [(kind, tail)], (name,), direction="out", fold=False)
        links = [link for link in page.links if folded_id(link) == link_id]
        if links:
            links.sort(key=lambda link: (-link.facts[0].valid_from, link.link_id))
            return links, page.cut
    return [], frozenset()


def _single(store: Store, at: At, name: str, link_id: str) -> list[Link]:
    """The link of that id; none or one."""
    links: Iterator[Link] = iter(())
    if name in RELATIONS:
        relation = RELATIONS[name]
        search = _stated if relation.through is None else _led_through
        links = search(store, at, relation, link_id.partition("|")[2])
    # a link that leads through a node and its first half rest on the same facts
    same = {link_id, f"{link_id}{FIRST_HALF}"}
    return list(islice((link for link in links if link.link_id in same), 1))


def _stated(store: Store, at: At, relation: Relation, rest: str) -> Iterator[Link]:
    """Links whose ids end in source, record and start of a fact."""
    for source, record_id in _parted(rest.rpartition("|")[0]):
        fact = _visible(store, at, relation.kind, source, record_id)
        link = None if fact is None else plain_link(relation, fact)
        if link is not None:
            yield link


def _led_through(store: Store, at: At, relation: Relation, rest: str) -> Iterator[Link]:
    """Links whose ids end in tail and node in the middle, and their halves."""
    if relation.through is None:
        return
    named = {node_id for _, node_id in _parted(rest)}
    named |= {node_id.removesuffix(FIRST_HALF) for node_id in named}
    nodes = [(relation.through.middle.name, node_id) for node_id in sorted(named)]
    yield from links_of(store.view(at), nodes, (relation.name,), fold=False).links


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """Both sides of each bar, of the first `BARS`."""
    parts = text.split("|")
    for place in range(1, min(len(parts), BARS + 1)):
        yield "|".join(parts[:place]), "|".join(parts[place:])


def _visible(
    store: Store, at: At, kind: Kind, source: str, record_id: str
) -> Fact | None:
    """The visible version of a record."""
    versions = [
        fact
        for fact in facts_of(kind, store.history(kind, source, record_id))
        if fact.recorded_from is not None
        and at.sees(
            fact.valid_from, fact.valid_to, fact.recorded_from, fact.recorded_to
        )
    ]
    return max(versions, key=lambda fact: fact.valid_from, default=None)
