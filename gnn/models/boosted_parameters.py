"""How boosted trees are grown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BoostedParameters:
    """How trees are grown: many small ones, each on a part of the rows and columns.

    Set by judgement, not by search. Positives are about one row in a hundred and many
    columns count similar things: small leaves would learn single schemes by heart, and
    a part of the columns a tree keeps one strong column from hiding the others.

    Attributes
    ----------
    rounds, patience
        Most trees, and after how many without a better average precision in validation
        no more are grown.
    learning_rate
        Weight of a tree, in (0, 1].
    leaves, rows_per_leaf
        Most leaves of a tree, and fewest rows in each.
    feature_share, row_share
        Shares of columns and of rows that a tree sees, in (0, 1].
    l2
        Penalty on the values of leaves.
    bins
        Most values of a column that a split may stand between.
    negatives
        How many negatives are drawn of a table; those drawn stand for all. Twenty
        thousand gave the score of all 85,000 for a twelfth of the time.
    """

    rounds: int = 500
    patience: int = 60
    learning_rate: float = 0.05
    leaves: int = 15
    rows_per_leaf: int = 40
    feature_share: float = 0.4
    row_share: float = 0.8
    l2: float = 5.0
    bins: int = 255
    negatives: int = 20_000
