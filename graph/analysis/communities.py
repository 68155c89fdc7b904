"""Communities of the guarantee network, with the resolution in the caller's hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.algorithms.communities import LEAST_RESOLUTION, MOST_RESOLUTION
from graph.analysis.amounts import cover_of, falling, known_sums
from graph.analysis.answer import Completeness, Meaning, Money
from graph.analysis.entry import Analysis
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.structure import circle_id
from graph.engines.local import LOCAL
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
RESOLUTIONS = LEAST_RESOLUTION, MOST_RESOLUTION
"""Least and greatest resolution that may be asked for."""


@dataclass(frozen=True, slots=True)
class CommunityParameters:
    """What a partition depends on besides the facts.

    A `resolution` above 1 gives more and smaller communities; try several and trust
    what stays. Communities of fewer than `min_firms` firms are not listed.
    """

    resolution: float = 1.0
    seed: int = 7
    min_firms: int = 3


@dataclass(frozen=True, slots=True)
class Community:
    """A group of parties with many guarantees among them and few to others.

    `effective_amount` is what the guarantees inside cover of each member's debts.
    `unknown_amounts` counts those whose amount was not collected and which it leaves
    out.
    """

    community_id: str
    firms: int
    guarantees: int
    effective_amount: Money
    unknown_amounts: int
    loans: Money
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommunitiesResult:
    """Communities by falling loans, and how well they part the network.

    `quality` is the modularity at the resolution, `total` counts the communities of
    two parties or more, listed or not.
    """

    communities: tuple[Community, ...]
    total: int
    quality: float
    receipt: Receipt
    completeness: Completeness


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityList:
    """Communities by falling loans; `total` counts those of two parties or more."""

    items: tuple[Community, ...]
    total: int
    quality: Annotated[float, Meaning("Modularity at this resolution.")]
    resolution: float
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def largest_communities(
    published: Published, parameters: CommunityParameters, limit: int
) -> CommunityList:
    """The largest communities of the published snapshot."""
    found = published.communities(parameters)
    cut = "limit" if len(found.communities) > limit else ""
    return CommunityList(
        items=found.communities[:limit],
        total=found.total,
        quality=found.quality,
        resolution=parameters.resolution,
        currency=published.currency,
        at=published.at,
        completeness=Completeness.cut(
            found.completeness.explored, cut, advice="Raise the limit or min_firms."
        ),
        receipt=published.stamped(found.receipt),
    )


def find_communities(
    snapshot: Snapshot,
    parameters: CommunityParameters | None = None,
    *,
    engine: Engine = LOCAL,
) -> CommunitiesResult:
    """Part the guarantee network by the Leiden method; directions are ignored.

    Every guarantee weighs the same: amounts that were not collected must not pull
    firms apart.

    Raises
    ------
    ValueError
        The resolution is out of bounds.

    Notes
    -----
    About a second for 200,000 guarantees.
    """
    chosen = parameters or CommunityParameters()
    issuer = Issuer("communities", VERSION, snapshot, chosen, engine)
    pairs = snapshot.pairs
    found = engine.communities(snapshot, resolution=chosen.resolution, seed=chosen.seed)
    sizes = np.bincount(found.labels, minlength=len(found))
    inside = found.labels[pairs.guarantor] == found.labels[pairs.debtor]
    owner = found.labels[pairs.guarantor[inside]]
    covered = cover_of(snapshot, np.flatnonzero(inside), owner)
    unknown = np.isnan(pairs.effective[inside])
    guarantees = np.bincount(owner, minlength=sizes.size)
    unknown_amounts = np.bincount(owner, unknown, sizes.size)
    amounts = known_sums(covered.amount, covered.group, sizes.size)
    loans = known_sums(snapshot.figures.loans_outstanding, found.labels, sizes.size)
    order = np.argsort(found.labels, kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes)))
    ids = snapshot.ids("party")
    listed = []
    for label in np.flatnonzero(sizes >= max(chosen.min_firms, 2)).tolist():
        members = sorted(ids.take(order[starts[label] : starts[label + 1]]).to_pylist())
        listed.append(
            Community(
                community_id=circle_id("community", members),
                firms=len(members),
                guarantees=int(guarantees[label]),
                effective_amount=amounts[label],
                unknown_amounts=int(unknown_amounts[label]),
                loans=loans[label],
                member_ids=tuple(members),
            )
        )
    listed.sort(key=lambda item: (falling(item.loans), item.community_id))
    return CommunitiesResult(
        communities=tuple(listed),
        total=int((sizes >= 2).sum()),
        quality=found.quality,
        receipt=issuer.seal([listed, found.quality]),
        completeness=Completeness.whole(snapshot.n_parties),
    )


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,  # noqa: ARG001 - one call
) -> CommunitiesResult:
    return find_communities(snapshot, CommunityParameters(**parameters), engine=engine)


COMMUNITIES = Analysis("communities", VERSION, _run)
