"""How long before it was found a scheme stood in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.dataset import month_ends_before
from graph.analysis.history import end_of
from graph.instant import to_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from gnn.dataset import Past
    from gnn.labels import Planted
    from graph.progress import Progress
    from graph.snapshot import Snapshot

    Floats = NDArray[np.float64]

LISTED = 500
MONTHS = 12
_DAY = 86_400_000


def lead_times(
    past: Past,
    day: date,
    scored: Callable[[Snapshot], tuple[Sequence[str], Floats]],
    planted: Planted,
    progress: Progress | None = None,
) -> dict[str, int | None]:
    """Days from the first month-end at which a member is listed to the discovery.

    The same frozen model scores all firms at each of the month-ends before the day, as
    nobody would have known then who was to be caught.

    Parameters
    ----------
    scored
        Ids of a snapshot's firms and their scores.

    Returns
    -------
    By scheme, None for one that was never listed: those that began by the day and were
    discovered after the first of the month-ends. Negative: listed after it was found.
    """
    ends = month_ends_before(day, MONTHS)
    first: dict[str, int] = {}
    for done, end in enumerate(ends):
        if progress is not None:
            progress("month ends", done, MONTHS)
        ids, raw = scored(past.snapshot_of(end))
        for row in np.argsort(-raw, kind="stable")[:LISTED].tolist():
            first.setdefault(ids[row], end_of(end, 0).as_of)
        past.forget(end)
    if progress is not None:
        progress("month ends", MONTHS, MONTHS)
    begins, until = (to_milliseconds(moment) for moment in (ends[0], day))
    found: dict[str, int | None] = {}
    for scheme in planted.schemes:
        if scheme.discovered <= begins or min(scheme.joined.values()) > until:
            continue
        listed = [first[party] for party in scheme.joined if party in first]
        found[scheme.scheme_id] = (
            round((scheme.discovered - min(listed)) / _DAY) if listed else None
        )
    return found
