"""Attribution of a firm's contagion to causes, last debtors, paths and guarantees."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.contribution import (
    Attribution,
    Counterfactual,
    FirmShare,
    PathShare,
)
from graph.algorithms.loss_network import ancestor_network
from graph.algorithms.world_blocks import (
    LANES,
    WorldsSample,
    draw_alone,
    increment_variance,
    losses_of,
)
from graph.kernels import attribution as kernels
from graph.kernels import hashing, worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from graph.algorithms.loss_network import AncestorNetwork, LossNetwork

MAX_ANCESTORS = 20_000
"""Firms looked at, nearest first, unless told otherwise."""

_BLOCK_WORDS = 32


@hashing.modular()
def attribute_increment(
    network: LossNetwork,
    node: int,
    sample: WorldsSample | None = None,
    *,
    max_ancestors: int = MAX_ANCESTORS,
) -> Attribution:
    """Explain the increment of one firm by causes, last debtors, paths, guarantees.

    In each world in which the firm fails, but not by itself, the world's weight is
    split equally over the nearest firms that failed by themselves (hops over live
    edges), and each share goes to one shortest live path: at each step the next firm
    is the one with the smallest key. The worlds are those of `sample_worlds`.

    Parameters
    ----------
    network
        The whole network, in loss direction.
    node
        Number of the firm.
    sample
        As given to `sample_worlds`, so that the increment is the same figure.
    max_ancestors
        Most firms looked at, nearest first.

    Returns
    -------
    Attribution
        Node and edge numbers are those of the whole network.

    Notes
    -----
    One pass over the firms that can reach `node`, itself removed: a shortest way to
    it never passes through it, and each guarantee it gave is then judged alone.
    """
    sample = sample or WorldsSample()
    part = ancestor_network(network, node, limit=max_ancestors)
    tally = _Tally(part)
    for case, hits in _cases(part, sample):
        tally.add(case, hits)
    return tally.attribution(node, sample)


def _cases(
    part: AncestorNetwork, sample: WorldsSample
) -> Iterator[tuple[kernels.Case, NDArray[np.uint64]]]:
    """Blocks to explain, with the lanes in which each incoming edge hits."""
    network, node = part.network, part.node
    incoming = kernels.Incoming(*network.incoming, network.debtors)
    losses = losses_of(network)
    away = losses._replace(
        p_edge=np.where(network.indices == node, 0.0, network.p_edge)
    )
    for first in range(0, sample.n_words, _BLOCK_WORDS):
        width = min(_BLOCK_WORDS, sample.n_words - first)
        alone = np.empty((network.n_nodes, width), dtype=np.uint64)
        draw_alone(alone, first, network, sample)
        states = alone.copy()
        states[node] = 0
        block = worlds.Block(states, first, np.uint64(sample.seed))
        worlds.propagate_failures(block, away)
        hits = kernels.incoming_hits(block, losses, incoming, node) & ~alone[node]
        hit = np.bitwise_or.reduce(hits, axis=0)
        yield kernels.Case(block, losses, incoming, node, alone, hit), hits


class _Tally:
    """Worlds counted so far, by path and by incoming edge."""

    def __init__(self, part: AncestorNetwork) -> None:
        starts, edges = part.network.incoming
        self.part = part
        self.edges = edges[starts[part.node] : starts[part.node + 1]]
        self.decisive = np.zeros((self.edges.size, 0), dtype=np.int64)
        self.by_word = np.zeros(0, dtype=np.int64)
        self.shares: Counter[tuple[tuple[int, ...], int]] = Counter()

    def add(self, case: kernels.Case, hits: NDArray[np.uint64]) -> None:
        once, twice = np.zeros((2, hits.shape[1]), dtype=np.uint64)
        for lanes in hits:
            twice |= once & lanes
            once |= lanes
        decisive = np.bitwise_count(hits & ~twice).astype(np.int64)
        self.decisive = np.hstack((self.decisive, decisive))
        counts = np.bitwise_count(case.hit).astype(np.int64)
        self.by_word = np.concatenate((self.by_word, counts))
        self.shares.update(_paths(kernels.trace_first_causes(case)))

    def attribution(self, node: int, sample: WorldsSample) -> Attribution:
        part, n_worlds = self.part, sample.n_words * LANES
        increment = float(self.by_word.sum() / n_worlds)
        # sampled worlds may count slightly more failures than p_self leaves room for
        uncapped = float(part.network.p_self[part.node]) + increment
        parts: defaultdict[tuple[int, ...], Fraction] = defaultdict(Fraction)
        for (path, causes), count in self.shares.items():
            parts[path] += Fraction(count, causes * n_worlds)
        return Attribution(
            node=node,
            pd=min(uncapped, 1.0),
            increment=increment,
            se=float(np.sqrt(_variance(self.by_word, sample))),
            n_worlds=n_worlds,
            by_cause=self._by_firm(parts, 0),
            by_debtor=self._by_firm(parts, -2),
            by_path=self._by_path(parts),
            counterfactuals=self._counterfactuals(uncapped, sample),
            explored=part.network.n_nodes,
            truncated=part.truncated,
        )

    def _by_firm(
        self, parts: Mapping[tuple[int, ...], Fraction], position: int
    ) -> tuple[FirmShare, ...]:
        sums: defaultdict[int, Fraction] = defaultdict(Fraction)
        for path, share in parts.items():
            sums[path[position]] += share
        key, members = self.part.network.node_key, self.part.members
        ranked = sorted(sums.items(), key=lambda item: (-item[1], key[item[0]]))
        return tuple(FirmShare(int(members[b]), float(share)) for b, share in ranked)

    def _by_path(
        self, parts: Mapping[tuple[int, ...], Fraction]
    ) -> tuple[PathShare, ...]:
        network, members = self.part.network, self.part.members
        ranked = sorted(
            parts.items(),
            key=lambda item: (-item[1], [network.node_key[b] for b in item[0]]),
        )
        return tuple(
            PathShare(
                nodes=tuple(int(members[b]) for b in path),
                contribution=float(share),
                probability=_path_probability(network, path),
            )
            for path, share in ranked
        )

    def _counterfactuals(
        self, uncapped: float, sample: WorldsSample
    ) -> tuple[Counterfactual, ...]:
        network, members = self.part.network, self.part.members
        n_worlds = sample.n_words * LANES
        found = []
        for edge, by_word in zip(self.edges, self.decisive, strict=True):
            reduction = float(by_word.sum() / n_worlds)
            found.append(
                Counterfactual(
                    debtor=int(members[network.debtors[edge]]),
                    edge=int(self.part.edges[edge]),
                    pd_without=min(uncapped - reduction, 1.0),
                    reduction=reduction,
                    se=float(np.sqrt(_variance(by_word, sample))),
                )
            )
        found.sort(key=lambda one: (-one.reduction, one.pd_without))
        return tuple(found)


def _paths(records: NDArray[np.int32]) -> Iterable[tuple[tuple[int, ...], int]]:
    """(path, number of causes of its world) for each record of the kernel."""
    numbers = records.tolist()
    position = 0
    while position < len(numbers):
        causes, length = numbers[position : position + 2]
        yield tuple(numbers[position + 2 : position + 2 + length]), causes
        position += length + 2


def _path_probability(network: LossNetwork, path: tuple[int, ...]) -> float:
    """Product of the cause's own probability and those of the edges."""
    probability = float(network.p_self[path[0]])
    for b, g in pairwise(path):
        row = slice(network.indptr[b], network.indptr[b + 1])
        position = np.flatnonzero(network.indices[row] == g)[0]
        probability *= float(network.p_edge[row][position])
    return probability


def _variance(by_word: NDArray[np.int64], sample: WorldsSample) -> float:
    """Variance of the share of worlds counted in `by_word`."""
    return float(
        increment_variance(by_word.sum(), (np.diff(by_word) ** 2).sum(), sample)
    )
