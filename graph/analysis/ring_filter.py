"""Which money rings a list holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.bands import band_start
from graph.instant import format_instant, parse_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.analysis.published import Published
    from graph.analysis.ring_records import Ring
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFilter:
    """Which rings a list holds; None: whichever.

    Attributes
    ----------
    account, party
        An account that the ring passes, and a party that holds one.
    since, until
        First and last instant or day (UTC) on which a ring may begin.
    everyday
        Whether an everyday reading fits.
    related
        Whether a hop is between accounts of one party or of related ones.
    least_band
        Band of risk that a known holder is in at least.

    Raises
    ------
    ValueError
        A day cannot be read.
    """

    account: str | None = None
    party: str | None = None
    since: str | None = None
    until: str | None = None
    everyday: bool | None = None
    related: bool | None = None
    least_band: int | None = None

    def __post_init__(self) -> None:
        self.span()

    def span(self) -> tuple[str, str]:
        """First and last moment, as rings state when they begin."""
        first, end = parse_span(self.since, self.until)
        last = None if end is None else format_instant(end - 1)
        return format_instant(first) or "", last or "9999"

    def test(self, published: Published) -> Callable[[Ring], bool]:
        """Whether a ring passes, but for what is asked of everyday readings.

        Raises
        ------
        NotFoundError
            The account or party is unknown.
        """
        wanted = self._accounts(published)
        first, last = self.span()

        def passes(ring: Ring) -> bool:
            return (
                first <= ring.begins <= last
                and self.related in (None, ring.related)
                and all(
                    any(hop.payer_id in accounts for hop in ring.transfers)
                    for accounts in wanted
                )
            )

        return passes

    def _accounts(self, published: Published) -> list[frozenset[str]]:
        """Sets of accounts, of each of which a ring must pass one."""
        snapshot, own = published.snapshot, None
        if self.account is not None:
            snapshot.number("account", self.account)
            own = frozenset({self.account})
        if self.party is not None:
            held = _held_by(snapshot, [snapshot.number("party", self.party)])
            own = held if own is None else held & own
        wanted = [] if own is None else [own]
        if self.least_band is not None:
            risky = published.pd.at_least(band_start(self.least_band)).tolist()
            wanted.append(_held_by(snapshot, risky))
        return wanted


def _held_by(snapshot: Snapshot, parties: Sequence[int]) -> frozenset[str]:
    """Accounts that one of these party numbers holds."""
    rows = snapshot.outgoing("account_holder")
    held = {account for party in parties for account in rows.row(party).tolist()}
    numbers = np.asarray(sorted(held), np.int32)
    return frozenset(snapshot.ids("account").take(numbers).to_pylist())
