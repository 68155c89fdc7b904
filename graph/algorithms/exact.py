"""Exact default probability of one firm, where few guarantees are uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.loss_network import AncestorNetwork, ancestor_network
from graph.errors import GraphTooLargeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.algorithms.loss_network import LossNetwork

MAX_UNCERTAIN_EDGES = 20
"""Most edges enumerated: 2**20 sets take about a second."""


def exact_default_probability(
    network: LossNetwork, node: int, *, max_uncertain: int = MAX_UNCERTAIN_EDGES
) -> float:
    """Probability that `node` fails, over all worlds, without sampling.

    Only sets of uncertain edges (0 < p < 1) among the firms that can reach `node` are
    enumerated: given the live edges, P = 1 - prod(1 - p_self) over the firms that
    reach it. The number of firms does not matter.

    Parameters
    ----------
    network
        In loss direction.
    node
        Number of the firm.
    max_uncertain
        Most uncertain edges accepted, at most 20.

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    GraphTooLargeError
        More uncertain edges than the limit lead to the firm; sample worlds instead.

    Notes
    -----
    O(k**2 * 2**k + sources) for k uncertain edges.
    """
    part = ancestor_network(network, node)
    p_edge = part.network.p_edge
    uncertain = np.flatnonzero(p_edge < 1.0)
    limit = min(max_uncertain, MAX_UNCERTAIN_EDGES)
    if uncertain.size > limit:
        raise GraphTooLargeError(
            "uncertain guarantees that lead to the firm",
            limit=limit,
            size=int(uncertain.size),
        )
    membership = _closures(part, uncertain)
    reached = _reached_sets(membership[part.network.indices[uncertain]])
    weight = _set_weights(p_edge[uncertain])
    by_set = np.bincount(reached, weights=weight)
    sets = np.flatnonzero(by_set)
    survival = _survival(sets, membership, part.network.p_self)
    return float(1.0 - by_set[sets] @ survival)


def _closures(part: AncestorNetwork, uncertain: NDArray[np.intp]) -> NDArray[np.int64]:
    """Bit 0: reaches the firm for certain; bit i + 1: reaches edge i's debtor so."""
    network = part.network
    starts, order = network.incoming
    debtors = network.debtors
    membership = np.zeros(network.n_nodes, dtype=np.int64)
    roots = [part.node, *debtors[uncertain].tolist()]
    for position, root in enumerate(roots):
        bit = np.int64(1 << position)
        membership[root] |= bit
        waiting = [root]
        while waiting:
            hit = waiting.pop()
            edges = order[starts[hit] : starts[hit + 1]]
            for debtor in debtors[edges[network.p_edge[edges] == 1.0]].tolist():
                if not membership[debtor] & bit:
                    membership[debtor] |= bit
                    waiting.append(debtor)
    return membership


def _reached_sets(heads: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each set of live edges, the roots of `_closures` that reach the firm.

    Edge i brings in root i + 1 if it is live and the guarantor it hits lies in the
    closure of a root that is in already: ``heads[i]`` has the bits of those.
    """
    k = heads.size
    live = np.arange(1 << k, dtype=np.int64)
    reached = np.ones(1 << k, dtype=np.int64)
    for _ in range(k):
        before = reached.copy()
        for i in range(k):
            joins = ((live >> i) & 1).astype(np.bool_) & ((reached & heads[i]) != 0)
            reached |= joins.astype(np.int64) << (i + 1)
        if np.array_equal(before, reached):
            break
    return reached


def _set_weights(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of each set of live edges, by its bits."""
    weight = np.ones(1)
    for p in probabilities:
        weight = np.concatenate((weight * (1.0 - p), weight * p))
    return weight


def _survival(
    sets: NDArray[np.intp],
    membership: NDArray[np.int64],
    p_self: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Probability that no firm that reaches the asked one fails, for each set."""
    signatures, group = np.unique(membership, return_inverse=True)
    factors = np.ones(signatures.size)
    np.multiply.at(factors, group, 1.0 - p_self)
    survival = np.ones(sets.size)
    for signature, factor in zip(signatures, factors, strict=True):
        survival *= np.where(sets & signature, factor, 1.0)
    return survival
