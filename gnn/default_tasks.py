"""Models of default within twelve months, beside the rating and the simulation.

None of them is served unless it is better than both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.bootstrap import bootstrap
from gnn.dataset import Days, firm_ids
from gnn.defaults import defaulted_before, edge_rows, first_default, in_circles, risky
from gnn.errors import LabelError
from gnn.evaluate import as_told
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.models.boosted import train
from graph.analysis.contagion import default_probabilities

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from graph.progress import Progress
    from graph.snapshot import Snapshot

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

CIRCLE_DEFAULT, RISKY_EDGE = "circle-default", "risky-edge"
TASKS = (CIRCLE_DEFAULT, RISKY_EDGE)
MONTHS_BEFORE = {"train": 36, "validate": 24, "test": 12}
"""A year apart each, so that no label is looked at before its time."""
GROUPS = tuple(group for group in Group if group is not Group.CONTAGION)
YEAR = 365 * 86_400_000
MODEL, RATING, WORLDS = "model", "rating", "possible worlds"


@dataclass(frozen=True, slots=True, eq=False)
class DefaultRows:
    """Firms of circles, or guarantees, that may fail within twelve months.

    Attributes
    ----------
    values, positive, cluster
        Shapes (r, d), (r,) and (r,): features, what happened, and what a bootstrap
        draws together: a strong component of guarantees.
    rating, worlds
        Shape (r,). The same chance by own ratings, and by the simulation.
    """

    values: NDArray[np.float32]
    positive: Flags
    cluster: NDArray[np.int32]
    rating: Floats
    worlds: Floats


def judge_default(
    snapshot_of: Callable[[date], Snapshot],
    day: date,
    task: str,
    seed: int,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Train on the first year, stop on the second, and judge on the third.

    Raises
    ------
    LabelError
        In one of them nothing failed, or everything did.
    """
    days = Days.before(day, *MONTHS_BEFORE.values())
    later = snapshot_of(day)
    rows = {}
    for done, name in enumerate(MONTHS_BEFORE):
        if progress is not None:
            progress("snapshots", done, len(MONTHS_BEFORE))
        when: date = getattr(days, name)
        rows[name] = _rows(snapshot_of(when), later, task, judged=name == "test")
        count = int(rows[name].positive.sum())
        if not 0 < count < rows[name].positive.size:
            raise LabelError(
                f"{name} snapshot of {when}: {count} of {rows[name].positive.size} "
                f"rows of {task} failed within twelve months; a model needs both"
            )
    first, second, test = (rows[name] for name in MONTHS_BEFORE)
    names = [f"column {number}" for number in range(first.values.shape[1])]
    model = train(
        first.values,
        first.positive,
        validation=(second.values, second.positive),
        names=names,
        seed=seed,
    )
    scores = {
        MODEL: model.raw(test.values),
        RATING: test.rating,
        WORLDS: test.worlds,
    }
    against = ((MODEL, RATING), (MODEL, WORLDS))
    found = bootstrap(test.positive, scores, test.cluster, pairs=against, seed=seed)
    return {
        "task": task,
        "days": days.to_dict(),
        "rows": {
            name: {"rows": part.positive.size, "positive": int(part.positive.sum())}
            for name, part in rows.items()
        },
        **as_told(found),
    }


def _rows(
    snapshot: Snapshot, later: Snapshot, task: str, *, judged: bool
) -> DefaultRows:
    features = build_features(Firms(snapshot), GROUPS)
    parties, ids = features.parties, firm_ids(snapshot, features)
    at = snapshot.manifest.at.as_of
    failed = first_default(later.view, at, ids)
    standing = ~defaulted_before(snapshot.view, ids)
    if judged:  # what is rated and simulated is only looked at beside the model
        scores = default_probabilities(snapshot)
        own, whole = scores.self_pd[parties], scores.pd[parties]
    else:
        own, whole = np.full((2, parties.size), np.nan)
    component = snapshot.component[parties]
    if task == CIRCLE_DEFAULT:
        kept = in_circles(snapshot, parties) & standing
        return DefaultRows(
            features.values[kept],
            failed[kept] <= at + YEAR,
            component[kept],
            own[kept],
            whole[kept],
        )
    edges = edge_rows(snapshot, features)
    kept = standing[edges.guarantor] & standing[edges.debtor]
    guarantor, debtor = edges.guarantor[kept], edges.debtor[kept]
    return DefaultRows(
        edges.values[kept],
        risky(edges, failed, at + YEAR)[kept],
        component[debtor],
        own[guarantor] * own[debtor],
        whole[guarantor] * whole[debtor],
    )
