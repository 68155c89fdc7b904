"""Holders of accounts, and where the money of a loan may end, as a snapshot says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.snapshot.arrays import column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.plain_moves import Move, Node
    from graph.snapshot import Snapshot


class SnapshotSurroundings:
    """What tests of patterns ask about besides the facts of a hit."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._borrower = column(snapshot.nodes("loan"), "borrower")
        self._accounts = snapshot.outgoing("account_holder")
        self._holders = snapshot.incoming("account_holder")
        self._ties = {
            "guarantor": snapshot.pairs.reverse,
            "owned": snapshot.outgoing("ownership"),
        }

    def holder(self, account: Node) -> object:
        """The first party that holds an account, or the account itself."""
        held = self._holders.row(account[1]).tolist()
        return min(held) if held else account

    def homes(self, paid_out: Move) -> set[Node]:
        """Accounts of whoever borrowed, or was paid where nobody says who did."""
        return {paid_out.head} | self._of(self._parties(paid_out))

    def goals(self, paid_out: Move, back_to: Sequence[str]) -> set[Node]:
        """Accounts where the money of a loan may end."""
        parties = self._parties(paid_out)
        close = {
            other
            for name in back_to
            if name in self._ties
            for party in parties
            for other in self._ties[name].row(party).tolist()
        }
        own = self.homes(paid_out) if "borrower" in back_to else set()
        return own | self._of(close - parties)

    def _parties(self, paid_out: Move) -> set[int]:
        borrower = int(self._borrower[paid_out.tail[1]])
        if borrower >= 0:
            return {borrower}
        return set(self._holders.row(paid_out.head[1]).tolist())

    def _of(self, parties: Iterable[int]) -> set[Node]:
        return {
            ("account", account)
            for party in parties
            for account in self._accounts.row(party).tolist()
        }
