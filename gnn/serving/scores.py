"""What a model's scorers say of the firms of a snapshot, and which of it ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gnn.abstention import Abstention, abstentions
from gnn.calibration import Chances
from gnn.features import build_features
from gnn.ranking import ranked
from gnn.second_scorer import SecondScorer
from graph.analysis.receipt import stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.combination import Combination
    from gnn.features import FeatureTable, Group
    from gnn.features.firms import Firms
    from gnn.model import Model
    from graph.progress import Progress

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SecondScores:
    """What a network says of the same firms.

    Attributes
    ----------
    logits
        Shape (n,). Log-odds.
    device
        On which they were computed.
    """

    scorer: SecondScorer
    logits: Floats
    device: str

    @property
    def share(self) -> Floats:
        """What the network adds to the log-odds that rank, shape (n,)."""
        return self.scorer.combination.second_share(self.logits)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What a model says of the firms of a snapshot; arrays have shape (n,).

    Attributes
    ----------
    features
        In the columns of the model.
    raw
        Log-odds, also where the model abstains: those that rank.
    codes
        Values of `Abstention`.
    chances
        Of `raw`. Where trees and network rank together, the firm of a rank has the
        chance that the trees give to theirs of that rank.
    second
        None: no network scored.
    """

    features: FeatureTable
    raw: Floats
    codes: NDArray[np.int8]
    chances: Chances
    second: SecondScores | None = None

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Firms of which the model does not abstain, nor does its network."""
        scored: NDArray[np.bool_] = self.codes == Abstention.NONE
        return scored

    @property
    def ranked(self) -> NDArray[np.intp]:
        """Rows that are scored, the highest raw score first, of equals the first."""
        return ranked(self.raw, self.scored)

    @property
    def combination(self) -> Combination | None:
        """How trees and network rank together; None: the trees rank alone."""
        if self.second is None or not self.second.scorer.ranks:
            return None
        return self.second.scorer.combination


def score_firms(
    firms: Firms,
    model: Model,
    progress: Progress | None = None,
    *,
    device: str | None = None,
) -> Scores:
    """Score all companies of a snapshot, from its facts alone.

    Parameters
    ----------
    device
        On which the model's network scores, if it has one; None: it does not.

    Raises
    ------
    MissingExtraError
        A network is to score, and the extra gnn is not installed.

    Notes
    -----
    The cost of the features, then O(trees) for each firm; for the network, O(edges).
    """
    groups = model.schema.groups
    features = build_features(firms, groups, progress)
    with stage(progress, "model scores"):
        raw = model.trees.raw(features.values)
        codes = abstentions(features, model.ranges, _learnt(model))
        chances = model.calibration.applied(raw)
        found = Scores(features, raw, codes, chances)
    scorer = None if device is None else SecondScorer.of(model)
    if device is None or scorer is None:
        return found
    with stage(progress, "graph network"):
        logits, named = scorer.logits(firms, features, device)
        return _with_second(found, SecondScores(scorer, logits, named))


def _with_second(found: Scores, second: SecondScores) -> Scores:
    """What the trees say with a network's opinion, which ranks if it has earned it."""
    both = replace(found, second=second)
    if both.combination is None:
        return both
    raw = both.combination.in_first_units(found.raw, second.logits)
    together = replace(both, raw=raw)
    by_rank, order = found.ranked, together.ranked
    given, old = {}, found.chances
    for name in ("chance", "low", "high"):
        values = getattr(old, name).copy()
        values[order] = getattr(old, name)[by_rank]
        given[name] = values
    return replace(together, chances=Chances(**given))


def _learnt(model: Model) -> list[Group]:
    """Groups of which anything was known in training."""
    known = zip(model.schema.features, ~np.isnan(model.ranges.low), strict=True)
    return list(dict.fromkeys(feature.group for feature, learnt in known if learnt))
