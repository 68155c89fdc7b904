"""Whether a graph network earns its place: with the trees, beside what could be luck.

What two scorers gain together is compared with the trees alone and with three nulls:
two forests of trees; trees and a perceptron on the network's inputs, which sees no
edge; trees and the same network on edges that lead elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gnn.combination import Combination
from gnn.evaluate import compare
from gnn.gains import gains
from gnn.metrics import average_precision
from gnn.second_scorer import SecondScorer
from gnn.training import first_only, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from gnn.dataset import Dataset, Moment
    from gnn.features import Group
    from gnn.labels import Planted
    from gnn.models.boosted import BoostedModel
    from graph.progress import Progress

    Floats = NDArray[np.float64]

TREES, NETWORK, BOTH = "T+G+D+E", "network", "trees + network"
"""The trees that are served, by the letters of their groups of features, and beside
them."""
NULLS = ("trees + trees", "trees + perceptron", "trees + rewired network")
MODEL_SEEDS = 3
"""Seeds of the models on each data set: judgement."""
_APART = 1_000
"""Between the seeds of the two forests of a null, whatever seeds the runs have."""


class Second(Protocol):
    """A trained network and its log-odds, see `gnn.torch.second.Second`."""

    network: Any
    apart: Floats
    validate: Floats
    test: Floats
    epochs: int
    device: str
    cpu_seconds: float
    edges: dict[str, Any] | None


class Networks(Protocol):
    """`gnn.torch.second.Networks`."""

    def network(self, seed: int) -> Second:
        """The second scorer."""

    def perceptron(self, seed: int) -> Second:
        """Without edges."""

    def rewired(self, seed: int) -> Second:
        """On edges that lead elsewhere."""

    def others(self, seed: int) -> dict[str, Floats]:
        """Of the last moment's firms by networks of other kinds, shape (n,) each."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """Where both scorers are judged.

    Attributes
    ----------
    moment
        Firms and what is true of them.
    trees
        Raw scores by the seed: of the firms by which they are standardised, and of
        those that are judged.
    network
        The same two of a network.
    counted
        Puts firms last that have no score.
    """

    moment: Moment
    trees: Callable[[int], tuple[Floats, Floats]]
    network: Callable[[Second], tuple[Floats, Floats]]
    counted: Callable[[Floats], Floats]


def planted_bench(
    data: Dataset,
    groups: Iterable[Group],
    counted: Callable[[Floats], Floats],
    grown: Mapping[int, BoostedModel],
) -> Bench:
    """The last moment, where what is hidden is known.

    Parameters
    ----------
    counted
        As of the bench.
    grown
        Trees that are there already, by seed.
    """
    chosen = tuple(groups)

    def trees(seed: int) -> tuple[Floats, Floats]:
        model = grown[seed] if seed in grown else fit(data, chosen, seed)
        known, judged = (
            model.raw(moment.only(chosen).features.values)
            for moment in (data.validate, data.test)
        )
        return known, judged

    return Bench(data.test, trees, lambda item: (item.validate, item.test), counted)


def found_bench(
    data: Dataset, groups: Iterable[Group], scored: Mapping[int, Floats]
) -> Bench:
    """The second moment, by what was found since, for learners of the first alone.

    Parameters
    ----------
    scored
        Raw scores by trees that are there already, by seed; shape (n,) each.
    """
    chosen = tuple(groups)

    def trees(seed: int) -> tuple[Floats, Floats]:
        raw = scored[seed] if seed in scored else first_only(data, chosen, seed)
        return raw, raw

    return Bench(
        data.validate, trees, lambda item: (item.apart, item.apart), lambda raw: raw
    )


@dataclass(frozen=True, slots=True)
class SecondJudged:
    """A second scorer, and all that is told of it as JSON keeps it."""

    scorer: SecondScorer
    told: dict[str, Any]


def judge_second(
    bench: Bench,
    networks: Networks,
    *,
    seed: int,
    planted: Planted | None = None,
    others: bool = False,
    progress: Progress | None = None,
) -> SecondJudged:
    """Train both scorers and the nulls with several seeds, and compare.

    The scorer that is kept is the one of the first seed. It ranks if, with every seed,
    the combination's gains in average precision over the trees and over each null are
    above 0 at the lower end of their 95 % intervals.

    Parameters
    ----------
    others
        Whether networks of other kinds are trained with the first seed, too, at the
        same budget. It needs the bench of what is planted.
    """
    runs: list[dict[str, Any]] = []
    first: tuple[Second, Combination] | None = None
    for number in range(seed, seed + MODEL_SEEDS):
        if progress is not None:
            progress("second scorer", number - seed, MODEL_SEEDS)
        second = networks.network(number)
        trees = bench.trees(number)
        told = _run(bench, networks, number, trees, second)
        validation, judged = bench.network(second)
        combination = Combination.of(trees[0], validation)
        if first is None:
            first = second, combination
            if planted is not None:
                both = bench.counted(combination.applied(trees[1], judged))
                single = bench.counted(trees[1])
                told["gains"] = gains(bench.moment, planted, single, both)
            if others:
                told["others"] = _beside(bench, networks, number, second)
        runs.append(told)
    if first is None:
        raise AssertionError
    kept, combination = first
    holds = all(run["holds"] for run in runs)
    standing = {
        "gain": [run["differences"][f"{BOTH} less {TREES}"]["ap"] for run in runs],
        "best_null": [run["best_null"] for run in runs],
        "over_best_null": [
            run["differences"][f"{BOTH} less {run['best_null']}"]["ap"] for run in runs
        ],
        "device": kept.device,
        "epochs": kept.epochs,
    }
    scorer = SecondScorer(
        weights=kept.network.to_bytes(),
        combination=combination,
        ranks=holds,
        standing=standing,
    )
    return SecondJudged(scorer, {"runs": runs, "ranks": holds, **standing})


def _beside(
    bench: Bench, networks: Networks, seed: int, second: Second
) -> dict[str, Any]:
    """Figures of networks of other kinds, and what ours has over each."""
    raw = {NETWORK: bench.network(second)[1], **networks.others(seed)}
    scores = {name: bench.counted(score) for name, score in raw.items()}
    against = [(NETWORK, name) for name in scores if name != NETWORK]
    return compare(bench.moment, scores, against, seed)


def _run(
    bench: Bench,
    networks: Networks,
    seed: int,
    trees: tuple[Floats, Floats],
    second: Second,
) -> dict[str, Any]:
    """Figures with one seed."""
    others = dict(
        zip(
            NULLS,
            (
                bench.trees(seed + _APART),
                bench.network(networks.perceptron(seed)),
                bench.network(networks.rewired(seed)),
            ),
            strict=True,
        )
    )
    scores = {TREES: trees[1], NETWORK: bench.network(second)[1]}
    for name, (known, judged) in {BOTH: bench.network(second), **others}.items():
        scores[name] = Combination.of(trees[0], known).applied(trees[1], judged)
    scores = {name: bench.counted(score) for name, score in scores.items()}
    against = [(BOTH, TREES), *((BOTH, name) for name in NULLS), (NETWORK, TREES)]
    told = compare(bench.moment, scores, against, seed)
    rows = bench.moment.labels.judged
    positive = bench.moment.labels.positive[rows]
    best = max(NULLS, key=lambda name: average_precision(positive, scores[name][rows]))
    lows = [told["differences"][f"{BOTH} less {name}"]["ap"]["low"]
            for name in (TREES, *NULLS)]  # fmt: skip
    return {
        "model_seed": seed,
        **told,
        "best_null": best,
        "holds": bool(np.min(lows) > 0),
        "epochs": second.epochs,
        "device": second.device,
        "training_cpu_seconds": round(second.cpu_seconds, 1),
        "edges": second.edges,
    }
