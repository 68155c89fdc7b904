"""Published scores that flag firms as columns: a firm's is a few reads of arrays."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.flagged_since import read_since
from graph.analysis.model_findings import NAME
from graph.analysis.published_run import PublishedRun, kept_of
from graph.analysis.receipt import Receipt
from graph.analysis.registry import ANALYSES
from graph.analysis.same_evidence import EvidenceGroups
from graph.analysis.second_opinion import SecondBook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.model import Run
    from graph.stores.base import Store


class ScoreBook:
    """Published scores as columns, by row; arrays have shape (n_rows,).

    Parameters
    ----------
    run
        The run that wrote them, of the snapshot that is answered from or, where the
        latest model was refused, of an earlier one.
    """

    def __init__(self, run: PublishedRun) -> None:
        self.run = run.run
        self.receipt = run.receipt
        self.stale = run.run.snapshot_id != run.published.snapshot_id
        table = run.table("model_score")
        snapshot = self._snapshot = run.published.snapshot
        numbers = snapshot.numbers("party", table["party_id"].to_pylist())
        known = numbers >= 0  # of an earlier snapshot some may be gone
        table = table.filter(known)
        self.numbers = numbers[known]
        self._row = np.full(snapshot.n_parties, -1, np.int64)
        self._row[self.numbers] = np.arange(self.numbers.size)
        self.rank = _column(table, "rank")
        self.raw_score = _column(table, "raw_score")
        self.chance = _column(table, "chance")
        self.low, self.high = _column(table, "low"), _column(table, "high")
        self.band = _column(table, "band")
        self.flagged = _column(table, "flagged").astype(bool)
        self.not_scored: list[str | None] = table["not_scored"].to_pylist()
        self.missing: list[str] = table["missing"].to_pylist()
        self.scored = np.fromiter(
            (code is None for code in self.not_scored), bool, len(self.not_scored)
        )
        [self.model] = run.table("score_model").to_pylist()
        second = run.table("second_score")
        self.second = SecondBook(
            second,
            run.table("second_model"),
            snapshot.numbers("party", second["party_id"].to_pylist()),
            snapshot.n_parties,
        )
        self.groups = {
            row["group"]: row for row in run.table("score_group").to_pylist()
        }
        since = read_since(run)
        self.since = [since.get(party) for party in table["party_id"].to_pylist()]
        self._reasons = _by_party(run.table("model_reason"))
        self._hits = _by_party(run.table("rule_hit"))
        evidence = run.table("rule_evidence")
        self._evidence = _by_party(evidence)
        self.same_evidence = self._same_evidence(evidence)

    @cached_property
    def by_rank(self) -> NDArray[np.int64]:
        """Rows of the scored, the highest rank first."""
        rows = np.flatnonzero(self.rank > 0)
        return rows[np.argsort(self.rank[rows])]

    @cached_property
    def n_scored(self) -> int:
        """How many firms have a score, or were looked at by rules."""
        return int(self.scored.sum())

    @property
    def by(self) -> str:
        """What flags: ``model`` or ``rules``."""
        return str(self.model["by"])

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the model's folder says of it."""
        found: Mapping[str, Any] = json.loads(self.model["manifest"])
        return found

    @property
    def bands(self) -> tuple[float, ...]:
        """Least chance of each band, the first of which begins at 0."""
        return (0.0, *self.receipt.parameters["bands"])

    def _same_evidence(self, evidence: pa.Table) -> EvidenceGroups:
        """Firms that rules name in each other's evidence."""
        chosen = evidence.filter(evidence["kind"].to_numpy() == "party")
        numbers = np.array(
            [
                self._snapshot.numbers("party", chosen[name].to_pylist())
                for name in ("party_id", "node_id")
            ]
        )
        rows = np.where(numbers < 0, -1, self._row[numbers])
        firm, named = rows[:, (rows >= 0).all(axis=0)]
        return EvidenceGroups(self.numbers.size, firm, named)

    def row(self, number: int) -> int | None:
        """Row of a party number; None: it has none."""
        row = int(self._row[number])
        return None if row < 0 else row

    def rows(self, party_ids: Sequence[str]) -> NDArray[np.int64]:
        """Rows of the parties that have one."""
        numbers = self._snapshot.numbers("party", list(party_ids))
        rows = self._row[numbers[numbers >= 0]]
        found: NDArray[np.int64] = rows[rows >= 0]
        return found

    def reasons(self, party_id: str) -> list[dict[str, Any]]:
        """Rows of ``model_reason`` of a firm, the largest contribution first."""
        return self._reasons.of(party_id)

    def hits(self, party_id: str) -> list[dict[str, Any]]:
        """Rows of ``rule_hit`` of a firm."""
        return self._hits.of(party_id)

    def evidence(self, party_id: str) -> list[dict[str, Any]]:
        """Rows of ``rule_evidence`` of a firm, in their order."""
        return self._evidence.of(party_id)


class _ByParty:
    """Rows of a table by party, whose rows of one party are together."""

    def __init__(self, table: pa.Table, starts: Mapping[str, tuple[int, int]]) -> None:
        self._table, self._starts = table, starts

    def of(self, party_id: str) -> list[dict[str, Any]]:
        start, length = self._starts.get(party_id, (0, 0))
        rows: list[dict[str, Any]] = self._table.slice(start, length).to_pylist()
        return rows


def _by_party(table: pa.Table) -> _ByParty:
    names = table["party_id"].combine_chunks().dictionary_encode()
    codes = names.indices.to_numpy(zero_copy_only=False)
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    lengths = np.diff(firsts, append=codes.size)
    ids = names.dictionary.take(names.indices.take(firsts)).to_pylist()
    spans = zip(firsts.tolist(), lengths.tolist(), strict=True)
    return _ByParty(table.combine_chunks(), dict(zip(ids, spans, strict=True)))


def _column(table: pa.Table, name: str) -> NDArray[Any]:
    found: NDArray[Any] = table[name].to_numpy()
    return found


def score_book(published: Published, store: Store) -> ScoreBook | None:
    """The scores that a store publishes; None: it has none that can be read here.

    Those of an earlier snapshot count where none was written since. They are read once
    for each publication.

    Raises
    ------
    NotPublishedError
        They were replaced while they were read.
    """
    kept = published.kept.get(NAME)
    if kept is not None:
        book: ScoreBook = kept[1]
        return book
    run = _newest(store)
    if run is None:
        return None
    return kept_of(
        PublishedRun(published, store, run, Receipt.from_dict(run.receipt)), ScoreBook
    )


def _newest(store: Store) -> Run | None:
    analysis = ANALYSES.get(NAME)
    for run in store.runs():
        if run.analysis == NAME and analysis is not None:
            return run if run.receipt["version"] == analysis.version else None
    return None
