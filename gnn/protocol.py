"""What is told of a model: figures beside baselines, checks, and what it hangs on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from gnn.abstention import abstentions, counted
from gnn.baselines import with_neighbour_means, without_recency
from gnn.calibration import expected_calibration_error, reliability
from gnn.dataset import Dataset, firm_ids, months_before
from gnn.evaluate import by_type, compare, kept_in_top, missed_schemes
from gnn.extra import torch_part
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.labels import planted_confirmed
from gnn.lead_time import lead_times
from gnn.leaks import check_dataset
from gnn.rules import rule_scores
from gnn.second_protocol import TREES, found_bench, judge_second, planted_bench
from gnn.thinning import Thinned
from gnn.training import first_only, fit, train_model
from graph.analysis.history import end_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from gnn.dataset import Days, Moment, Past
    from gnn.labels import Planted
    from gnn.second_protocol import Bench
    from gnn.second_scorer import SecondScorer
    from gnn.training import Trained
    from graph.progress import Progress
    from graph.snapshot import Snapshot

    Floats = NDArray[np.float64]

SERVED = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
MODELS: Mapping[str, tuple[Group, ...]] = {
    "T": (Group.OWN,),
    "T+G": (Group.OWN, Group.DEGREES),
    "T+G+D": (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP),
    TREES: SERVED,
    "T+G+D+E+L+P": (*SERVED, Group.LITIGATION, Group.PAYMENTS),
    "all": tuple(Group),
}
"""Groups of features of each model that is told, by the letters of the groups."""
MEANS = "T+N"
AGAINST = ((TREES, MEANS), (TREES, "T+G"), ("T+G+D+E+L+P", TREES), ("all", TREES))
DROPPED = 0.05
"""Share of edges that are deleted to see whether the list stays; judgement."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A model, all that is told of it as JSON keeps it, and its second scorer."""

    trained: Trained
    told: dict[str, Any]
    second: SecondScorer | None = None


def judge(
    data: Dataset,
    days: Days,
    past: Past,
    planted: Planted,
    *,
    seed: int,
    progress: Progress | None = None,
    long: bool = True,
    device: str | None = None,
    others: bool = False,
) -> Judged:
    """Train every model of the table, and judge all by what was planted.

    Parameters
    ----------
    device
        On which a graph network is trained as second scorer; None: none is.
    others
        Whether networks of other kinds are trained beside it.
    long
        Whether lead times and the deletion of edges are told, too: they build thirteen
        more snapshots.

    Raises
    ------
    LeakError
        A check of what the models learn from failed.
    """
    later = past.view_of(days.known)
    check_dataset(data, later, progress)
    trained = train_model(data, later, SERVED, seed=seed, progress=progress)
    scores = _scores(data, trained, seed, progress)
    score, codes = scores[TREES], _abstained(data.test, trained)
    told: dict[str, Any] = {
        "seed": seed,
        "days": days.to_dict(),
        "rows": _rows(data),
        **compare(data.test, scores, AGAINST, seed),
        "by_type": by_type(data.test, score),
        "missed": missed_schemes(data.test, score),
        "found_in_six_months": _found_in_six_months(
            data.test, days, planted, scores, seed
        ),
        "calibration": _calibration(data.test, trained, days, planted),
        "importances": trained.model.importances,
        "abstained": int((codes != 0).sum()),
    }
    if long:

        def scored(snapshot: Snapshot) -> tuple[tuple[str, ...], Floats]:
            features = build_features(Firms(snapshot), SERVED)
            return firm_ids(snapshot, features), trained.model.raw(features.values)

        first = (data.test.ids, _raw(data.test, trained))
        thinned = past.of_source(Thinned(past.store, DROPPED, seed), days.test)
        told["kept_in_top_500"] = kept_in_top(first, scored(thinned))
        told["lead_time"] = lead_times(past, days.test, scored, planted, progress)
    judged = Judged(trained, told)
    if device is None:
        return judged
    grown = {seed: trained.model}
    bench = planted_bench(data, SERVED, partial(counted, codes=codes), grown)
    return _with_second(judged, data, bench, device, seed=seed, progress=progress,
                        planted=planted, others=others)  # fmt: skip


def _with_second(
    judged: Judged,
    data: Dataset,
    bench: Bench,
    device: str,
    *,
    seed: int,
    progress: Progress | None,
    planted: Planted | None = None,
    others: bool = False,
) -> Judged:
    """The same with a graph network that is trained and judged beside the trees."""
    networks = torch_part("second").Networks(data, device, progress)
    second = judge_second(bench, networks, seed=seed, planted=planted, others=others,
                          progress=progress)  # fmt: skip
    told = judged.told | {"second": second.told}
    return replace(judged, told=told, second=second.scorer)


def _scores(
    data: Dataset, trained: Trained, seed: int, progress: Progress | None
) -> dict[str, Floats]:
    """Score of each firm of the test snapshot by each model; abstained is lowest."""
    scores: dict[str, Floats] = {}
    for done, (name, groups) in enumerate(MODELS.items()):
        if progress is not None:
            progress("models", done, len(MODELS) + 2)
        if name == TREES:
            raw = _raw(data.test, trained)
            scores[name] = counted(raw, _abstained(data.test, trained))
        else:
            scores[name] = _fitted(data, groups, seed)
    for name, changed in (
        (f"{TREES} without recency", lambda item: without_recency(item.only(SERVED))),
        (MEANS, with_neighbour_means),
    ):
        first, second, third = map(changed, (data.train, data.validate, data.test))
        other = Dataset(first, second, third, data.all_found)
        scores[name] = _fitted(other, third.features.schema.groups, seed)
    if progress is not None:
        progress("models", len(MODELS) + 2, len(MODELS) + 2)
    return scores | rule_scores(Firms(data.test.snapshot))


def _fitted(data: Dataset, groups: tuple[Group, ...], seed: int) -> Floats:
    return fit(data, groups, seed).raw(data.test.only(groups).features.values)


def _rows(data: Dataset) -> dict[str, Any]:
    """How many firms of each sort each snapshot has."""
    told: dict[str, Any] = {}
    for name in ("train", "validate", "test"):
        moment: Moment = getattr(data, name)
        labels = moment.labels
        told[name] = {
            "day": moment.day,
            "firms": len(moment.ids),
            "positive": int((labels.positive & labels.judged).sum()),
            "left_out": int(labels.left_out.sum()),
            "masked": int((labels.masked & ~labels.left_out).sum()),
        }
    told["train"]["positive_before_masking"] = int(data.all_found.positive.sum())
    return told


def _abstained(moment: Moment, trained: Trained) -> NDArray[np.int8]:
    table = moment.features.only(trained.schema.groups)
    return abstentions(table, trained.ranges, trained.schema.groups)


def _found_in_six_months(
    moment: Moment,
    days: Days,
    planted: Planted,
    scores: Mapping[str, Floats],
    seed: int,
) -> dict[str, Any]:
    """The same figures where positives are what is confirmed in half a year.

    Everything that is found later still counts as clean here, as it does for whoever
    watches a system at work: it looks about half as precise as it is.
    """
    found = _confirmed(moment, days, planted, 6)
    seen = replace(moment, labels=replace(moment.labels, positive=found))
    told = compare(seen, {TREES: scores[TREES]}, (), seed)
    return {"firms": int((found & moment.labels.judged).sum()), **told}


def _calibration(
    moment: Moment, trained: Trained, days: Days, planted: Planted
) -> dict[str, Any]:
    """Chances beside the planted discoveries of the twelve months after the day."""
    rows = ~moment.labels.left_out & (_abstained(moment, trained) == 0)
    chance = trained.calibration.applied(_raw(moment, trained)[rows]).chance
    bins = reliability(chance, _confirmed(moment, days, planted, 12)[rows])
    return {
        "expected_error": expected_calibration_error(bins),
        "bins": [asdict(item) for item in bins if item.rows],
    }


def _confirmed(
    moment: Moment, days: Days, planted: Planted, months: int
) -> NDArray[np.bool_]:
    """Firms of frauds that are confirmed within months after the day; shape (n,)."""
    first = end_of(days.test, 0).as_of
    last = end_of(months_before(days.test, -months), 0).as_of
    return planted_confirmed(planted, first, last, moment.ids)


def _raw(moment: Moment, trained: Trained) -> Floats:
    return trained.model.raw(moment.features.only(SERVED).values)


def judge_found(
    data: Dataset,
    days: Days,
    past: Past,
    *,
    seed: int,
    progress: Progress | None = None,
    device: str | None = None,
) -> Judged:
    """Train a model where nobody knows what is hidden, and say what can be said.

    Its figures are those of the trees of the first moment on the second: what is told
    of a case there had not been found when they learned. Cases that nobody has found
    yet count as clean, so that it looks less precise than it is; and the second moment
    has said how many trees there are.

    Raises
    ------
    LeakError
        A check of what the model learns from failed.
    """
    later = past.view_of(days.known)
    check_dataset(data, later, progress)
    trained = train_model(data, later, SERVED, seed=seed, progress=progress)
    scores = {
        name: first_only(data, MODELS[name], seed) for name in (TREES, "T+G", "T")
    }
    scores |= rule_scores(Firms(data.validate.snapshot))
    against = ((TREES, "T+G"), (TREES, "T"))
    told = {
        "seed": seed,
        "days": days.to_dict(),
        "judged_on": data.validate.day,
        "rows": _rows(data),
        **compare(data.validate, scores, against, seed),
        "importances": trained.model.importances,
    }
    judged = Judged(trained, told)
    if device is None:
        return judged
    bench = found_bench(data, SERVED, {seed: scores[TREES]})
    return _with_second(judged, data, bench, device, seed=seed, progress=progress)
