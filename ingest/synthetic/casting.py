"""Which firms have a part in a structure that is over, or in a scheme of payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.relationships import SHORTEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.schemes import Scheme
    from ingest.synthetic.structures import Structure

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class PastArcs:
    """Guarantees that ended with their structure; shapes (k, 2) and (k,).

    `label` is shared by those of one joint group, -1 for the others.
    """

    pairs: Integers
    begin: Days
    end: Days
    label: Integers


class Cast:
    """Deals out firms that stand in no block of the network."""

    def __init__(self, free: Integers) -> None:
        self.free, self.taken = free, 0

    def take(self, count: int) -> Integers:
        """Firms with no part in another scheme."""
        firms = self.free[self.taken : self.taken + count]
        if len(firms) < count:
            raise ValueError("too few companies for the schemes; ask for more")
        self.taken += count
        return firms

    def members(self, random: np.random.Generator, item: Structure) -> Integers:
        """Firms for a structure that is over; honest ones may share some."""
        if item.scheme:
            return self.take(item.block.size)
        drawn: Integers = random.choice(self.free, item.block.size, replace=False)
        return drawn


def all_schemes(
    placed: list[tuple[Structure, Integers]], payers: list[tuple[Scheme, Integers]]
) -> list[tuple[Scheme, Integers]]:
    """All schemes in order of their start."""
    found = [(item.scheme, firms) for item, firms in placed if item.scheme]
    return sorted(found + payers, key=lambda pair: (pair[0].started, pair[1].min()))


def past_arcs(placed: list[tuple[Structure, Integers]], horizon: Horizon) -> PastArcs:
    """Guarantees that ended before the day and had lasted for some months."""
    pairs = [np.empty((0, 2), dtype=np.int64)]
    begin, end, label = [], [], []
    for number, (item, firms) in enumerate(placed):
        over = (item.end < horizon.day) & (item.end >= horizon.first)
        over &= item.end - item.begin > SHORTEST
        if over.any():
            pairs.append(firms[item.block.arcs[over]])
            begin.append(item.begin[over])
            end.append(item.end[over])
            joint = number if item.block.joint else -1
            label.append(np.full(int(over.sum()), joint))
    days = [np.empty(0, dtype="datetime64[D]")]
    return PastArcs(
        np.concatenate(pairs),
        np.concatenate(days + begin),
        np.concatenate(days + end),
        np.concatenate([np.empty(0, dtype=np.int64), *label]),
    )
