"""Facts between the same two nodes, as the one link that stands for all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from graph.analysis.relations import RELATIONS
from graph.vocabulary import Form, PropertyType

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    import pyarrow as pa

    from graph.analysis.links import Link
    from graph.analysis.relations import Relation
    from graph.model import Fact

Key = TypeVar("Key", bound="Hashable")
FOLDED = "*"
"""Ends the relation in the id of a link that stands for several."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """What several facts between the same two nodes come to.

    Attributes
    ----------
    count
        How many there are, at least 2.
    sums
        Known amounts in minor units by currency, in order of the currencies; None for
        a currency that is not stated. Empty where the relation measures no money.
    unknown
        How many state no amount.
    first, last
        The earliest and the latest start of one, UTC milliseconds.
    """

    count: int
    sums: tuple[tuple[str | None, int], ...]
    unknown: int
    first: int
    last: int


def rows_by(keys: Iterable[Key]) -> dict[Key, list[int]]:
    """Places of each key, the keys in order of their first place.

    Examples
    --------
    >>> rows_by("aba")
    {'a': [0, 2], 'b': [1]}
    """
    rows: dict[Key, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key].append(row)
    return dict(rows)


def tie_properties(relation: Relation) -> tuple[str, ...]:
    """Properties that tell ties between the same two nodes apart.

    The code that names the tie, such as the role. A share, too: two that differ are
    two holdings or two opinions, and their sum is neither.
    """
    measure = relation.measure
    share = measure is not None and measure.type is PropertyType.SHARE
    names = (relation.display.named_by, measure.name if measure and share else None)
    return tuple(filter(None, names))


def parallel_rows(
    relation: Relation, table: pa.Table
) -> tuple[list[int], list[Parallel | None]]:
    """The row that stands for each group of parallel facts, and what they come to.

    Parameters
    ----------
    relation
        One with a head that leads through no node.
    table
        Its facts as `select` returns them.

    Notes
    -----
    O(rows), without a record for each of them.
    """
    assert relation.head is not None  # noqa: S101 - a statement is its own head
    names = (
        relation.tail.column,
        relation.head.column,
        *tie_properties(relation),
    )
    groups = rows_by(zip(*(table[name].to_pylist() for name in names), strict=True))
    measures = money_columns(relation)
    amounts, currencies = (
        table[name].to_pylist() if name in table.column_names else [None] * len(table)
        for name in (measures or ("", ""))
    )
    starts = table["valid_from"].to_pylist()
    standing, found = [], []
    for rows in groups.values():
        standing.append(rows[-1])
        found.append(
            folded(
                relation,
                [amounts[row] for row in rows],
                [currencies[row] for row in rows],
                [starts[row] for row in rows],
            )
        )
    return standing, found


def money_columns(relation: Relation) -> tuple[str, str] | None:
    """Where the amount that measures a relation stands, and its currency."""
    measure = relation.measure
    if measure is None or measure.type is not PropertyType.MONEY:
        return None
    return measure.name, "currency"


def amounts_of(
    relation: Relation, facts: Sequence[Fact]
) -> tuple[list[int | None], list[str | None]]:
    """What each fact states of the relation's measure, and in which currency."""
    columns = money_columns(relation)
    if columns is None:
        return [None] * len(facts), [None] * len(facts)
    amounts, currencies = (
        [fact.properties.get(name) for fact in facts] for name in columns
    )
    return amounts, currencies


def folded(
    relation: Relation,
    amounts: Sequence[int | None],
    currencies: Sequence[str | None],
    starts: Sequence[int],
) -> Parallel | None:
    """What facts of one group come to; None where there is only one.

    Several descriptions of a node, such as a loan, say the same thing again: of those
    the last one counts.
    """
    count = len(starts)
    if count == 1:
        return None
    sums: dict[str | None, int] = {}
    again = relation.kind.form is Form.NODE
    stated = list(zip(amounts, currencies, strict=True))
    for amount, currency in stated[-1:] if again else stated:
        if amount is not None:
            sums[currency] = sums.get(currency, 0) + amount
    measured = money_columns(relation) is not None
    return Parallel(
        count=count,
        sums=tuple(sorted(sums.items(), key=lambda item: item[0] or "")),
        unknown=sum(amount is None for amount in amounts) if measured else 0,
        first=min(starts),
        last=max(starts),
    )


def standing_for(link: Link, parallel: Parallel | None) -> Link:
    """The link as one that stands for these facts; itself where there is one."""
    if parallel is None:
        return link
    return link._replace(link_id=folded_id(link), parallel=parallel)


def folded_id(link: Link) -> str:
    """Id of the link that stands for this one and those parallel to it."""
    relation, fact = RELATIONS[link.relation], link.facts[0]
    told = [fact.properties.get(name) for name in tie_properties(relation)]
    force = [] if link.force is None else [link.force.name]
    apart = ".".join([*force, *(str(value) for value in told if value is not None)])
    return f"{link.relation}{FOLDED}|{link.tail[1]}|{link.head[1]}|{apart}"


def fold_links(relation: Relation, links: Iterable[Link]) -> list[Link]:
    """Links of a relation, parallel ones as one; halves are never parallel."""
    apart = list({link.link_id: link for link in links}.values())
    ends = relation.tail_kind, relation.head_kind
    found = []
    for rows in rows_by(
        folded_id(link) if (link.tail[0], link.head[0]) == ends else link.link_id
        for link in apart
    ).values():
        group = [apart[row] for row in rows]
        facts = [link.facts[0] for link in group]
        starts = [fact.valid_from for fact in facts]
        parallel = folded(relation, *amounts_of(relation, facts), starts)
        found.append(standing_for(group[-1], parallel))
    return found
