"""Finding accounts by id."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.analysis.answer import Meaning, PartyRef, Total, explorer_page
from graph.text import fold, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.analysis.published import Published

_SHORTEST = 2
"""Characters from which an id is looked for, as of contracts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHit:
    """An account found by its id; whoever is known to hold it tells it from others."""

    account_id: str
    holders: Annotated[
        tuple[PartyRef, ...], Meaning("Known holders; none where unknown.")
    ]
    transfers: Annotated[int, Meaning("Out of it and into it.")]
    matched: str
    matched_in: Annotated[str, Meaning("account_id")]
    page: Annotated[str, Meaning("Address of its page in the explorer.")]


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """The accounts that a text finds."""

    items: tuple[AccountHit, ...]
    total: Total


class AccountIndex:
    """The accounts of a published snapshot by what their ids begin with.

    Ids without case and separators, whole and without their schemes.
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        keys = []
        for number, account in enumerate(published.snapshot.ids("account").to_pylist()):
            folded = fold(account)
            whole, value = joined(folded), joined(folded.partition(":")[2])
            keys.append((whole, number))
            if value not in {"", whole}:
                keys.append((value, number))
        keys.sort()
        self._keys = [key for key, _ in keys]
        self._numbers = [number for _, number in keys]

    def find(self, text: str, limit: int) -> AccountGroup:
        """Accounts whose id begins with the text, whole ids before those that go on."""
        found = dict.fromkeys(self._beginning(text))
        items = tuple(map(self._hit, islice(found, limit)))
        return AccountGroup(items, Total(len(found)))

    def mask(self, text: str) -> NDArray[np.bool_]:
        """Which accounts `find` finds, shape (accounts,)."""
        mask = np.zeros(len(self._published.snapshot.ids("account")), np.bool_)
        mask[self._beginning(text)] = True
        return mask

    def _beginning(self, text: str) -> list[int]:
        """Numbers in order of the keys that begin with the text; some repeat."""
        start = joined(fold(text))
        if not start:
            return []
        longest = "\U0010ffff" if len(start) >= _SHORTEST else "\0"
        first = bisect_left(self._keys, start)
        return self._numbers[first : bisect_left(self._keys, start + longest, first)]

    def _hit(self, number: int) -> AccountHit:
        snapshot = self._published.snapshot
        account = snapshot.node_id("account", number)
        transfers = sum(
            int(np.diff(rows.indptr[number : number + 2])[0])
            for rows in (snapshot.outgoing("transfer"), snapshot.incoming("transfer"))
        )
        return AccountHit(
            account_id=account,
            holders=holders_of(self._published, number),
            transfers=transfers,
            matched=account,
            matched_in="account_id",
            page=explorer_page("accounts", account),
        )


def holders_of(published: Published, number: int) -> tuple[PartyRef, ...]:
    """Whoever the snapshot knows to hold an account, each once."""
    held = published.snapshot.incoming("account_holder").row(number)
    return tuple(map(published.party_at, np.unique(held).tolist()))
