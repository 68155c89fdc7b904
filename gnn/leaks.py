"""Proof that a model sees nothing of the time after its instant.

Features are computed again from a snapshot that cannot know the future: facts do not
say when they end later, and what investigations found is out of reach. Labels are made
again without one outcome, which must change its own party's row alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gnn.errors import ModelError
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.labels import FRAUD, found_labels
from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnn.dataset import Dataset, Moment
    from gnn.labels import Labels
    from graph.instant import At
    from graph.progress import Progress
    from graph.snapshot.files import Tables
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

SAMPLED_OUTCOMES = 20
"""Outcomes that are moved, evenly over all: each makes the labels again."""
_SHOWN = 5


class LeakError(ModelError):
    """Something that a model learns from tells of the time after its instant."""


def check_dataset(
    data: Dataset, later: FactView, progress: Progress | None = None
) -> None:
    """Every check of this module.

    Raises
    ------
    LeakError
        One failed; it says which.
    """
    check_features(data.train, progress)
    check_moved_outcomes(data.train, data.all_found, later)
    check_schemes(data.train.labels, data.validate.labels)


def check_features(moment: Moment, progress: Progress | None = None) -> None:
    """Compute a moment's features from a snapshot without a future.

    Raises
    ------
    LeakError
        A column differs, or asks for outcomes of cases.
    """
    schema = moment.features.schema
    again = build_features(Firms(blinded(moment.snapshot)), schema.groups, progress)
    same = [
        np.array_equal(one, other, equal_nan=True)
        for one, other in zip(again.values.T, moment.features.values.T, strict=True)
    ]
    names = [name for name, kept in zip(schema.names, same, strict=True) if not kept]
    if names:
        raise LeakError(
            f"{len(names)} features of {moment.day} depend on when facts end later: "
            + ", ".join(names[:_SHOWN])
        )


def check_moved_outcomes(moment: Moment, labels: Labels, later: FactView) -> None:
    """Move outcomes beyond the day of training, one at a time.

    Raises
    ------
    LeakError
        The label of another party changed.
    """
    rows = _confirmed(later)
    count = min(len(rows), SAMPLED_OUTCOMES)
    for place in np.linspace(0, len(rows) - 1, count).astype(int).tolist():
        party, record = rows[place]
        moved = cast("FactView", _Without(later, record))  # only outcomes are asked for
        again = found_labels(moment.snapshot.view, moved, moment.ids)
        for name in ("positive", "left_out", "masked"):
            differs = getattr(again, name) != getattr(labels, name)
            rows_hit = np.flatnonzero(differs)
            others = [moment.ids[row] for row in rows_hit if moment.ids[row] != party]
            if others:
                raise LeakError(
                    f"outcome {record} of {party} changes what is known of "
                    f"{', '.join(others[:_SHOWN])}"
                )


def check_schemes(train: Labels, validate: Labels) -> None:
    """Compare the schemes of positives.

    Raises
    ------
    LeakError
        One is in both.
    """
    first, second = (
        {labels.schemes[number] for number in labels.scheme[labels.positive]}
        for labels in (train, validate)
    )
    if shared := sorted(first & second):
        raise LeakError(
            f"{len(shared)} schemes are positive in training and in validation: "
            + ", ".join(shared[:_SHOWN])
        )


def blinded(snapshot: Snapshot) -> Snapshot:
    """The same snapshot without what a later day taught."""
    tables = _Blinded(snapshot._tables, snapshot.manifest.at.as_of)  # noqa: SLF001
    return Snapshot(snapshot.manifest, tables)


class _Blinded:
    """Tables in which nothing ends later, and which hold no outcome of a case."""

    def __init__(self, tables: Tables, as_of: int) -> None:
        self._tables = tables
        self._as_of = as_of

    def __getitem__(self, name: str) -> pa.Table:
        if name == CASE_OUTCOME.name:
            raise LeakError("features read outcomes of cases, which are labels")
        table = self._tables[name]
        if name == "arrays":
            kept = [
                column
                for column in table.column_names
                if not column.startswith(f"{CASE_OUTCOME.name}.")
            ]
            return table.select(kept)
        if "valid_to" not in table.column_names:
            return table
        ends = table["valid_to"]
        known = pc.less_equal(ends, pa.scalar(self._as_of, ends.type))
        blank = pc.if_else(known, ends, pa.scalar(None, ends.type))
        place = table.column_names.index("valid_to")
        return table.set_column(place, "valid_to", blank)

    def verify(self) -> None:
        self._tables.verify()


class _Without:
    """A view that lacks one record of what was found."""

    def __init__(self, view: FactView, record_id: str) -> None:
        self._view = view
        self._record_id = record_id

    @property
    def at(self) -> At:
        return self._view.at

    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        found = self._view.select(kind, by=by, ids=ids, limit=limit)
        return found.filter(pc.not_equal(found["record_id"], self._record_id))


def _confirmed(view: FactView) -> list[tuple[str, str]]:
    """Party and record of each confirmed fraud, in order of the records."""
    return [
        (row["party_id"], row["record_id"])
        for row in view.select(CASE_OUTCOME).to_pylist()
        if row["outcome"] == "confirmed" and row["task"] in FRAUD
    ]
