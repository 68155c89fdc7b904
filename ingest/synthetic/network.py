"""Bare guarantee networks of any size, to measure algorithms on.

Unlike the economy's, these have a hard core: one strongly connected component of
about 2 % of the firms, besides thousands of small ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_HUB_EXPONENT = 1.55
"""Gives the largest hub about 210 guarantees at 100,000 firms, 800 at a million."""
_STRUCTURES = (
    # shape, number per million firms, smallest and largest size
    ("mutual", 12_000, 2, 2),
    ("ring", 3_900, 3, 8),
    ("clique", 1_000, 4, 7),
    ("clique", 6, 9, 12),
    ("chain", 1_000, 10, 50),
)


@dataclass(frozen=True, slots=True)
class GuaranteeNetwork:
    """A network as arrays; firms are numbered at random.

    Attributes
    ----------
    tail, head
        Shape (m,), guarantor and debtor, each ordered pair once, no self-guarantee.
    amount
        Shape (m,), yuan.
    p_self
        Shape (n,), own default probability in (0, 1).
    component
        Shape (n,), label of the strongly connected component; 0 is the core and -1
        means a firm of its own.
    """

    tail: Integers
    head: Integers
    amount: Floats
    p_self: Floats
    component: Integers


def guarantee_network(
    n: int,
    seed: int,
    *,
    edges_per_firm: float = 3.0,
    core_share: float = 0.02,
    core_degree: float = 6.2,
    mean_p_self: float = 0.02,
) -> GuaranteeNetwork:
    """Draw a network of `n` firms and about ``edges_per_firm * n`` guarantees.

    Degrees follow a power law. Mutual pairs, rings of 3 to 8, cliques of 4 to 12 and
    chains of 10 to 50 are planted; all other arcs follow one strict order, so that
    the strongly connected components are exactly the planted ones.

    Parameters
    ----------
    n
        Number of firms, at least 1,000.
    seed
        Any integer of 0 or more.
    edges_per_firm
        3.0 is like the large network of the measurements, 2.07 like the small one.
    core_share
        Share of the firms in the core.
    core_degree
        Guarantees that each firm of the core gives to others of it, besides one
        that closes a cycle through all of them.
    mean_p_self
        Mean of the own default probabilities.

    Raises
    ------
    ValueError
        There are too few firms for the planted structures.

    Notes
    -----
    O(m log m) time, about 100 bytes per arc.
    """
    if n < 1_000:
        raise ValueError(f"n is {n}; expected 1,000 or more")
    random = stream(seed, "network")
    core = max(10, round(core_share * n))
    arcs = [_core_arcs(random, core, core_degree)]
    block = np.arange(n)
    block[:core] = 0
    chain = np.arange(n)
    at = core
    for shape, per_million, smallest, largest in _STRUCTURES:
        count = max(1, round(per_million * n / 1e6))
        sizes = random.integers(smallest, largest + 1, count)
        starts = at + np.cumsum(sizes) - sizes
        arcs.append(_structure_arcs(shape, starts, sizes))
        label = chain if shape == "chain" else block
        label[at : at + int(sizes.sum())] = np.repeat(starts, sizes)
        at += int(sizes.sum())
    planted = np.concatenate(arcs)
    others = round(edges_per_firm * n) - len(planted)
    background = _background(random, block, _ranks(random, block, chain), others)
    tail, head = _distinct(np.concatenate([planted, background]), n)
    number = random.permutation(n)
    _, label, size = np.unique(block, return_inverse=True, return_counts=True)
    component = np.empty(n, dtype=np.int64)
    component[number] = np.where(size[label] > 1, block, -1)
    return GuaranteeNetwork(
        tail=number[tail],
        head=number[head],
        amount=np.round(random.lognormal(np.log(2e7), 1.0, len(tail)), -4),
        p_self=random.beta(0.8, 0.8 / mean_p_self - 0.8, n).clip(1e-5, 0.999),
        component=component,
    )


def _core_arcs(random: np.random.Generator, core: int, degree: float) -> Integers:
    """A cycle through the core, and arcs that prefer some of its firms."""
    around = np.arange(core)
    extra = round(core * degree)
    tail = random.integers(0, core, extra)
    head = (core * random.random(extra) ** _HUB_EXPONENT).astype(np.int64)
    return np.stack(
        [np.concatenate([around, tail]), np.concatenate([(around + 1) % core, head])], 1
    )


def _structure_arcs(shape: str, starts: Integers, sizes: Integers) -> Integers:
    """Arcs of planted structures of one shape, shape (m, 2)."""
    firm = np.repeat(starts, sizes)
    place = np.arange(len(firm)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = np.repeat(sizes, sizes)
    if shape == "clique":
        fan = np.repeat(np.arange(len(firm)), width)
        rank = np.arange(len(fan)) - np.repeat(np.cumsum(width) - width, width)
        return np.stack([(firm + place)[fan], firm[fan] + rank], 1)
    around = np.stack([firm + place, firm + (place + 1) % width], 1)
    return around[place + 1 < width] if shape == "chain" else around


def _ranks(random: np.random.Generator, block: Integers, chain: Integers) -> Integers:
    """A random strict order of the blocks, in which chains run upwards."""
    rank = random.permutation(len(block))[block]
    upwards: Integers = rank[np.lexsort((rank, chain))]  # their firms are consecutive
    return upwards


def _background(
    random: np.random.Generator, block: Integers, rank: Integers, count: int
) -> Integers:
    """Arcs between blocks, each from the block of lower rank."""
    n = len(block)
    if count < 0:
        raise ValueError("edges_per_firm leaves no room for the planted structures")
    mixed = random.permutation(n)
    spread = n * random.random((round(count * 1.02), 2)) ** _HUB_EXPONENT
    ends = mixed[spread.astype(np.int64)]
    forward = rank[ends[:, 0]] < rank[ends[:, 1]]
    arcs = np.where(forward[:, None], ends, ends[:, ::-1])
    between: Integers = arcs[block[arcs[:, 0]] != block[arcs[:, 1]]]
    return between[:count]


def _distinct(arcs: Integers, n: int) -> tuple[Integers, Integers]:
    """Arcs without repetitions and self-guarantees, sorted by tail and head."""
    arcs = arcs[arcs[:, 0] != arcs[:, 1]]
    codes = np.unique(arcs[:, 0] * n + arcs[:, 1])
    return codes // n, codes % n
