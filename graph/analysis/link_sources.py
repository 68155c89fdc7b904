"""Provenance of one link of a picture, which a snapshot does not keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning
from graph.analysis.description import SourceRecord, source_of
from graph.analysis.links import FIRST_HALF, Link, links_of, plain_link
from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.instant import At, format_instant
from graph.model import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.analysis.relations import Relation
    from graph.model import Fact
    from graph.stores.base import Store
    from graph.vocabulary import Kind

BARS = 16
"""Bars at which the rest of an id is parted; a part may hold some itself."""


@dataclass(frozen=True, slots=True)
class LinkSources:
    """Where the facts behind a link were read, and since when the first is recorded."""

    id: Annotated[str, Meaning("As the edge of a picture.")]
    recorded_from: str | None
    sources: tuple[SourceRecord, ...]
    at: At


def sources_of_link(store: Store, at: At, link_id: str) -> LinkSources:
    """The records behind a link, in the order in which the link rests on them.

    Parameters
    ----------
    link_id
        As `Link.link_id`. A derived link rests on no record, and is none here.

    Raises
    ------
    NotFoundError
        No such link is visible at that instant.

    Notes
    -----
    A handful of indexed reads, whatever is around the link.
    """
    name, _, rest = link_id.partition("|")
    links: Iterator[Link] = iter(())
    if name in RELATIONS:
        relation = RELATIONS[name]
        search = _stated if relation.through is None else _led_through
        links = search(store, at, relation, rest)
    # a link that leads through a node and its first half rest on the same facts
    same = {link_id, f"{link_id}{FIRST_HALF}"}
    found = next((link for link in links if link.link_id in same), None)
    if found is None:
        raise NotFoundError("link", link_id)
    return LinkSources(
        id=link_id,
        recorded_from=format_instant(found.facts[0].recorded_from),
        sources=tuple(source_of(fact) for fact in found.facts),
        at=at,
    )


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
    yield from links_of(store.view(at), nodes, (relation.name,)).links


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
