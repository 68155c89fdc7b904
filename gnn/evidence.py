"""Which firms, persons and contacts the flag of a firm rests on, found by rule.

A flag is believed for facts, not for weights: the firm's guarantee circle and
partners, the firms that score high within two steps of what ties firms closely, those
it paid or was paid by, and who stands behind two of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import csr_array

from gnn.features.matrices import few, off_diagonal, pattern, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int32s

    Rows = dict[int, str]

TOP_SHARE = 0.02
"""Of the scored firms: those worth a step."""
MOST_FIRMS = 25
"""Listed: what can be read as one picture; judgement."""
MOST_IN_CIRCLE = 30
"""Firms of a circle beyond which it says nothing of any of them; judgement."""
MOST_PARTNERS = 10
"""Guarantee partners of a firm beyond which they are a business, not a circle."""
MOST_PER_PERSON = 20
MOST_PER_CONTACT = 40
"""Firms of one person, holder or contact beyond which it says nothing of any of them.
As measured in the design."""
FLAGGED, CIRCLE, STEP, PARTNER, PAYMENT, NETWORK, HOLDER = (
    *("flagged", "circle", "step", "partner", "payment", "network", "holder"),
)
"""Why a firm is listed: it is the flagged one, of its guarantee circle, high up within
two steps, a guarantee partner, high up and paid, of its guarantee network, or owns two
of those listed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Nodes that the flag of a firm rests on.

    Attributes
    ----------
    firms
        Rows of the firms, the flagged one first, and why each is listed.
    persons, contacts
        Numbers of those behind two or more of them, ascending.
    left_out
        Firms that the rule names beyond the most that are listed.
    circle
        Firms in the guarantee circle of the flagged one, itself included.
    """

    firms: Mapping[int, str]
    persons: tuple[int, ...]
    contacts: tuple[int, ...]
    left_out: int
    circle: int

    @property
    def circle_shown(self) -> bool:
        """Whether the circle is small enough to be evidence."""
        return self.circle <= MOST_IN_CIRCLE


class EvidenceGround:
    """What evidence is looked for on: adjacency of a snapshot, made once.

    Parameters
    ----------
    firms
        Of the snapshot.
    rank
        Shape (n,). Place of each firm's score, 1 the highest; 0 where it has none.
    scored
        How many firms were looked at, of which the first count as high; by default
        those with a rank.

    Attributes
    ----------
    top
        Shape (n,). Whether a firm is among the first of the scored.

    Notes
    -----
    O(n + m) to make, and as much memory as the relations between firms.
    """

    def __init__(
        self, firms: Firms, rank: NDArray[np.integer], scored: int | None = None
    ) -> None:
        self.firms = firms
        self.rank = rank
        if scored is None:
            scored = int(np.count_nonzero(rank))
        self.top: NDArray[np.bool_] = (rank > 0) & (rank <= np.ceil(TOP_SHARE * scored))
        n, parties = len(firms), firms.row.size
        self._guarantees = firms.guarantees.both
        self._payments = firms.payments.both
        owned, owner = firms.owners.firm, firms.owners.other
        corporate = firms.row[owner] >= 0
        holdings = pattern(owned[corporate], firms.row[owner[corporate]], (n, n))
        self._holders = few(off_diagonal(holdings), MOST_PER_PERSON)
        self._held = off_diagonal(csr_array(holdings + holdings.T))
        behind = np.concatenate([owned[~corporate], firms.officers.firm])
        who = np.concatenate([owner[~corporate], firms.officers.other])
        self._persons = few(pattern(behind, who, (n, parties)), MOST_PER_PERSON)
        contacts = (n, firms.snapshot.manifest.counts["contact"])
        uses = pattern(firms.contacts.firm, firms.contacts.other, contacts)
        self._contacts = few(uses, MOST_PER_CONTACT)
        self._of_person = csr_array(self._persons.T)
        self._of_contact = csr_array(self._contacts.T)
        self._circles = Members.of(firms.guarantees.strong)
        self._networks = Members.of(firms.guarantees.weak)

    def of(self, row: int) -> Evidence:
        """The evidence for a firm's flag.

        Parameters
        ----------
        row
            Of the firm among the firms of the snapshot.

        Notes
        -----
        O(what the firm and those one step away are tied to).
        """
        found: Rows = {row: FLAGGED}
        circle, network = self._circles.with_row(row), self._networks.with_row(row)
        partners, paid = row_of(self._guarantees, row), row_of(self._payments, row)
        near = {other for other in self._tied(row) if self.top[other]}
        far = {other for one in near for other in self._tied(one) if self.top[other]}
        self._put(found, circle if len(circle) <= MOST_IN_CIRCLE else (), CIRCLE)
        self._put(found, near, STEP)
        self._put(found, partners if len(partners) <= MOST_PARTNERS else (), PARTNER)
        self._put(found, paid[self.top[paid]], PAYMENT)
        self._put(found, network if len(network) <= MOST_IN_CIRCLE else (), NETWORK)
        self._put(found, far, STEP)
        kept = dict(list(found.items())[:MOST_FIRMS])
        self._put(found, self._shared(kept, self._holders), HOLDER)
        kept = dict(list(found.items())[:MOST_FIRMS])
        return Evidence(
            firms=kept,
            persons=tuple(self._shared(kept, self._persons)),
            contacts=tuple(self._shared(kept, self._contacts)),
            left_out=len(found) - len(kept),
            circle=len(circle),
        )

    def _tied(self, row: int) -> Iterator[int]:
        """Firms one strong step away; some more than once."""
        yield from row_of(self._guarantees, row).tolist()
        yield from row_of(self._held, row).tolist()
        for ties, back in (
            (self._persons, self._of_person),
            (self._contacts, self._of_contact),
        ):
            for other in row_of(ties, row).tolist():
                yield from row_of(back, other).tolist()

    def _put(self, found: Rows, rows: Iterable[int], why: str) -> None:
        """Enter firms, the highest score first, unless they are there."""
        unscored = len(self.firms)
        for row in sorted({*rows}, key=lambda row: (self.rank[row] or unscored, row)):
            found.setdefault(int(row), why)

    def _shared(self, firms: Iterable[int], ties: csr_array) -> list[int]:
        """Who stands behind two of some firms, ascending."""
        times = Counter(other for row in firms for other in row_of(ties, row).tolist())
        return sorted(other for other, count in times.items() if count > 1)


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Firms by component.

    Attributes
    ----------
    label
        Shape (n,). Component of each.
    order, start
        Those of component ``c`` are ``order[start[c]:start[c + 1]]``, ascending.
    """

    label: Int32s
    order: NDArray[np.intp]
    start: NDArray[np.intp]

    @classmethod
    def of(cls, label: Int32s) -> Self:
        """Sort the firms once; O(n log n)."""
        start = np.append(0, np.cumsum(np.bincount(label)))
        return cls(label, np.argsort(label, kind="stable"), start)

    def with_row(self, row: int) -> NDArray[np.intp]:
        """The component of a firm."""
        place = self.label[row]
        return self.order[self.start[place] : self.start[place + 1]]
