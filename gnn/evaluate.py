"""How good scores are: figures with intervals, and what they hang on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.bootstrap import bootstrap
from gnn.metrics import average_precision
from gnn.ranking import ranked, ranks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gnn.bootstrap import Bootstrap, Interval
    from gnn.dataset import Moment

    Floats = NDArray[np.float64]

TOP = 500


def compare(
    moment: Moment,
    scores: Mapping[str, Floats],
    against: Sequence[tuple[str, str]],
    seed: int,
) -> dict[str, Any]:
    """Figures of each score, and of differences, on the firms that count.

    Parameters
    ----------
    scores
        By model, shape (n,), higher is more suspect.
    against
        Pairs of models whose difference is told: the first's less the second's.
    """
    rows = moment.labels.judged
    found = bootstrap(
        moment.labels.positive[rows],
        {name: score[rows] for name, score in scores.items()},
        moment.cluster[rows],
        pairs=against,
        seed=seed,
    )
    return as_told(found)


def as_told(found: Bootstrap) -> dict[str, Any]:
    """Figures and differences as JSON keeps them; None for those without meaning."""
    return {
        "draws": found.draws,
        "figures": {
            model: {name: _interval(item) for name, item in figures.items()}
            for model, figures in found.figures.items()
        },
        "differences": {
            f"{first} less {second}": {
                name: _interval(item) for name, item in figures.items()
            }
            for (first, second), figures in found.differences.items()
        },
    }


def _interval(item: Interval) -> dict[str, float | None]:
    return {
        name: None if np.isnan(value) else float(value)
        for name, value in asdict(item).items()
    }


def by_type(moment: Moment, score: Floats) -> dict[str, dict[str, float]]:
    """Average precision of each type of scheme against all that is clean.

    Members of schemes of other types are left out, and so is whoever is left out; types
    that are masked in the labels, such as money rings, are told apart here alone.
    """
    labels = moment.labels
    clean = labels.judged & ~labels.positive
    types = np.array([*labels.types, ""])[labels.scheme]
    found = {}
    for name in sorted(set(labels.types)):
        members = ~labels.left_out & (types == name) & (labels.scheme >= 0)
        for part, chosen in (
            (name, members & labels.positive),
            (f"{name}, money rings", members & labels.masked),
        ):
            if chosen.any():
                rows = clean | chosen
                found[part] = {
                    "firms": int(chosen.sum()),
                    "schemes": int(np.unique(labels.scheme[chosen]).size),
                    "ap": average_precision(chosen[rows], score[rows]),
                    "in_top_500": int(
                        _listed(labels.judged | chosen, score)[chosen].sum()
                    ),
                }
    return found


def _listed(rows: NDArray[np.bool_], score: Floats) -> NDArray[np.bool_]:
    """Whether a firm is among the first `TOP` of those rows; shape (n,)."""
    listed = np.zeros(len(score), np.bool_)
    listed[ranked(score, rows)[:TOP]] = True
    return listed


def kept_in_top(
    first: tuple[Sequence[str], Floats], second: tuple[Sequence[str], Floats]
) -> float:
    """Share of the first's `TOP` that is in the second's; each ids and scores."""
    tops = [
        {ids[row] for row in np.argsort(-score, kind="stable")[:TOP].tolist()}
        for ids, score in (first, second)
    ]
    return len(tops[0] & tops[1]) / max(len(tops[0]), 1)


def missed_schemes(moment: Moment, score: Floats) -> list[dict[str, Any]]:
    """Schemes of positives without a member in the list, the largest first."""
    labels = moment.labels
    rows = labels.judged & labels.positive
    rank = ranks_of(score, labels.judged)
    found = []
    for number in np.unique(labels.scheme[rows]).tolist():
        members = rows & (labels.scheme == number)
        best = int(rank[members].min())
        if best > TOP:
            found.append(
                {
                    "scheme": labels.schemes[number],
                    "type": labels.types[number],
                    "firms": int(members.sum()),
                    "best_rank": best,
                }
            )
    return sorted(found, key=lambda item: (-item["firms"], item["scheme"]))
