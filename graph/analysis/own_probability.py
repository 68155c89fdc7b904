"""Own default probability of each party: its rating, or worse, what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.passthrough import SelfPdQuality, self_probability
from graph.analysis.credit_events import CLOSED_STATUSES, EVENT_PD, PAST_DUE
from graph.instant import BEGINNING
from graph.snapshot.arrays import column, decoded, integers, single_chunk
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.contagion import ContagionParameters
    from graph.snapshot import Snapshot

DAY = 86_400_000
"""Milliseconds."""


def own_probabilities(
    snapshot: Snapshot, parameters: ContagionParameters
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Probability that each party fails without any other, and its `SelfPdQuality`.

    The maximum of two: that of the rating (or the setting) and the worst event that
    counts. An event can only raise it, so that a better rating of older date never
    hides a bankruptcy.

    Raises
    ------
    ValueError
        A probability is outside [0, 1], or a code of the table is unknown.

    Notes
    -----
    O(n + events + loans), without a Python step for any of them.
    """
    codes, table = _grades(snapshot, parameters.grade_pd)
    own, quality = self_probability(
        snapshot.figures.self_pd, codes, table, parameters.default_self_pd
    )
    if not parameters.events:
        return own, quality
    _check(parameters.event_pd)
    floor = _event_floor(snapshot, parameters)
    worse = floor > own
    own[worse] = floor[worse]
    quality[worse] = SelfPdQuality.EVENT
    return own, quality


def _event_floor(
    snapshot: Snapshot, parameters: ContagionParameters
) -> NDArray[np.float64]:
    """The worst that counts of each party, 0 where there is nothing."""
    floor = np.zeros(snapshot.n_parties)
    events, loans = snapshot.facts("risk_event"), snapshot.nodes("loan")
    as_of = snapshot.manifest.at.as_of
    for party, probability in (
        (column(events, "party"), event_probabilities(events, as_of, parameters)),
        (column(loans, "borrower"), loan_probabilities(loans, parameters)),
    ):
        counted = (probability > 0.0) & (party >= 0)
        np.maximum.at(floor, party[counted], probability[counted])
    return floor


def event_probabilities(
    events: pa.Table, as_of: int, parameters: ContagionParameters
) -> NDArray[np.float64]:
    """Least own probability that each risk event stands for; 0 where it is over.

    An event is over when its status says so (`CLOSED_STATUSES`), or once it is older
    than its days. One without a day does not age: unknown is not old.

    Parameters
    ----------
    events
        Has ``event_type``, ``status`` and ``valid_from``, as stores and snapshots do.
    as_of
        UTC milliseconds.

    Returns
    -------
    numpy.ndarray
        float64, (events,), in [0, 1].
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    types = decoded(single_chunk(events, "event_type"))
    probability = _by_code(types, parameters.event_pd, absent=0.0)
    days = _by_code(types, parameters.event_days, absent=np.inf)
    happened = integers(single_chunk(events, "valid_from"), BEGINNING)
    aged = (happened > BEGINNING) & (as_of - happened > days * DAY)
    status = single_chunk(events, "status").cast(pa.string())
    said = pc.utf8_lower(pc.utf8_trim_whitespace(status))
    closed = pc.is_in(said, pa.array(sorted(CLOSED_STATUSES)))
    probability[aged | closed.to_numpy(zero_copy_only=False)] = 0.0
    return probability


def loan_probabilities(
    loans: pa.Table, parameters: ContagionParameters
) -> NDArray[np.float64]:
    """Least own probability of a borrower by each loan's grade and days past due.

    The worse of the two. A loan with nothing outstanding says nothing any more; one of
    unknown balance does.

    Returns
    -------
    numpy.ndarray
        float64, (loans,), in [0, 1].
    """
    grades = decoded(single_chunk(loans, "five_class"))
    late = integers(single_chunk(loans, "days_past_due"), 0)
    steps = np.searchsorted([first for first, _ in PAST_DUE], late, side="right")
    figures = [parameters.event_pd.get(code, 0.0) for _, code in PAST_DUE]
    probability: NDArray[np.float64] = np.maximum(
        _by_code(grades, parameters.event_pd, absent=0.0),
        np.array([0.0, *figures])[steps],
    )
    probability[integers(single_chunk(loans, "outstanding"), -1) == 0] = 0.0
    return probability


def _by_code(
    codes: pa.Array, table: Mapping[str, float], *, absent: float
) -> NDArray[np.float64]:
    """The table's figure of each code."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pc.index_in(codes.cast(pa.string()), pa.array(list(table), pa.string()))
    figures = np.array([*table.values(), absent], np.float64)
    found: NDArray[np.float64] = figures[integers(rows, len(table))]
    return found


def _check(event_pd: Mapping[str, float]) -> None:
    kind, loan = KINDS["risk_event"], KINDS["loan"]
    known = {
        *EVENT_PD,
        *kind.property_by_name["event_type"].choices,
        *loan.property_by_name["five_class"].choices,
    }
    unknown = sorted(set(event_pd) - known)
    if unknown:
        raise ValueError(
            f"event_pd has the codes {', '.join(unknown)}; known are "
            f"{', '.join(sorted(known))}"
        )
    for code, value in event_pd.items():
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"event_pd[{code}] is {value}, expected in [0, 1]")


def _grades(
    snapshot: Snapshot, grade_pd: Mapping[str, float]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Row of each party's grade in a table of probabilities, -1 if not rated."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = sorted(grade_pd)
    rows = pc.index_in(snapshot.figures.grade, pa.array(names, pa.string()))
    codes = rows.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, np.array([grade_pd[name] for name in names])
