"""How true evidence is to planted schemes, and how much the scores hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.bootstrap import Interval
from gnn.errors import LabelError
from gnn.labels import FRAUD
from gnn.tie_table import TieTable
from graph.analysis.receipt import stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gnn.counterfactual import Counterfactuals
    from gnn.evidence import Evidence, EvidenceGround
    from gnn.labels import Planted
    from graph.progress import Progress

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

TOP = 500
"""Firms with the highest scores, of which those of schemes are looked at."""
DRAWS = 20
"""Random removals that one of the evidence is compared with."""
RESAMPLES = 1_000
"""Of a bootstrap of schemes; judgement."""
_LEVEL = (2.5, 97.5)
"""Percentiles: a 95 % interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A high firm of a planted scheme, and its evidence.

    Attributes
    ----------
    row, scheme
        Of the firm among the firms, and of its scheme among the planted ones.
    members
        Rows of the firms of its schemes by the instant, itself included.
    ties
        Places in the table of ties.
    """

    row: int
    scheme: int
    members: frozenset[int]
    evidence: Evidence
    ties: Numbers


class Fidelity:
    """The evidence of the highest firms of planted schemes.

    Parameters
    ----------
    ground
        Of the snapshot, by the ranks of the scores.
    planted
        What is hidden in it.

    Raises
    ------
    LabelError
        No firm of a scheme is among the first.
    """

    def __init__(self, ground: EvidenceGround, planted: Planted) -> None:
        self.ground = ground
        self.firms = ground.firms
        self.ties = TieTable.of(ground.firms)
        schemes = self._schemes(planted)
        high = np.flatnonzero((ground.rank > 0) & (ground.rank <= TOP))
        high = high[np.argsort(ground.rank[high])]
        self.cases = [
            self._case(row, schemes)
            for row in high.tolist()
            if any(row in members for members in schemes)
        ]
        if not self.cases:
            raise LabelError(
                f"no firm of a planted scheme is among the first {TOP}: there is "
                "nothing to audit"
            )

    def _schemes(self, planted: Planted) -> list[frozenset[int]]:
        """Rows of the firms that had joined each scheme of fraud."""
        snapshot = self.firms.snapshot
        now = snapshot.manifest.at.as_of
        found = []
        for scheme in planted.schemes:
            joined = [party for party, when in scheme.joined.items() if when <= now]
            numbers = snapshot.numbers("party", joined)
            rows = self.firms.row[numbers[numbers >= 0]]
            fraud = scheme.task in FRAUD
            found.append(frozenset(rows[rows >= 0].tolist() if fraud else ()))
        return found

    def _case(self, row: int, schemes: Sequence[frozenset[int]]) -> Case:
        own = [place for place, members in enumerate(schemes) if row in members]
        evidence = self.ground.of(row)
        contacts = np.array(evidence.contacts, np.int64) + self.firms.row.size
        parties = self.firms.parties[list(evidence.firms)].astype(np.int64)
        persons = np.array(evidence.persons, np.int64)
        nodes = np.concatenate([parties, persons, contacts])
        return Case(
            row=row,
            scheme=own[0],
            members=frozenset[int]().union(*(schemes[place] for place in own)),
            evidence=evidence,
            ties=self.ties.among(nodes),
        )

    def shares(self, seed: int) -> dict[str, Any]:
        """How much of the schemes is found, and how much of what is shown belongs.

        Means over the firms; of firms where there is nothing to find, or nothing is
        shown, no share is counted. Intervals are of schemes drawn with replacement.
        """
        scheme = np.array([case.scheme for case in self.cases])
        parts = np.array([self._parts(case) for case in self.cases])
        names = ("members_found", "firms_belong", "edges_belong")
        return {
            "top": TOP,
            "firms": len(self.cases),
            "schemes": int(np.unique(scheme).size),
            "firms_shown": median(len(case.evidence.firms) for case in self.cases),
            "edges_shown": median(case.ties.size for case in self.cases),
            **{
                name: interval(values, scheme, seed)
                for name, values in zip(names, parts.T, strict=True)
            },
        }

    def _parts(self, case: Case) -> tuple[float, float, float]:
        listed = case.evidence.firms.keys() - {case.row}
        others = case.members - {case.row}
        belong = len(listed & others)
        return (
            _ratio(belong, len(others)),
            _ratio(belong, len(listed)),
            self._edges_belong(case),
        )

    def _edges_belong(self, case: Case) -> float:
        """Share of the edges all of whose firms are of the scheme."""
        firm = np.full(self.ties.busy.size, -1)
        firm[self.firms.parties] = np.arange(len(self.firms))
        ends = firm[self.ties.ends[case.ties]]
        belong = np.isin(ends, sorted(case.members)) | (ends < 0)
        return _ratio(int(belong.all(axis=1).sum()), len(ends))

    def falls(
        self, scores: Counterfactuals, seed: int, progress: Progress | None = None
    ) -> dict[str, Any]:
        """How far the trees' scores fall without evidence, and without ties nearby.

        Of each scheme the highest firm loses the ties of its evidence; then, again and
        again, as many of the same kinds, drawn from those within two steps of it. What
        large components share stays as it is.

        Parameters
        ----------
        scores
            Of the same firms.

        Notes
        -----
        Features of one firm, 21 times for each scheme.
        """
        first = {case.scheme: case for case in reversed(self.cases)}
        cases = sorted(first.values(), key=lambda case: self.ground.rank[case.row])
        random = np.random.default_rng(seed)
        lost, falls = np.empty((2, len(cases), DRAWS + 1))
        with stage(progress, "audit") as report:
            for place, case in enumerate(cases):
                node = int(self.firms.parties[case.row])
                near = self.ties.among(self.ties.within_two(node))
                gone = [case.ties]
                gone += [self.ties.drawn(near, case.ties, random) for _ in range(DRAWS)]
                falls[place] = self._falls(scores, case.row, gone)
                lost[place] = [ties.size for ties in gone]
                report(place + 1, len(cases))
        evidence, nearby = falls[:, 0], falls[:, 1:].mean(axis=1)
        scheme = np.arange(len(cases))
        return {
            "firms": len(cases),
            "draws": DRAWS,
            "edges": float(lost[:, 0].mean()),
            "edges_nearby": float(lost[:, 1:].mean()),
            "fall": interval(evidence, scheme, seed),
            "fall_nearby": interval(nearby, scheme, seed),
            "difference": interval(evidence - nearby, scheme, seed),
            "ratio": _ratio(float(evidence.mean()), float(nearby.mean())),
        }

    def _falls(
        self, scores: Counterfactuals, row: int, gone: Sequence[Numbers]
    ) -> Floats:
        """How far the trees' score of a firm falls without each of several ties."""
        values, _ = scores.values_without(row, *map(self.ties.named, gone))
        whole = scores.features.values[row]
        raw = scores.model.trees.raw(np.vstack([whole, values]))
        fall: Floats = raw[0] - raw[1:]
        return fall


def interval(values: Floats, cluster: Numbers, seed: int) -> Interval:
    """Mean of what is known, and where 95 % of the means of drawn clusters lie.

    Examples
    --------
    >>> interval(np.array([1.0, 1.0, np.nan]), np.array([0, 1, 1]), seed=1)
    Interval(point=1.0, low=1.0, high=1.0)
    """
    known = ~np.isnan(values)
    if not known.any():
        return Interval(np.nan, np.nan, np.nan)
    values, cluster = values[known], np.unique(cluster[known], return_inverse=True)[1]
    total, count = np.bincount(cluster, values), np.bincount(cluster)
    random = np.random.default_rng(seed)
    picks = random.integers(total.size, size=(RESAMPLES, total.size))
    means = total[picks].sum(axis=1) / count[picks].sum(axis=1)
    low, high = np.percentile(means, _LEVEL)
    return Interval(float(values.mean()), float(low), float(high))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else np.nan
