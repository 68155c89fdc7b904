"""How a circle came about: what began, was paid and was found, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.algorithms.components import strongly_connected_components
from graph.algorithms.subgraphs import pairs_inside
from graph.analysis.answer import Meaning, values_of
from graph.analysis.links import links_of
from graph.analysis.timeline import Timeline
from graph.analysis.timeline_facts import begins, payments_within, timeline_of
from graph.instant import BEGINNING, format_day
from graph.kernels.csr import Csr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.links import Link
    from graph.analysis.published import Published
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleTimeline(Timeline):
    """How a circle came about, from the facts that hold on its day.

    Guarantees are contracts among the members and holdings shares in them, by when they
    began; payments and outcomes are those of members and of who holds shares in them.
    """

    circle_id: str
    closed_on: Annotated[
        str | None,
        Meaning(
            "Since when the guarantees in force tie all members into one circle; null "
            "where that rests on one without a date."
        ),
    ]
    owners: Annotated[int, Meaning("Parties that hold shares and are no members.")]


def timeline_of_circle(
    published: Published, circle_id: str, *, sees_personal: bool
) -> CircleTimeline:
    """The facts about a circle, its owners and their payments, month by month.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.

    Notes
    -----
    A handful of indexed reads; at most `READ_CAP` facts of each kind.
    """
    published.findings.circle(circle_id)
    members = published.findings.members[circle_id]
    view = published.snapshot.view
    inside = set(members)
    nodes = [("party", member) for member in members]
    given = links_of(view, nodes, ("guarantee",), direction="out", fold=False)
    held = links_of(view, nodes, ("ownership",), direction="in", fold=False)
    signed = [link for link in given.links if link.head[1] in inside]
    owners = {link.tail[1] for link in held.links} - inside
    group = sorted(inside | owners)
    payments, more = payments_within(view, group)
    found = timeline_of(
        view,
        group,
        signed=signed,
        held=held.links,
        payments=payments,
        cut=given.cut | held.cut | ({"transfer"} if more else set()),
        sees_personal=sees_personal,
    )
    return CircleTimeline(
        **values_of(Timeline, found),
        circle_id=circle_id,
        closed_on=_closed_on(published.snapshot, members, signed),
        owners=len(owners),
    )


def _closed_on(
    snapshot: Snapshot, members: Sequence[str], signed: Iterable[Link]
) -> str | None:
    """The first day since which the pairs in force tie all members together.

    A pair is there from the first of its contracts that counts on. O(m log m).
    """
    begun = {(link.tail[1], link.facts[0].subject_id): begins(link) for link in signed}
    numbers = snapshot.numbers("party", list(members))
    place = {int(number): i for i, number in enumerate(numbers)}
    pairs, rows = snapshot.pairs, pairs_inside(snapshot, numbers)
    contracts = snapshot.ids("guarantee")
    tails, heads, starts = [], [], []
    for row in rows.tolist():
        guarantor = int(pairs.guarantor[row])
        slots = slice(pairs.contract_indptr[row], pairs.contract_indptr[row + 1])
        named = contracts.take(pairs.contract[slots]).to_pylist()
        who = snapshot.node_id("party", guarantor)
        tails.append(place[guarantor])
        heads.append(place[int(pairs.debtor[row])])
        starts.append(min(begun.get((who, name), BEGINNING) for name in named))
    arcs = np.array([tails, heads])
    since = np.array(starts, np.int64)
    days = np.unique(since)
    low, high = 0, len(days) - 1
    while low < high:  # by the last day they are tied together: it is a circle
        middle = (low + high) // 2
        there = since <= days[middle]
        graph = Csr.build(arcs[0, there], arcs[1, there], len(members))
        if strongly_connected_components(graph).max(initial=0) == 0:
            high = middle
        else:
            low = middle + 1
    closed = int(days[low])
    return None if closed <= BEGINNING else format_day(closed)
