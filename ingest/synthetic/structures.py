"""Circles, groups and chains that come and go: schemes and honest ones alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.blocks import (
    dense_core,
    draw_circles,
    group,
    mutual_chain,
)
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.schemes import SETTING_UP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.blocks import Block
    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.schemes import Scheme

    Days = NDArray[np.datetime64]

_LARGEST_CORE = 2_000
_GROUP_DAYS, _RING_DAYS = 1_825, 912
"""How long groups and rings of strangers last on average."""
_RUNS_ON = (30, 700)
"""Days for which the guarantees of a scheme run on after it was confirmed."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A block with the first and last day of each of its guarantees.

    `role` is scheme, group, strangers, chain or tangle; `end` is NaT where a guarantee
    is renewed again and again.
    """

    role: str
    block: Block
    begin: Days
    end: Days
    scheme: Scheme | None = None

    def in_force(self, day: np.datetime64) -> NDArray[np.bool_]:
        """Which of the guarantees stand on a day."""
        stands: NDArray[np.bool_] = (self.begin <= day) & ~(self.end < day)
        return stands


def draw_structures(
    random: np.random.Generator,
    companies: int,
    schemes: list[Scheme],
    horizon: Horizon,
    options: EconomyOptions,
) -> list[Structure]:
    """Those that are there on the day, and those that are over by then."""
    day, thousands = horizon.day, companies / 1_000
    core = min(_LARGEST_CORE, max(8, companies // 400))
    drawn = [_dated(random, "tangle", dense_core(random, core), horizon.first, NEVER)]
    drawn += [
        _of_scheme(random, scheme, scheme.block) for scheme in schemes if scheme.block
    ]
    for role, mean, alive in (
        ("group", _GROUP_DAYS, round(options.groups_per_thousand * thousands)),
        ("strangers", _RING_DAYS, round(options.rings_per_thousand * thousands)),
    ):
        over = round(alive * horizon.days / mean)
        if role == "group":
            blocks = [group(random) for _ in range(alive + over)]
        else:
            blocks = draw_circles(random, alive + over)
        for place, block in enumerate(blocks):
            gone = place >= alive
            until = day - int(random.integers(1, horizon.days)) if gone else day
            started = until - SETTING_UP - int(random.exponential(mean))
            last = until if gone else NEVER
            drawn.append(_dated(random, role, block, started, last))
    for _ in range(max(1, companies // 4_000)):
        block = mutual_chain(random)
        drawn.append(_dated(random, "chain", block, horizon.first, NEVER))
    return drawn


def _dated(
    random: np.random.Generator,
    role: str,
    block: Block,
    started: np.datetime64,
    last: np.datetime64,
) -> Structure:
    """Guarantees given within months of a start and, if ever, gone by one day."""
    begin = _set_up(random, started, len(block.arcs))
    return Structure(role, block, begin, np.full(len(begin), last))


def _set_up(random: np.random.Generator, started: np.datetime64, count: int) -> Days:
    days: Days = started + random.integers(-SETTING_UP, SETTING_UP + 1, count)
    return days


def _of_scheme(random: np.random.Generator, scheme: Scheme, block: Block) -> Structure:
    """Guarantees of a scheme are not renewed once it is confirmed."""
    begin = scheme.acts(random, len(block.arcs))
    end = scheme.confirmed + random.integers(*_RUNS_ON, len(begin))
    joined = np.full(block.size, np.max(begin))
    for places in block.arcs.T:
        np.minimum.at(joined, places, begin)
    return Structure("scheme", block, begin, end, replace(scheme, joined=joined))
