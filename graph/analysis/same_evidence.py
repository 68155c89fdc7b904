"""Firms whose flags rest on the same facts, by what rules that fit them name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.algorithms.components import weakly_connected_components
from graph.analysis.answer import Meaning, PartyRef

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvidence:
    """Firms of a list whose flags rest on the same facts.

    Two firms have the same evidence where a rule that fits one names the other, as
    partner in a guarantee circle or payment loop under shared control, or both have it
    with a third. Firms that no rule fits have it with nobody.
    """

    group: Annotated[
        str, Meaning("Id of the firm of the group that ranks first of all scored.")
    ]
    firms: Annotated[
        int, Meaning("Firms of the group in this list, on all pages.", low=2)
    ]
    first: Annotated[
        PartyRef | None, Meaning("The one that is listed first; null: it is this firm.")
    ]


class EvidenceGroups:
    """Which rows of a list have the same evidence; arrays have shape (n_rows,).

    Parameters
    ----------
    n
        Rows of the list, in its order.
    firm, named
        Shape (m,). Rows of a firm that a rule fits, and of one that the rule names.

    Attributes
    ----------
    first
        First row of each one's group: its own where it comes first or is alone.
    order
        Rows with each group together, where its first row is.
    place
        Where each row is in `order`.

    Notes
    -----
    O(n log n + m).
    """

    def __init__(self, n: int, firm: ArrayLike, named: ArrayLike) -> None:
        group = weakly_connected_components(firm, named, n)
        self.first: Rows = np.unique(group, return_index=True)[1][group]
        self.order: Rows = np.argsort(group, kind="stable")
        self.place: Rows = np.empty(n, np.intp)
        self.place[self.order] = np.arange(n)
        self._joined = np.bincount(self.first, minlength=n)[self.first] > 1

    def among(self, rows: Rows) -> dict[int, tuple[int, int]]:
        """First row and number of the chosen of each group, by its first row of all.

        Groups of which fewer than two are chosen are left out.

        Parameters
        ----------
        rows
            Shape (k,). The chosen, those of a group ascending.
        """
        joined = rows[self._joined[rows]]
        groups, places, counts = np.unique(
            self.first[joined], return_index=True, return_counts=True
        )
        chosen = zip(groups, joined[places], counts, strict=True)
        return {
            int(group): (int(first), int(count))
            for group, first, count in chosen
            if count > 1
        }
