"""What a published score would be without ties of the firm, or why nobody can say."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from gnn.counterfactual import Counterfactuals
from gnn.errors import MissingExtraError, ModelError
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.second_scorer import SecondScorer
from graph.analysis.answer import Sentence, values_of
from graph.analysis.model_evidence import (
    FlagCounterfactual,
    NoCounterfactual,
    WithoutGroup,
    WithoutGroups,
)
from graph.errors import ReplayError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from gnn.combination import Combination
    from gnn.counterfactual_record import Counterfactual
    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.model import Model
    from gnn.serving.firm_scores import FirmScores

    Floats = NDArray[np.float64]

TREES = "boosted trees"
BOTH = "boosted trees and graph network"
NETWORK_FROZEN = "boosted trees; the share of the graph network stays as it is"
NOT_SCORED, BY_RULES, STALE, NO_MODEL = ("not_scored", "by_rules", "stale", "no_model")
REASONS: Mapping[str, Sentence] = {
    NOT_SCORED: Sentence("the firm was not scored", "该企业未评分"),
    BY_RULES: Sentence("rules give no score", "规则不给出分数"),
    STALE: Sentence("the scores are of an earlier snapshot", "评分来自较早的快照"),
    NO_MODEL: Sentence(
        "the model that scored is not held here, or was changed",
        "此处没有评分所用的模型，或模型已被更改",
    ),
}
"""Why there is no counterfactual, by code."""


class WhatIf:
    """Scores of a snapshot's firms without some of their ties; threads may share it.

    Parameters
    ----------
    opened
        Opens the model that scored.
    features
        Of all firms, where they are at hand; else they are made when first asked for.
    stale
        Whether the scores are of an earlier snapshot.
    network
        Whether the model's network scored, too.
    frozen
        Whether the network's share stays as it is wherever this is asked.

    Notes
    -----
    The cost of the features when first asked.
    """

    def __init__(
        self,
        firms: Firms,
        scores: FirmScores,
        opened: Callable[[], Model],
        *,
        features: FeatureTable | None = None,
        stale: bool = False,
        network: bool = False,
        frozen: bool = False,
    ) -> None:
        self._firms = firms
        self._scores = scores
        self._opened = opened
        self._features = features
        self._stale = stale
        self._network = network
        self._frozen = frozen
        self._making = Lock()
        self._made: Counterfactuals | None = None
        self._lacking = False

    def why_not(self, row: int | None = None) -> str | None:
        """Code of the reason why there is none, of a firm or of any; None: there is."""
        if self._scores.by != "model":
            return BY_RULES if self._scores.by else NOT_SCORED
        if self._stale:
            return STALE
        if row is not None and self._scores.not_scored[row] is not None:
            return NOT_SCORED
        return None if self.ready() else NO_MODEL

    def freezes(self, row: int) -> bool:
        """Whether a network ranks a firm, and its share stays as it is."""
        if self.why_not(row) is not None or self._made is None:
            return False
        return self._made.network is None and self._scorer(self._made.model) is not None

    def of(
        self, row: int, without: Collection[str]
    ) -> FlagCounterfactual | NoCounterfactual:
        """The scores of a firm without each group, and without some together.

        Parameters
        ----------
        without
            Groups of `gnn.evidence_facts.GROUPS`.
        """
        code = self.why_not(row)
        scores = self._made
        if code is not None or scores is None:
            return NoCounterfactual(
                code=code or NO_MODEL, text=REASONS[code or NO_MODEL]
            )
        each, several = scores.each(row), None
        if len({*without}) > 1:
            several = scores.of(row, without)
        scorer, method = self._scorer(scores.model), TREES
        if scorer is not None:
            method = NETWORK_FROZEN if scores.network is None else BOTH
            both = scorer.combination
            each = tuple(self._combined(row, one, both) for one in each)
            several = several and self._combined(row, several, both)
        told = each if several is None else (*each, several)
        frozen = dict.fromkeys(name for one in told for name in one.frozen)
        names = {field.name for field in fields(WithoutGroup)} - {"group"}
        return FlagCounterfactual(
            method=method,
            frozen=tuple(frozen),
            groups=tuple(
                WithoutGroup(
                    group=one.groups[0], **{name: getattr(one, name) for name in names}
                )
                for one in each
            ),
            together=None
            if several is None
            else WithoutGroups(**values_of(WithoutGroups, several)),
        )

    def _scorer(self, model: Model) -> SecondScorer | None:
        """The network that ranks together with the trees."""
        scorer = SecondScorer.of(model) if self._network else None
        return scorer if scorer is not None and scorer.ranks else None

    def _combined(
        self, row: int, one: Counterfactual, both: Combination
    ) -> Counterfactual:
        """What the trees' change, and the network's, mean for the score that ranks.

        The chance is that of the rank which the firm would have.
        """
        if one.change is None:
            return one
        change = one.change / 2 + both.second_moved(one.network_change or 0.0)
        without = float(self._scores.raw_score[row]) + change
        return replace(
            one,
            raw_without=without,
            chance_without=float(np.interp(without, *self._chance_by_raw)),
            change=change,
        )

    @cached_property
    def _chance_by_raw(self) -> tuple[Floats, Floats]:
        """Raw scores of all that are scored, ascending, and their chances."""
        scores = self._scores
        scored = np.flatnonzero(~np.isnan(scores.raw_score))
        order = scored[np.argsort(scores.raw_score[scored], kind="stable")]
        return scores.raw_score[order], scores.chance[order]

    def ready(self) -> Counterfactuals | None:
        """What computes them, made once; None: the model cannot be opened."""
        with self._making:
            if self._made is None and not self._lacking:
                try:
                    self._made = self._of_model(self._opened())
                except (ModelError, ReplayError):
                    self._lacking = True
            return self._made

    def _of_model(self, model: Model) -> Counterfactuals:
        """By its trees, and by its network where that ranks and the extra is here."""
        groups = model.schema.groups
        features = self._features or build_features(self._firms, groups)
        network, scorer = None, self._scorer(model)
        if scorer is not None and not self._frozen:
            with suppress(MissingExtraError):
                network = scorer.counterfactuals(self._firms, features)
        return Counterfactuals(self._firms, features, model, network)
