"""A model that is there already, judged by what was found or planted since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gnn.abstention import abstentions, counted
from gnn.dataset import Moment, firm_ids, require_both
from gnn.evaluate import by_type, compare, missed_schemes
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.labels import clusters, found_labels, planted_labels
from gnn.rules import rule_scores

if TYPE_CHECKING:
    from datetime import date

    from gnn.dataset import Past
    from gnn.labels import Planted
    from gnn.model import Model
    from graph.progress import Progress

MODEL = "model"


def evaluate(
    model: Model,
    past: Past,
    day: date,
    known: date,
    *,
    planted: Planted | None = None,
    seed: int,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Figures of a model and of the rules on the firms of a day.

    Parameters
    ----------
    known
        Positives are what was found by its end, unless `planted` says what they are.
        What nobody has found by then counts as clean: a model looks about half as
        precise as it is where half a year has passed.

    Raises
    ------
    LabelError
        Nothing was found since, or everything.
    """
    snapshot = past.snapshot_of(day)
    firms = Firms(snapshot)
    features = build_features(firms, model.schema.groups, progress)
    ids = firm_ids(snapshot, features)
    if planted is None:
        labels = found_labels(snapshot.view, past.view_of(known), ids)
    else:
        labels = planted_labels(snapshot.view, planted, ids)
    require_both(labels, "judged", day.isoformat())
    moment = Moment(snapshot, ids, features, labels, clusters(labels, planted, ids))
    codes = abstentions(features, model.ranges, model.schema.groups)
    score = counted(model.trees.raw(features.values), codes)
    scores = {MODEL: score, **rule_scores(firms)}
    against = [(MODEL, name) for name in scores if name != MODEL]
    return {
        "model_id": model.model_id,
        "day": day.isoformat(),
        "labels": "planted" if planted else f"found by {known.isoformat()}",
        "firms": int(labels.judged.sum()),
        "positive": int((labels.positive & labels.judged).sum()),
        "abstained": int((codes != 0).sum()),
        **compare(moment, scores, against, seed),
        "by_type": by_type(moment, score),
        "missed": missed_schemes(moment, score),
    }
