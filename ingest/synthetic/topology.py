"""Who guarantees whom: blocks strung into components of a realistic shape.

Components are trees over blocks, grown by preferential attachment, with short cuts
in the giant one. Blocks have a strict order and arcs between them follow it, so that
nothing but the planted blocks closes a circle. Structures that are over by the day, and
schemes about payments alone, have firms but no part in the network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.blocks import Block, mutual_pair
from ingest.synthetic.casting import Cast, PastArcs, all_schemes, past_arcs
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.schemes import draw_schemes
from ingest.synthetic.streams import stream
from ingest.synthetic.structures import Structure, draw_structures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.schemes import Scheme

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

_YEAR = 365
_OFTENER = 1.6
_MOST_PLANTED = 0.8
"""Share of the firms of the network that blocks may have."""


@dataclass(frozen=True, slots=True)
class Topology:
    """Guarantees in force between companies.

    `tail` and `head` (shape (m,)) are company numbers, guarantor to debtor, each
    ordered pair once; `block` is the number of the planted block that an arc belongs
    to, -1 for the background, and `begin` its first day.
    `structures` and `members` (company numbers by place) describe the planted blocks,
    mutual pairs included; `past` are guarantees of structures that ended before the
    day. `community` (shape (firms,)) groups the firms of the network, `firms` are
    their company numbers, `order` their strict rank: no background arc runs from a
    higher to a lower rank. `schemes` are all of them with their firms.
    """

    tail: Integers
    head: Integers
    block: Integers
    begin: Days
    structures: list[Structure]
    members: list[Integers]
    past: PastArcs
    firms: Integers
    community: Integers
    order: Integers
    schemes: list[tuple[Scheme, Integers]]

    def only(self, chosen: NDArray[np.bool_]) -> Topology:
        """The same with some of the guarantees."""
        return replace(
            self,
            tail=self.tail[chosen],
            head=self.head[chosen],
            block=self.block[chosen],
            begin=self.begin[chosen],
        )


@dataclass(frozen=True, slots=True)
class _Components:
    """Blocks laid out component after component; shapes (blocks,)."""

    sequence: Integers  # block numbers in layout order
    local: Integers  # place of each within its component
    start: Integers  # layout place of its component's first block
    size: Integers  # blocks in its component


def build_topology(
    n_companies: int, seed: int, options: EconomyOptions, horizon: Horizon
) -> Topology:
    """Draw the network of guarantees among companies. O(pairs log pairs)."""
    random = stream(seed, "topology")
    n_firms = int(n_companies * options.network_share)
    schemes = draw_schemes(stream(seed, "schemes"), n_companies, horizon, options)
    drawn = draw_structures(
        stream(seed, "structures"), n_companies, schemes, horizon, options
    )
    there = [item.in_force(horizon.day) for item in drawn]
    live = [item for item, stands in zip(drawn, there, strict=True) if stands.any()]
    over = [item for item, stands in zip(drawn, there, strict=True) if not stands.any()]
    live += _pairs(random, live, n_firms, options)
    blocks = [_standing(item, horizon) for item in live]
    sizes = np.array([block.size for block in blocks], dtype=np.int64)
    n_singles = n_firms - int(sizes.sum())
    if n_singles < 0:
        raise ValueError(
            "network_share leaves no room for the circles, groups and chains"
        )
    sizes = np.concatenate([sizes, np.ones(n_singles, dtype=np.int64)])
    starts = np.cumsum(sizes) - sizes
    layout = _components(random, len(blocks), sizes, options)
    firms = random.permutation(n_companies)[:n_firms].astype(np.int64)

    inner = [np.empty((0, 2), dtype=np.int64)]
    inner += [block.arcs + start for block, start in zip(blocks, starts, strict=False)]
    owner = np.repeat(np.arange(len(blocks)), [len(block.arcs) for block in blocks])
    inner_arcs = np.concatenate(inner)
    wanted = round(options.edges_per_firm * n_firms) - len(inner_arcs)
    between, rank = _between(random, layout, sizes, starts, wanted)
    arcs = firms[np.concatenate([inner_arcs, between])]
    block_of_firm = np.repeat(np.arange(len(sizes)), sizes)
    members = [
        firms[start : start + block.size]
        for block, start in zip(blocks, starts, strict=False)
    ]
    begin = [item.begin[item.in_force(horizon.day)] for item in live]
    outside = np.setdiff1d(np.arange(n_companies), firms)
    free = np.concatenate([firms[n_firms - n_singles :], random.permutation(outside)])
    cast = Cast(random.permutation(free))
    past = [(item, cast.members(random, item)) for item in over]
    return Topology(
        tail=arcs[:, 0],
        head=arcs[:, 1],
        block=np.concatenate([owner, np.full(len(between), -1)]).astype(np.int64),
        begin=np.concatenate([*begin, _since(seed, len(between), options, horizon)]),
        structures=live,
        members=members,
        past=past_arcs([*zip(live, members, strict=True), *past], horizon),
        firms=firms,
        community=_communities(random, layout)[block_of_firm],
        order=rank[block_of_firm],
        schemes=all_schemes(
            [*zip(live, members, strict=True), *past],
            [(item, cast.take(item.size)) for item in schemes if item.block is None],
        ),
    )


def _since(seed: int, count: int, options: EconomyOptions, horizon: Horizon) -> Days:
    """First days of relationships that end by chance."""
    random = stream(seed, "relationships")
    return horizon.since(random, _YEAR * options.relationship_years, count)


def _standing(item: Structure, horizon: Horizon) -> Block:
    """The block with those of its guarantees that stand on the day."""
    return replace(item.block, arcs=item.block.arcs[item.in_force(horizon.day)])


def _pairs(
    random: np.random.Generator,
    live: list[Structure],
    n_firms: int,
    options: EconomyOptions,
) -> list[Structure]:
    """Mutual pairs, to fill up to the share that is asked for; they are old."""
    pair = mutual_pair(random)
    wanted = options.reciprocity * options.edges_per_firm * n_firms / 2
    planted = sum(_reciprocal(item.block) for item in live)
    room = _MOST_PLANTED * n_firms - sum(item.block.size for item in live)
    count = max(0, round(min(wanted - planted, room / pair.size)))
    old = np.full(len(pair.arcs), np.datetime64("2005-01-01"))
    goes_on = np.full(len(pair.arcs), NEVER)
    return [Structure("pair", pair, old, goes_on)] * count


def _reciprocal(block: Block) -> int:
    """Number of mutual pairs inside a block."""
    codes = block.arcs[:, 0] * block.size + block.arcs[:, 1]
    reverse = block.arcs[:, 1] * block.size + block.arcs[:, 0]
    return int(np.isin(codes, reverse).sum()) // 2


def _components(
    random: np.random.Generator,
    n_planted: int,
    sizes: Integers,
    options: EconomyOptions,
) -> _Components:
    """Deal the blocks to the giant component, to lonely blocks and to the tail."""
    n_blocks = len(sizes)
    chance = random.random(n_blocks)
    share = _giant_chance(sizes, options)
    giant = chance < share
    lonely = ~giant & (chance < share + (1 - share) / 2)
    lonely[n_planted:] = False
    tail = np.flatnonzero(~giant & ~lonely)
    parts = [np.flatnonzero(giant), np.flatnonzero(lonely), tail]
    sequence = np.concatenate([random.permutation(part) for part in parts])
    counts = np.concatenate(
        [
            np.array([int(giant.sum())]),
            np.ones(int(lonely.sum()), dtype=np.int64),
            _tail_sizes(random, len(tail), options.tail_exponent),
        ]
    ).astype(np.int64)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    local = np.arange(n_blocks) - start
    return _Components(sequence, local, start, np.repeat(counts, counts))


def _giant_chance(sizes: Integers, options: EconomyOptions) -> NDArray[np.float64]:
    """Chance of each block to be in the giant component, which has its share of firms.

    Blocks of three and more are there oftener: most components are pairs.
    """
    large = sizes > 2
    often = min(0.8, _OFTENER * options.giant_share)
    missing = options.giant_share * sizes.sum() - often * sizes[large].sum()
    seldom = np.clip(missing / max(1, sizes[~large].sum()), 0.0, 0.8)
    return np.where(large, often, seldom)


def _tail_sizes(random: np.random.Generator, total: int, exponent: float) -> Integers:
    """Component sizes of at least 2 that follow a power law and sum to `total`."""
    sizes = np.arange(2, 1_000)
    weights = sizes**-exponent
    drawn = random.choice(sizes, total // 2 + 1, p=weights / weights.sum())
    ends = np.cumsum(drawn)
    kept = drawn[: int(np.searchsorted(ends, total))].astype(np.int64)
    rest = total - int(kept.sum())
    if rest == 1 and len(kept):
        kept[-1] += 1
        return kept
    return np.append(kept, rest)


def _between(
    random: np.random.Generator,
    layout: _Components,
    sizes: Integers,
    starts: Integers,
    wanted: int,
) -> tuple[Integers, Integers]:
    """Arcs between blocks (firm places, shape (m, 2)), and each block's rank."""
    n_blocks = len(layout.sequence)
    child = np.flatnonzero(layout.local > 0)
    # square of a uniform draw: early blocks of a component become hubs
    early = layout.local[child] * random.random(len(child)) ** 2
    parent = layout.start[child] + early.astype(np.int64)
    giant = int(layout.size[0])
    extra = max(0, wanted - len(child))
    ends = (giant * random.random((2, round(extra * 1.15))) ** 2).astype(np.int64)
    ends = ends[:, ends[0] != ends[1]]
    first = np.concatenate([parent, ends[0]])
    second = np.concatenate([child, ends[1]])
    # hubs guarantee more often than they are guaranteed
    key = random.random(n_blocks) + 0.6 * layout.local / layout.size
    place_rank = np.empty(n_blocks, dtype=np.int64)
    place_rank[np.argsort(key, kind="stable")] = np.arange(n_blocks)
    swap = place_rank[first] > place_rank[second]
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    blocks = layout.sequence[np.stack([first, second], 1)]
    inside = (random.random(blocks.shape) * sizes[blocks]).astype(np.int64)
    arcs = starts[blocks] + inside
    n_firms = int(sizes.sum())
    _, index = np.unique(arcs[:, 0] * n_firms + arcs[:, 1], return_index=True)
    index = np.sort(index)[: max(wanted, len(child))]  # the tree comes first
    rank = np.empty(n_blocks, dtype=np.int64)
    rank[layout.sequence] = place_rank
    return arcs[index], rank


def _communities(random: np.random.Generator, layout: _Components) -> Integers:
    """Label per block: its nearest forebear in its component that began one.

    A block takes after the block before it in the component's random order; runs of
    about 40 blocks share a label, so that small components are of one piece.
    """
    begins = (layout.local == 0) | (random.random(len(layout.local)) < 0.025)
    label = np.empty(len(layout.local), dtype=np.int64)
    label[layout.sequence] = np.cumsum(begins) - 1
    return label
