"""Scores of the firms of a snapshot by row, wherever they were read or made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from graph.analysis.model_score_parts import figures_of
from graph.analysis.model_score_records import ScoreInBrief

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.analysis.flagged_since import FlaggedSince
    from graph.analysis.score_book import ScoreBook

    Floats = NDArray[np.float64]

NEW, NOT_PUBLISHED = "new", "not_published"
"""Codes of firms that are not among the scores, and of all where there are none."""
_COLUMNS: Mapping[str, Any] = {
    "rank": np.int64(0),
    "raw_score": np.nan,
    "chance": np.nan,
    "low": np.nan,
    "high": np.nan,
    "band": np.int64(0),
    "flagged": np.False_,
}
"""Columns of ``model_score`` and what a firm without a row has."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirmScores:
    """Scores by row of the firms; arrays have shape (n,).

    Attributes
    ----------
    by
        ``model`` or ``rules``; empty: nothing was published.
    n_scored
        How many firms have a score, or were looked at by rules.
    rank
        1 is the highest, 0 where there is none.
    raw_score, chance, low, high
        NaN where there is none.
    band
        1 to 5, 0 where there is none.
    not_scored
        Code of the reason why a firm has no score, else None.
    since
        From when on it is in the list, where that is published; else None.
    """

    by: str
    n_scored: int
    rank: NDArray[np.int64]
    raw_score: Floats
    chance: Floats
    low: Floats
    high: Floats
    band: NDArray[np.int64]
    flagged: NDArray[np.bool_]
    not_scored: Sequence[str | None]
    since: Sequence[FlaggedSince | None]

    @classmethod
    def of_book(cls, firms: Firms, book: ScoreBook) -> Self:
        """Those that are published; O(firms)."""
        columns = {name: getattr(book, name) for name in _COLUMNS}
        said: dict[str, Sequence[Any]] = {
            "not_scored": book.not_scored,
            "since": book.since,
        }
        return cls._of(firms, book.by, book.numbers, columns | _objects(said))

    @classmethod
    def of_table(cls, firms: Firms, by: str, table: pa.Table) -> Self:
        """Those of a table ``model_score``, maybe of another snapshot; O(firms)."""
        numbers = firms.snapshot.numbers("party", table["party_id"].to_pylist())
        known = numbers >= 0
        table = table.filter(known)
        columns = {name: table[name].to_numpy() for name in _COLUMNS}
        said = {
            "not_scored": table["not_scored"].to_pylist(),
            "since": [None] * len(table),
        }
        return cls._of(firms, by, numbers[known], columns | _objects(said))

    @classmethod
    def none(cls, firms: Firms) -> Self:
        """What there is where nothing is published."""
        nobody = np.empty(0, np.int64)
        columns = dict.fromkeys((*_COLUMNS, "not_scored", "since"), np.empty(0))
        return cls._of(firms, "", nobody, columns, absent=NOT_PUBLISHED)

    @classmethod
    def _of(
        cls,
        firms: Firms,
        by: str,
        numbers: NDArray[np.integer],
        columns: Mapping[str, NDArray[Any]],
        *,
        absent: str = NEW,
    ) -> Self:
        rows = firms.row[numbers]
        known = rows >= 0
        found = {
            name: np.full(len(firms), missing) for name, missing in _COLUMNS.items()
        }
        found["not_scored"] = np.full(len(firms), absent, object)
        found["since"] = np.full(len(firms), None, object)
        for name, values in found.items():
            values[rows[known]] = columns[name][known]
        codes, since = (found.pop(name).tolist() for name in ("not_scored", "since"))
        scored = sum(code is None for code in columns["not_scored"])
        return cls(by=by, n_scored=scored, not_scored=codes, since=since, **found)

    def brief(self, row: int) -> ScoreInBrief:
        """The score of a firm beside other figures of it."""
        return ScoreInBrief(**figures_of(self if self.by else None, row))


def _objects(columns: Mapping[str, Sequence[Any]]) -> dict[str, NDArray[Any]]:
    """Columns of texts and records, of which some are None."""
    return {name: np.array(values, object) for name, values in columns.items()}
