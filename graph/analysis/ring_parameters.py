"""What a search for money rings depends on, and why its defaults are what they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.algorithms.rings import FURTHEST, RingBounds
from graph.instant import parse_span
from graph.snapshot import FlowKind

DAY = 86_400_000
TYPES = {"transfer": FlowKind.TRANSFER, "withdraw": FlowKind.WITHDRAWAL}
ORDERS = ("increasing", "any")
MOST = 2**63 - 1
"""What a budget can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingParameters:
    """What a search for money rings depends on besides the facts.

    Attributes
    ----------
    min_length, max_length
        Transfers of a ring. 3: fewer counterparties are everyday payments and refunds;
        6: a judgement, what a person can follow.
    gap, window
        Most days between hops, and from first to last. 5: "fund collection" of the
        Jiangsu Bank contest; 30: banks' rules on loans that come back.
    keep, gain
        Least and most of an amount that a hop passes on. 0.9: the same contest, and
        AMLSim's margin; 1: nothing is added.
    conserving
        False: amounts do not matter.
    related_hop
        One hop must be between accounts of one party or of related ones.
    types
        Of transfers.
    order
        ``increasing`` times, or ``any`` order within the window; `gap` does not apply
        then.
    since, until
        First and last instant or day (UTC) on which a ring may begin.
    max_rings, max_work
        Most rings, and most transfers looked at, before the search stops: a judgement,
        about a minute.

    Raises
    ------
    ValueError
        A bound that no ring can meet; it names the bound.
    """

    min_length: int = 3
    max_length: int = 6
    gap: float = 5
    window: float = 30
    keep: float = 0.9
    gain: float = 1.0
    conserving: bool = True
    related_hop: bool = False
    types: Sequence[str] = ("transfer", "withdraw")
    order: str = "increasing"
    since: str | None = None
    until: str | None = None
    max_rings: int = 100_000
    max_work: int = 2_000_000_000

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", tuple(self.types))
        if not self.types or not {*self.types} <= TYPES.keys():
            raise ValueError(f"types must be of {', '.join(TYPES)}")
        for name in ("max_rings", "max_work"):
            if not 1 <= getattr(self, name) <= MOST:
                raise ValueError(f"{name} must be above 0 and at most {MOST}")
        self.bounds()
        self.span()

    def bounds(self, unit: int = DAY) -> RingBounds:
        """The bounds of the search; `unit` is a day in the unit of the times."""
        if self.order not in ORDERS:
            raise ValueError(f"order must be one of {', '.join(ORDERS)}")
        for name in ("gap", "window", "keep", "gain"):
            if not math.isfinite(getattr(self, name)):
                raise ValueError(f"{name} must be a number")
        return RingBounds(
            min_length=self.min_length,
            max_length=self.max_length,
            gap=self._moments("gap", unit),
            window=self._moments("window", unit),
            keep=self.keep,
            gain=self.gain,
            conserving=self.conserving,
            any_order=self.order == "any",
        )

    def _moments(self, name: str, unit: int) -> int:
        """A gap or window in the unit of the times; what is longer than all is all."""
        days: float = getattr(self, name)
        if days < 0 or (days == 0 and name == "window"):
            least = "above 0" if name == "window" else "0 or above"
            raise ValueError(f"{name} must be {least}, not {days:g}")
        found = math.floor(min(days * unit, FURTHEST))
        if found < 1 and name == "window":
            raise ValueError(
                f"window must not be shorter than what times tell apart: {days:g}"
            )
        return found

    def span(self) -> tuple[int | None, int | None]:
        """First moment on which a ring may begin, and the first that is too late."""
        return parse_span(self.since, self.until)
