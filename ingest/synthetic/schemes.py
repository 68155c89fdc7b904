"""Schemes that begin, hide, and are found late."""

from __future__ import annotations

from dataclasses import dataclass
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

    def act(self, random: np.random.Generator) -> np.datetime64:
        """A day on which something of it is set up."""
        return self.started + int(random.integers(-SETTING_UP, SETTING_UP + 1))


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
    age, delay, size = _spread(random, count)
    ages = 1 + (within - 1) * age
    delays = 3 * MONTH - 9 * MONTH * np.log1p(-delay)
    sizes = _SMALLEST + (_SIZES * size).astype(np.int64)
    drawn = []
    for place, size in enumerate(sizes.tolist()):
        started = horizon.day - int(ages[place])
        discovered = started + int(delays[place])
        drawn.append(
            Scheme(
                *_kind(random, size, place),
                size,
                started,
                discovered,
                confirmed=discovered + int(random.integers(20, 91)),
                joined=_drawn_in(random, started, size),
            )
        )
    return drawn


def _spread(random: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Points that cover [0, 1) evenly in three ways at once, in random order.

    So that one economy has about as many hidden firms as another. Shape (3, count).
    """
    points = qmc.Halton(3, rng=random).random(count)
    return random.permutation(points).T


def _drawn_in(random: np.random.Generator, started: np.datetime64, size: int) -> Days:
    """When each firm is drawn in: the fewest that make a ring at its start."""
    later = random.integers(-SETTING_UP, SETTING_UP + 1, size)
    later[:_SMALLEST] = 0
    days: Days = started + np.maximum(later, 0)
    return days


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
