"""Schemes that begin, hide, and are found late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import qmc

from ingest.synthetic.blocks import open_ring, scheme_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.blocks import Block
    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.options import EconomyOptions

    Days = NDArray[np.datetime64]

MONTH = 30.44
"""Days."""
SETTING_UP = 180
"""Days before and after its start within which a structure is set up."""
_BEGAN_WITHIN = 54 * MONTH
_SMALLEST, _SIZES = 3, 10
_GUARANTEES = 0.7
"""Share of the schemes that are about guarantees; the others are about payments."""
_OPEN = 0.15
"""Share of the guarantee rings with one guarantee missing."""
_CONSERVING = 0.6
"""Share of the payment schemes that pass on what comes in."""
LONGEST_HOPS = 6
"""Payments in a ring that its search finds unless told to look for longer ones."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What some firms do under one hidden hand, and when it is found.

    Attributes
    ----------
    pattern
        guarantee_circle, open_guarantee_chain or circular_payments.
    task
        What an investigation calls it.
    block
        Its guarantees; None where it is about payments.
    size
        Firms.
    started, discovered, confirmed
        Days; the two last may lie after the day of the economy.
    joined
        Shape (firms,), the day of each firm's first part in it.
    """

    pattern: str
    task: str
    block: Block | None
    size: int
    started: np.datetime64
    discovered: np.datetime64
    confirmed: np.datetime64
    joined: Days

    def acts(self, random: np.random.Generator, count: int) -> Days:
        """Days on which something of it is set up: none after it was found."""
        last = min(SETTING_UP, int((self.discovered - self.started).astype(np.int64)))
        days: Days = self.started + random.integers(-SETTING_UP, last + 1, count)
        return days


def draw_schemes(
    random: np.random.Generator,
    companies: int,
    horizon: Horizon,
    options: EconomyOptions,
) -> list[Scheme]:
    """Draw when schemes begin and are found: 3 months after, and 9 more on average."""
    within = min(_BEGAN_WITHIN, horizon.days - SETTING_UP / 2)
    number = options.schemes_per_thousand * companies / 1_000 * within / _BEGAN_WITHIN
    count = max(len(_FIRST), round(number))
    points = _spread(random, count)
    ages = 1 + (within - 1) * points[0]
    delays = 3 * MONTH - 9 * MONTH * np.log1p(-points[1])
    sizes = _SMALLEST + (_SIZES * points[2]).astype(np.int64)
    drawn = []
    for place, size in enumerate(sizes.tolist()):
        started = horizon.day - int(ages[place])
        discovered = started + int(delays[place])
        scheme = Scheme(
            *_kind(random, size, place),
            size,
            started,
            discovered,
            confirmed=discovered + int(random.integers(20, 91)),
            joined=np.full(size, started),
        )
        drawn.append(replace(scheme, joined=_drawn_in(random, scheme)))
    return drawn


def _drawn_in(random: np.random.Generator, scheme: Scheme) -> Days:
    """When each firm is drawn in: the fewest that make a ring at the start."""
    days = np.maximum(scheme.acts(random, scheme.size), scheme.started)
    days[:_SMALLEST] = scheme.started
    return days


def _spread(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Points that cover [0, 1) evenly in three ways at once, in random order.

    So that one economy has about as many hidden firms as another. Shape (3, count).
    """
    points = qmc.Halton(3, rng=random).random(count)
    return random.permutation(points).T


_FIRST = ("guarantee_circle", "open_guarantee_chain", "money_ring")
"""One of each is drawn even in the smallest economy."""


def _kind(
    random: np.random.Generator, size: int, place: int
) -> tuple[str, str, Block | None]:
    chance, other = random.random(), random.random()
    first = _FIRST[place] if place < len(_FIRST) else None
    if first == "money_ring" or (first is None and chance >= _GUARANTEES):
        honest = first is None and other >= _CONSERVING
        task = "related_party_fraud" if honest else "money_ring"
        return "circular_payments", task, None
    block = scheme_block(random, size)
    if first == "open_guarantee_chain" or (first is None and other < _OPEN):
        return "open_guarantee_chain", "guarantee_fraud", open_ring(size)
    return "guarantee_circle", "guarantee_fraud", block
