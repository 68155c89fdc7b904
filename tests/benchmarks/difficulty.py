"""How hard the schemes of the demo economy are to find, judged by plain features.

Trees are trained on what was known of schemes a year before the day, stopped on half a
year before, and tested on the day against everything that was planted; firms that were
caught or accused by then are left out. Nothing of the product's models takes part.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.synthetic import generate
from tests.benchmarks import difficulty_features as features
from tests.benchmarks.difficulty_data import FAR, Files, days
from tests.benchmarks.harness import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.benchmarks.harness import Workplace

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

TOPIC = "difficulty"
COMPANIES = 100_000
SEEDS = (7, 8, 9)
DAY = np.datetime64("2026-09-30")
TRAIN, VALIDATE = DAY - 365, DAY - 182
ROUNDS, PATIENCE = 600, 40
NEGATIVES = 0.3
"""Share of the clean firms that trees are trained on, in proportion."""
DRAWS = 200
SETS = {
    "own": ("own",),
    "neighbours": ("own", "neighbours"),
    "counts": ("counts",),
    "structure": ("own", "structure"),
}
"""Groups of features in each row of the table."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Features and labels of the firms that are judged on a day.

    `scheme` is the number of each firm's scheme or of its honest group, unique where
    it has neither: what the bootstrap draws.
    """

    groups: dict[str, dict[str, Floats]]
    label: Flags
    cluster: NDArray[np.int64]

    def columns(self, names: tuple[str, ...]) -> dict[str, Floats]:
        """Features of some groups."""
        return {
            key: value for name in names for key, value in self.groups[name].items()
        }


class Judged:
    """One economy, its truth, and what could be known of it when."""

    def __init__(self, folder: Path) -> None:
        self.files = Files(folder)
        self.truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        place = {name: number for number, name in enumerate(self.files.ids.to_pylist())}
        self.scheme = np.full(self.files.n, -1)
        self.cluster = np.arange(self.files.n) + self.files.n
        self.joined = np.full(self.files.n, FAR)
        for number, item in enumerate(self.truth["lookalikes"]):
            firms = [place[name] for name in item["members"] if name in place]
            if item["pattern"] in ("group", "circle_of_strangers"):
                self.cluster[firms] = 3 * self.files.n + number
        for number, item in enumerate(self.truth["schemes"]):
            firms = [place[name] for name in item["members"]]
            self.scheme[firms] = self.cluster[firms] = number
            joined = np.array(item["joined_on"], dtype="datetime64[D]")
            began = np.datetime64(item["started_on"])
            self.joined[firms] = np.maximum(joined, began)
        outcome = self.files.table("case_outcome")
        firm = self.files.firms(outcome["party_id"])
        when = days(outcome["occurred_at"], FAR)
        self.touched = np.full(self.files.n, FAR)
        self.confirmed = np.full(self.files.n, FAR)
        said = np.array(outcome["outcome"].to_pylist())
        known = firm >= 0
        np.minimum.at(self.touched, firm[known], when[known])
        found = known & (said == "confirmed")
        np.minimum.at(self.confirmed, firm[found], when[found])

    def at(self, day: np.datetime64, *, planted: bool) -> Moment:
        """What files said on a day; labels as planted, or as found by the last day."""
        party = self.files.party
        alive = days(party["established_on"], day) <= day
        alive &= days(party["valid_to"], DAY + 9_999) >= day
        judged = alive & (self.touched > day)
        running = self.joined <= day
        label = running if planted else running & (self.confirmed <= DAY)
        own = features.own_attributes(self.files, day)
        groups = {
            "own": own,
            "neighbours": features.neighbour_means(self.files, day, own),
            "counts": features.counts(self.files, day),
            "structure": features.structure(self.files, day),
        }
        chosen = {
            name: {key: value[judged] for key, value in group.items()}
            for name, group in groups.items()
        }
        return Moment(chosen, label[judged], self.cluster[judged])


def average_precision(label: Flags, score: Floats) -> float:
    """Mean precision over the positives; ties are taken together. O(n log n)."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(label[order])
    last = np.append(np.diff(score[order]) != 0, True)
    found = hits[last]
    precision = found / (np.flatnonzero(last) + 1)
    return float(np.sum(precision * np.diff(found, prepend=0)) / hits[-1])


def area(label: Flags, score: Floats) -> float:
    """Area under the curve of true and false positives."""
    from scipy.stats import rankdata

    ranks, positives = rankdata(score), label.sum()
    wins = ranks[label].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * (len(label) - positives)))


def fit(train: Moment, validate: Moment, names: tuple[str, ...]) -> Any:
    """Trees on some groups of features, stopped where validation gets no better."""
    import lightgbm

    keys = list(train.columns(names))
    random = np.random.default_rng(1)
    chosen = train.label | (random.random(len(train.label)) < NEGATIVES)
    table = np.stack(list(train.columns(names).values()), axis=1)
    first = lightgbm.Dataset(
        table[chosen],
        train.label[chosen],
        weight=np.where(train.label[chosen], 1.0, 1 / NEGATIVES),
        feature_name=keys,
    )
    second = lightgbm.Dataset(
        np.stack(list(validate.columns(names).values()), axis=1),
        validate.label,
        reference=first,
    )
    return lightgbm.train(
        {
            "objective": "binary",
            "metric": "average_precision",
            "learning_rate": 0.03,
            "num_leaves": 15,
            "min_data_in_leaf": 40,
            "feature_fraction": 0.6,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "lambda_l2": 5.0,
            "seed": 1,
            "num_threads": 1,
            "deterministic": True,
            "verbosity": -1,
        },
        first,
        ROUNDS,
        valid_sets=[second],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )


def interval(moment: Moment, score: Floats, seed: int) -> tuple[float, float]:
    """95 % of the average precision when schemes and honest groups are drawn anew."""
    random = np.random.default_rng(seed)
    _, cluster = np.unique(moment.cluster, return_inverse=True)
    order = np.argsort(-score, kind="stable")
    label, cluster = moment.label[order], cluster[order]
    found = []
    for _ in range(DRAWS):
        weight = random.poisson(1.0, cluster.max() + 1)[cluster]
        hits, every = np.cumsum(weight * label), np.cumsum(weight)
        precision = hits / np.maximum(every, 1)
        found.append(np.sum(precision * weight * label) / max(hits[-1], 1))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def judge(folder: Path) -> dict[str, Any]:
    """Every figure of one economy."""
    judged = Judged(folder)
    train = judged.at(TRAIN, planted=False)
    validate = judged.at(VALIDATE, planted=False)
    test = judged.at(DAY, planted=True)
    told: dict[str, Any] = {"base_rate": float(test.label.mean())}
    for name, groups in SETS.items():
        model = fit(train, validate, groups)
        columns = test.columns(groups)
        score = model.predict(np.stack(list(columns.values()), axis=1))
        gain = model.feature_importance("gain")
        best = np.argsort(-gain)[:10]
        keys = list(columns)
        told[name] = {
            "ap": average_precision(test.label, score),
            "auc": area(test.label, score),
            "interval": interval(test, score, 1),
            "importances": {keys[k]: float(gain[k] / gain.sum()) for k in best},
        }
    told["single"] = dict(sorted(_single(test).items(), key=lambda kv: -kv[1])[:10])
    return told


def _single(test: Moment) -> dict[str, float]:
    """Average precision of each column alone, whichever way it is read."""
    found = {}
    for group in test.groups.values():
        for key, value in group.items():
            up = np.where(np.isfinite(value), value, -np.inf)
            down = np.where(np.isfinite(value), -value, -np.inf)
            found[key] = max(
                average_precision(test.label, up), average_precision(test.label, down)
            )
    return found


def economy(folder: Path, seed: int, companies: int = COMPANIES) -> Path:
    """The folder of an economy that is judged."""
    target = folder / f"difficulty-{seed}"
    generate(target, companies=companies, seed=seed, as_of=date(2026, 9, 30))
    return target


def measure(place: Workplace) -> Iterator[Row]:
    """Judge each seed's economy."""
    for seed in SEEDS:
        told = judge(economy(place.folder, seed))
        yield Row(
            TOPIC,
            f"seed {seed}: base rate",
            100 * told["base_rate"],
            "%",
            bar="difficulty-base",
        )
        for name in SETS:
            low, high = told[name]["interval"]
            note = ", ".join(
                f"{k} {v:.2f}" for k, v in told[name]["importances"].items()
            )
            yield Row(
                TOPIC,
                f"seed {seed}: AP of {name}",
                told[name]["ap"],
                "AP",
                bar=f"difficulty-{name}",
                note=f"95 % {low:.3f}-{high:.3f}; AUC {told[name]['auc']:.3f}; {note}",
            )
        yield Row(
            TOPIC,
            f"seed {seed}: AP with neighbours over AP of own",
            told["neighbours"]["ap"] / told["own"]["ap"],
            "x",
            bar="difficulty-lift",
        )
        column, best = next(iter(told["single"].items()))
        yield Row(
            TOPIC,
            f"seed {seed}: best single column",
            best,
            "AP",
            bar="difficulty-single",
            note=column,
        )
