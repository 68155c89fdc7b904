"""Firms that are flagged as a list, by falling chance, and those not scored."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.answer import Completeness, Total
from graph.analysis.bands import BANDS
from graph.analysis.flag_filter import FlagFilter, passing, places, with_state
from graph.analysis.flagged_records import (
    FlaggedFirm,
    FlaggedList,
    Flags,
    NotScoredShare,
)
from graph.analysis.model_findings import LEAST_FLAGGED
from graph.analysis.model_score_parts import (
    NOT_SCORED,
    figures_of,
    missing_of,
    not_scored_of,
    reason_of,
    rule_names,
    stale_of,
    summary_of,
)
from graph.analysis.model_score_records import ScoreBandShare
from graph.analysis.party_cases import FirmState, case_book
from graph.analysis.same_evidence import SameEvidence
from graph.analysis.score_book import score_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from graph.analysis.answer import PartyRef
    from graph.analysis.published import Published
    from graph.analysis.score_book import ScoreBook
    from graph.stores.base import Store

TOP = 8
"""Open firms that the first page names."""


def flagged_list(
    published: Published,
    store: Store,
    wanted: FlagFilter | None = None,
    *,
    first: int = 0,
    limit: int = 20,
) -> FlaggedList:
    """A page of firms by falling chance, then raw score; by rules the most rules first.

    Parameters
    ----------
    first
        Place to begin at among all firms: what is said of some between two pages moves
        no other one.

    Notes
    -----
    O(n) for n firms, and a few reads for each firm of the page.
    """
    book = score_book(published, store)
    states = case_book(published, store).states()
    wanted = wanted or FlagFilter()
    rows = _none() if book is None else passing(book, wanted, states)
    rest = rows if book is None else rows[places(book, wanted)[rows] >= first]
    cut = "limit" if limit < rest.size else ""
    return FlaggedList(
        **_counts(book, states),
        items=()
        if book is None
        else tuple(_firms(published, book, rows, states, rest[:limit])),
        total=Total(rows.size),
        at=published.at,
        completeness=Completeness.cut(
            rows.size, cut, advice="Raise the limit or ask for the next page."
        ),
        receipt=None if book is None else published.stamped(book.receipt),
    )


def place_after(
    published: Published, store: Store, page: FlaggedList, wanted: FlagFilter
) -> int | None:
    """Place that the next page begins at; None: this is the last one."""
    book = score_book(published, store)
    if book is None or page.completeness.complete:
        return None
    last = published.snapshot.number("party", page.items[-1].party.party_id)
    row = book.row(last)
    return None if row is None else int(places(book, wanted)[row]) + 1


_UNDECIDED = FlagFilter(flagged=True, status=FirmState.OPEN)
"""Whom somebody should look at."""


def flags_of(published: Published, store: Store) -> Flags | None:
    """Flagged firms at a glance; None where no scores are published."""
    book = score_book(published, store)
    if book is None:
        return None
    states = case_book(published, store).states()
    rows = passing(book, _UNDECIDED, states)
    firms = tuple(_firms(published, book, rows, states, rows[:TOP]))
    return Flags(**_counts(book, states), firms=firms)


def _none() -> NDArray[np.intp]:
    return np.empty(0, np.intp)


def _counts(book: ScoreBook | None, states: Mapping[str, FirmState]) -> dict[str, Any]:
    """What `FlagCounts` says of a book, by its names."""
    if book is None:
        return {**_NO_COUNTS}
    return {
        "by": book.by,
        "scored": book.n_scored,
        "flagged": int(book.flagged.sum()),
        "least_flagged": LEAST_FLAGGED,
        "bands": _bands(book),
        "statuses": {
            state.value: int((book.flagged & with_state(book, state, states)).sum())
            for state in FirmState
        },
        "not_scored": tuple(
            NotScoredShare(code=code, text=NOT_SCORED[code], firms=firms)
            for code, firms in sorted(Counter(filter(None, book.not_scored)).items())
        ),
        "model": summary_of(book),
        "stale": stale_of(book),
        "inputs_as_of": book.receipt.as_of,
    }


_NO_COUNTS: Mapping[str, Any] = {
    "by": None,
    "scored": 0,
    "flagged": 0,
    "least_flagged": LEAST_FLAGGED,
    "bands": (),
    "statuses": {},
    "not_scored": (),
    "model": None,
    "stale": None,
    "inputs_as_of": None,
}


def _bands(book: ScoreBook) -> tuple[ScoreBandShare, ...]:
    if book.by != "model":
        return ()
    edges = (*book.bands, 1.0)
    return tuple(
        ScoreBandShare(
            band=band,
            label=label,
            low=edges[band - 1],
            high=edges[band],
            firms=int((book.band == band).sum()),
        )
        for band, label, _, _ in BANDS
    )


def _firms(
    published: Published,
    book: ScoreBook,
    rows: NDArray[np.intp],
    states: Mapping[str, FirmState],
    page: NDArray[np.intp],
) -> Iterator[FlaggedFirm]:
    """The firms of a page of chosen rows."""
    same = book.same_evidence.among(rows)
    for row in page.tolist():
        party = _party(published, book, row)
        told = (row for row in book.reasons(party.party_id) if row["feature"])
        reasons = [*map(reason_of, islice(told, 2)), None, None]
        group = int(book.same_evidence.first[row])
        first, count = same.get(group, (row, 0))
        yield FlaggedFirm(
            **figures_of(book, row),
            party=party,
            not_scored=not_scored_of(book.not_scored[row]),
            top=reasons[0],
            second=reasons[1],
            not_collected=missing_of(book, row),
            rules=rule_names(book.hits(party.party_id)),
            evidence=SameEvidence(
                group=_party(published, book, group).party_id,
                firms=count,
                first=None if first == row else _party(published, book, first),
            )
            if count
            else None,
            status=states.get(party.party_id, FirmState.OPEN),
        )


def _party(published: Published, book: ScoreBook, row: int) -> PartyRef:
    return published.party_at(int(book.numbers[row]))
