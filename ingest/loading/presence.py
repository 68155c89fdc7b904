"""Which facts name a party that was not there at any moment of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING, END, At, format_instant
from graph.kernels.sorted_search import sorted_positions
from graph.vocabulary import KINDS
from ingest.loading.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.stores.base import Store
    from graph.vocabulary import Kind
    from ingest.loading.report import LoadReport

_PARTY = KINDS["party"]
_FOREVER = np.iinfo(np.int64).max
_EXAMPLES = 5


class Presence:
    """When the parties of a load and of its store were there, from first to last.

    A gap between two descriptions of a party is no absence: nobody says that it was
    gone. A fact that only outlives its party, or began before it, is none to warn of.

    Rows are compared with the narrowest description that came by, which is cheap, and
    those that fail with all that the store knows of their party by then.
    """

    def __init__(self, store: Store, report: LoadReport) -> None:
        self._store = store
        self._report = report
        self._was_filled = store.sequence() > 0
        self._keys = np.empty(0, np.uint64)
        self._periods = np.empty((2, 0), np.int64)
        self._pieces: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
        self._last_first, self._first_end = BEGINNING, _FOREVER
        if self._was_filled:
            self._learn(store.view(At(END, store.last_instant())).ended(_PARTY))

    def observe(self, kind: Kind, table: pa.Table) -> None:
        """Remember parties; warn of the rows of one file that miss theirs in time."""
        if kind is _PARTY:
            self._learn(table)
            return
        for item in kind.references:
            if item.node_kind == _PARTY.name and table.num_rows:
                self._warn(kind, item.column, table)

    def _warn(self, kind: Kind, column: str, table: pa.Table) -> None:
        names = (column, "file", "row", "valid_from", "valid_to")
        rows = self._suspects(column, table.select(list(names)))
        if not rows.num_rows:
            return
        known = self._described(rows[column])
        places = pc.index_in(rows[column], known["party_id"]).to_numpy()
        first = known["valid_from"].to_numpy()[places]
        end = known["valid_to"].to_numpy()[places]
        apart = np.flatnonzero(_apart(rows, first, end))
        if apart.size:
            shown = apart[:_EXAMPLES]
            self._report.file(rows["file"][0].as_py(), kind.name).warn(
                f"{column} of another time",
                *map(
                    _words,
                    rows.rename_columns(["party_id", *names[1:]])
                    .take(shown)
                    .to_pylist(),
                    first[shown].tolist(),
                    end[shown].tolist(),
                ),
                count=apart.size,
            )

    def _suspects(self, column: str, rows: pa.Table) -> pa.Table:
        """Rows that have no moment in common with some description of their party."""
        starts, ends = rows["valid_from"].to_numpy(), _ends(rows)
        over = ends < _FOREVER
        if self._was_filled and over.any():
            # what ended was learnt; to facts that are over beginnings matter, too
            self._ask_of_strangers(rows[column].filter(pa.array(over)))
        possible = (starts >= self._first_end) | (ends <= self._last_first)
        rows = rows.filter(pa.array(possible))
        if not rows.num_rows:
            return rows
        places = self._places(fingerprints(rows[column].combine_chunks()))
        apart = (places >= 0) & _apart(rows, *self._periods[:, places])
        return rows.filter(pa.array(apart))

    def _ask_of_strangers(self, ids: pa.ChunkedArray) -> None:
        places = self._places(fingerprints(ids.combine_chunks()))
        strangers = ids.filter(pa.array(places < 0)).drop_null()
        if len(strangers):
            self._learn(self._described(strangers))

    def _described(self, ids: pa.ChunkedArray) -> pa.Table:
        """When the store's descriptions of these parties begin and end, all in all."""
        at = At(BEGINNING - 1, self._store.last_instant())
        names = ids.unique().to_pylist()
        known = self._store.view(at).dormant(_PARTY, by="party", ids=names)
        known = known.set_column(2, "valid_to", pa.array(_ends(known)))
        whole = known.group_by("party_id").aggregate(
            [("valid_from", "min"), ("valid_to", "max")]
        )
        return whole.rename_columns(known.column_names)

    def _learn(self, table: pa.Table) -> None:
        if not table.num_rows:
            return
        periods = np.stack((table["valid_from"].to_numpy(), _ends(table)))
        keys = fingerprints(table["party_id"].combine_chunks())
        self._pieces.append((keys, periods))
        self._last_first = max(self._last_first, int(periods[0].max()))
        self._first_end = min(self._first_end, int(periods[1].min()))

    def _places(self, keys: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Where each party's narrowest period is; -1 of one that is not known."""
        if self._pieces:
            known = np.concatenate([self._keys, *(piece[0] for piece in self._pieces)])
            periods = np.concatenate(
                [self._periods, *(piece[1] for piece in self._pieces)], axis=1
            )
            order = np.argsort(known)
            first, end = periods[:, order]
            self._keys, starts = np.unique(known[order], return_index=True)
            self._periods = np.stack(
                (np.maximum.reduceat(first, starts), np.minimum.reduceat(end, starts))
            )
            self._pieces.clear()
        return sorted_positions(self._keys, keys)


def _apart(
    rows: pa.Table, first: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether each row's period and that of its party have no moment in common."""
    starts: NDArray[np.int64] = rows["valid_from"].to_numpy()
    return (starts >= end) | (_ends(rows) <= first)


def _ends(table: pa.Table) -> NDArray[np.int64]:
    ends: NDArray[np.int64] = pc.fill_null(table["valid_to"], _FOREVER).to_numpy()
    return ends


def _words(row: Mapping[str, Any], first: int, end: int) -> str:
    named = f"row {row['row']}: {row['party_id']}"
    if end <= row["valid_from"]:
        return f"{named} ended on {At(END, END).last_day(end)}, before this began"
    return f"{named} began on {format_instant(first)}, when this was over"
