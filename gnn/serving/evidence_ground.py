"""What the flag of a firm rests on as an analysis: found on request, and replayed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from gnn.evidence import EvidenceGround
from gnn.evidence_facts import EvidenceLink, FactGround
from gnn.features.firms import Firms
from gnn.serving.firm_scores import FirmScores
from graph.analysis.entry import Analysis
from graph.analysis.model_evidence import NAME
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.registry import open_engine
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import NotFoundError, ReplayError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from gnn.evidence import Evidence
    from gnn.model import Model
    from graph.analysis.score_book import ScoreBook
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvidence:
    """The evidence of a firm by number and id, without names.

    Attributes
    ----------
    row
        Of the firm among the firms.
    """

    row: int
    evidence: Evidence
    links: tuple[EvidenceLink, ...]
    receipt: Receipt


class FlagGround:
    """Where evidence of the flags of a snapshot is found; made once, then only read.

    Parameters
    ----------
    scores
        Of its firms.
    origin
        Snapshot and parameters of the analysis that gave the scores; None: none did.

    Notes
    -----
    A second or two, and as much memory as relations between firms, for 20,000 firms.
    """

    def __init__(
        self, firms: Firms, scores: FirmScores, origin: Mapping[str, Any] | None
    ) -> None:
        self.firms = firms
        self.scores = scores
        self._origin = None if origin is None else dict(origin)
        self._ground = EvidenceGround(firms, scores.rank, scores.n_scored)
        self._facts = FactGround(firms)

    @classmethod
    def published(cls, snapshot: Snapshot, book: ScoreBook | None) -> Self:
        """That of the scores which a store publishes."""
        firms = Firms(snapshot)
        if book is None:
            return cls(firms, FirmScores.none(firms), None)
        given = book.receipt
        origin = {"snapshot_id": given.snapshot_id, **given.parameters}
        return cls(firms, FirmScores.of_book(firms, book), origin)

    @classmethod
    def by_model(
        cls,
        snapshot: Snapshot,
        model: Model,
        bands: Sequence[float],
        progress: Progress | None = None,
    ) -> Self:
        """That of scores which a model gives now; the cost of its features."""
        from dataclasses import asdict

        from gnn.serving.analysis import current
        from gnn.serving.by_model import model_score_table

        firms = Firms(snapshot)
        table = model_score_table(snapshot, model, bands, progress)
        given = current({"model_id": model.model_id, "bands": tuple(bands)})
        origin = {"snapshot_id": snapshot.manifest.snapshot_id, **asdict(given)}
        return cls(firms, FirmScores.of_table(firms, "model", table), origin)

    def found(self, party_id: str, engine: Engine | None = None) -> FoundEvidence:
        """The evidence for the flag of a firm, with its receipt.

        Raises
        ------
        NotFoundError
            No company is known by that id.

        Notes
        -----
        O(what the firm and those one step away are tied to): some milliseconds.
        """
        snapshot = self.firms.snapshot
        given = {"party_id": party_id, "scores": self._origin}
        issuer = Issuer(NAME, VERSION, snapshot, given, engine or open_engine())
        row = int(self.firms.row[snapshot.number("party", party_id)])
        if row < 0:
            raise NotFoundError("company", party_id)
        evidence = self._ground.of(row)
        links = self._facts.links(evidence)
        receipt = issuer.seal(self._sealed(evidence, links))
        return FoundEvidence(row=row, evidence=evidence, links=links, receipt=receipt)

    def _sealed(
        self, evidence: Evidence, links: tuple[EvidenceLink, ...]
    ) -> list[object]:
        """What the hash of a result is of: ids, reasons and facts."""
        parties, node_id = self.firms.parties, self.firms.snapshot.node_id
        firms = [
            (node_id("party", int(parties[row])), why, int(self.scores.rank[row]))
            for row, why in evidence.firms.items()
        ]
        nodes = [
            [node_id(kind, number) for number in numbers]
            for kind, numbers in (
                ("party", evidence.persons),
                ("contact", evidence.contacts),
            )
        ]
        names = [field.name for field in fields(EvidenceLink)]
        facts = [
            [getattr(link, name) for name in names if name != "records"]
            + list(map(list, link.records))
            for link in links
        ]
        return [firms, nodes, facts, evidence.left_out, evidence.circle]


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> FoundEvidence:
    """Score the firms again, and find the evidence of one.

    Raises
    ------
    ReplayError
        The scores cannot be made again here.
    NotFoundError
        No company is known by that id.
    """
    given = dict(parameters)
    party_id, origin = given.pop("party_id"), given.pop("scores")
    if given:
        raise TypeError(f"{NAME} takes no {', '.join(given)}")
    firms = Firms(snapshot)
    if origin is None:
        return FlagGround(firms, FirmScores.none(firms), None).found(party_id, engine)
    table = _scored(snapshot, origin, progress)
    by = "rules" if origin["model_id"] is None else "model"
    scores = FirmScores.of_table(firms, by, table)
    return FlagGround(firms, scores, origin).found(party_id, engine)


def _scored(
    snapshot: Snapshot, origin: Mapping[str, Any], progress: Progress | None
) -> pa.Table:
    """The table ``model_score`` that the analysis of scores made."""
    from gnn.serving.analysis import current, score_table

    given = dict(origin)
    scored_id = given.pop("snapshot_id")
    if scored_id != snapshot.manifest.snapshot_id:
        if snapshot.directory is None:
            raise ReplayError("the scores are of another snapshot, which has no files")
        snapshot = SnapshotDirectory(snapshot.directory.parent.parent).open(scored_id)
    return score_table(snapshot, current(given), progress)


MODEL_EVIDENCE = Analysis(NAME, VERSION, _run)
