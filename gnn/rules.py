"""Three rules that need no labels: they flag where no model does.

They are no model and give no chance. The first two flag; the third, the number of
partners, only shows what a ranking is worth that anybody could make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gnn.features.control_groups import within
from gnn.features.matrices import common, pattern, row_sums, rows_of
from graph.analysis.answer import Sentence
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from gnn.features.firms import Firms

    Floats = NDArray[np.float64]

VERSION = "2"
"""Changes with what a rule says."""
CIRCLE, LOOP, DEGREE = "circle_with_control", "loop_with_control", "degree"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it; `kinds` are the facts that it looks at."""

    label: Sentence
    kinds: tuple[str, ...]


_CONTROL = ("ownership", "role", "contact_use", "family")
RULES: Mapping[str, Rule] = {
    CIRCLE: Rule(
        Sentence("guarantee circle with shared control", "同一控制下的担保圈"),
        ("guarantee", "guarantor", *_CONTROL),
    ),
    LOOP: Rule(
        Sentence("payment loop with shared control", "同一控制下的资金循环"),
        ("transfer", "account_holder", *_CONTROL),
    ),
}
"""The rules that flag."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleHits:
    """Where a rule fits.

    Attributes
    ----------
    strength
        Shape (n,). 0 where it does not fit, else what firms are ranked by.
    partners
        Shape (n, n), 1 where the column is the evidence of the row.
    among
        Shape (n,). How many others were looked at, of which the partners are some.
    """

    strength: Floats
    partners: csr_array
    among: Floats


def circle_hits(firms: Firms) -> RuleHits:
    """Firms of a guarantee circle that share a controller with others of it.

    A circle is a strong component of the guarantees in force; a controller is shared
    within two steps. O(m) for m pairs of firms that share one.
    """
    circles = firms.guarantees
    partners = within(firms.control.two, circles.strong)
    return RuleHits(row_sums(partners), partners, circles.strong_sizes - 1)


def loop_hits(firms: Firms) -> RuleHits:
    """Firms of a payment loop of three, two of which share a controller.

    A loop leads from firm to firm by the transfers of a year and back, whatever was
    paid first, and not through firms with very many partners. The strength is the
    number of such loops.

    Notes
    -----
    O(m d) for m payments between firms that share a controller and d partners of each.
    """
    paid, n = firms.payments.quiet, len(firms)
    loops = _closed(paid, common(paid, firms.control.two))
    pairs = np.vstack([loops[:, [0, 1]], loops[:, [1, 2]], loops[:, [2, 0]]])
    partners = pattern(pairs.ravel(), pairs[:, ::-1].ravel(), (n, n))
    strength = np.bincount(loops.ravel(), minlength=n).astype(np.float64)
    return RuleHits(strength, partners, row_sums(partners))


def _closed(paid: csr_array, tied: csr_array) -> NDArray[np.int64]:
    """Loops of three over at least one tied payment, each once, shape (loops, 3)."""
    tail, head = rows_of(tied).astype(np.int64), tied.indices.astype(np.int64)
    count = np.diff(paid.indptr)[head]
    tail, head = np.repeat(tail, count), np.repeat(head, count)
    starts = paid.indptr[tied.indices].astype(np.int64)
    third = paid.indices[range_positions(starts, count)]
    known = rows_of(paid).astype(np.int64) * paid.shape[0] + paid.indices
    closes = np.isin(third.astype(np.int64) * paid.shape[0] + tail, known)
    loops = np.column_stack([tail, head, third])[closes]
    first = loops.argmin(axis=1)[:, None]  # of its three beginnings one
    turned = np.take_along_axis(loops, (first + np.arange(3)) % 3, axis=1)
    return np.unique(turned, axis=0)


def rule_hits(firms: Firms) -> dict[str, RuleHits]:
    """The rules that flag, by name."""
    return {CIRCLE: circle_hits(firms), LOOP: loop_hits(firms)}


def rule_scores(firms: Firms) -> dict[str, Floats]:
    """What each of the three rules would rank firms by, shape (n,), highest first."""
    degree = row_sums(firms.guarantees.both) + row_sums(firms.payments.both)
    strengths = {name: hits.strength for name, hits in rule_hits(firms).items()}
    return strengths | {DEGREE: degree}
