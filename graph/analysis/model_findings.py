"""What is published of scores that flag firms, by a model or by rules.

The package that scores writes these tables. Words come with them: whoever made the
features knows what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.stores.graph_views import PropertyView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.stores.graph_views import GraphView

NAME = "model_score"
"""The analysis that writes the tables."""
LEAST_FLAGGED = 3
"""Lowest band of a firm that a model flags."""
TABLES: Mapping[str, GraphView | None] = {
    "model_score": PropertyView("Party", "party_id", ("raw_score", "chance")),
    "model_reason": None,
    "rule_hit": None,
    "rule_evidence": None,
    "score_group": None,
    "score_model": None,
    "second_score": None,
    "second_model": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A row of ``model_score``, the highest rank first.

    Attributes
    ----------
    rank
        1 is the highest, 0 where not scored.
    raw_score
        Log-odds, rounded to six digits; null where not scored or flagged by rules.
    chance, low, high
        Probability of confirmation within 12 months with its 95 % interval.
    band
        1 to 5; 0 where there is no chance.
    not_scored
        Code of the reason why, else null.
    missing
        Letters of the groups of which nothing is known of this firm, by commas.
    """

    party_id: str
    rank: int
    raw_score: float | None
    chance: float | None
    low: float | None
    high: float | None
    band: int
    flagged: bool
    not_scored: str | None
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """A row of ``model_reason``: what a group of features adds to a raw score.

    Rows of a firm are together, the largest contribution first; the last stands for
    `others` groups and has no feature. With the base they sum to the raw score.
    """

    party_id: str
    place: int
    group: str
    label_en: str
    label_zh: str
    feature: str | None
    text_en: str
    text_zh: str
    contribution: float
    value: float | None
    unit: str | None
    kinds: str
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A row of ``rule_hit``: a rule that fits a firm."""

    party_id: str
    rule: str
    label_en: str
    label_zh: str
    text_en: str
    text_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A row of ``rule_evidence``: a node that a rule's hit rests on."""

    party_id: str
    rule: str
    place: int
    kind: str
    node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A row of ``score_group``: a group of features and whether it was collected."""

    group: str
    label_en: str
    label_zh: str
    kinds: str
    features: int
    collected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """The row of ``score_model``: what scored, and the average firm's raw score.

    `manifest` is that of the model's folder as JSON, "{}" for rules.
    """

    by: str
    model_id: str | None
    base: float | None
    text_en: str
    text_zh: str
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRow:
    """A row of ``second_score``: a firm by the graph network, the highest rank first.

    Attributes
    ----------
    raw_score
        Log-odds by the network alone, rounded to six digits.
    """

    party_id: str
    rank: int
    raw_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondModelRow:
    """The row of ``second_model``, of a model that has a network.

    Attributes
    ----------
    scored
        False: the extra gnn was not installed where the snapshot was built.
    ranks
        Whether it ranks together with the trees.
    """

    scored: bool
    ranks: bool
    device: str | None
    text_en: str
    text_zh: str
