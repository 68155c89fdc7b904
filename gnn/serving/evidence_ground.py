"""What the flag of a firm rests on as an analysis: found on request, and replayed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from gnn.evidence import EvidenceGround
from gnn.evidence_facts import GROUPS, EvidenceLink, FactGround
from gnn.features.firms import Firms
from gnn.serving.firm_scores import FirmScores
from gnn.serving.what_if import WhatIf
from graph.analysis.entry import Analysis
from graph.analysis.model_evidence import NAME
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.registry import open_engine
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import NotFoundError, ReplayError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gnn.evidence import Evidence
    from gnn.features import FeatureTable
    from gnn.labels import Planted
    from gnn.model import Model
    from graph.analysis.model_evidence import FlagCounterfactual, NoCounterfactual
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
    without: FlagCounterfactual | NoCounterfactual
    receipt: Receipt


class FlagGround:
    """Where evidence of the flags of a snapshot is found; made once, then only read.

    Parameters
    ----------
    scores
        Of its firms.
    origin
        Snapshot and parameters of the analysis that gave the scores; None: none did.
    scored
        The model that did with the features of all firms, where both are at hand.

    network_frozen
        Whether counterfactuals leave the network's share as it is.

    Attributes
    ----------
    network
        Whether the network of that model scored, too.

    Notes
    -----
    A second or two, and as much memory as relations between firms, for 20,000 firms.
    """

    def __init__(
        self,
        firms: Firms,
        scores: FirmScores,
        origin: Mapping[str, Any] | None,
        scored: tuple[Model, FeatureTable] | None = None,
        *,
        network_frozen: bool = False,
    ) -> None:
        self.firms = firms
        self.scores = scores
        self._origin = None if origin is None else dict(origin)
        self.network = bool(origin and origin.get("network"))
        model, features = scored or (None, None)
        self._what_if = WhatIf(
            firms,
            scores,
            self._model if model is None else lambda: model,
            features=features,
            stale=self._stale,
            network=self.network,
            frozen=network_frozen,
        )
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
        from gnn.serving.analysis import current
        from gnn.serving.by_model import model_score_table
        from gnn.serving.scores import score_firms
        from gnn.serving.second import network_device

        firms, device = Firms(snapshot), network_device(model)
        found = score_firms(firms, model, progress, device=device)
        table = model_score_table(found, snapshot, bands)
        given = current(
            {"model_id": model.model_id, "bands": tuple(bands), "network": device}
        )
        origin = {"snapshot_id": snapshot.manifest.snapshot_id, **asdict(given)}
        scores = FirmScores.of_table(firms, "model", table)
        return cls(firms, scores, origin, (model, found.features))

    @property
    def _stale(self) -> bool:
        """Whether the scores are of another snapshot."""
        mine = self.firms.snapshot.manifest.snapshot_id
        return self._origin is not None and self._origin["snapshot_id"] != mine

    def _model(self) -> Model:
        """The model that scored, out of the data folder."""
        from gnn.serving.model_directory import ModelDirectory

        if self._origin is None or self._origin["model_id"] is None:
            raise ReplayError("no model gave the scores")
        return ModelDirectory.beside(self.firms.snapshot).open(self._origin["model_id"])

    def audited(
        self, planted: Planted, seed: int, progress: Progress | None = None
    ) -> dict[str, Any]:
        """How true evidence is to planted schemes, see `gnn.fidelity.Fidelity`.

        Raises
        ------
        LabelError
            No firm of a scheme is among the first.
        ReplayError
            No model gave the scores, or it is not at hand.
        """
        from gnn.fidelity import Fidelity

        scores = self._what_if.ready()
        if scores is None:
            raise ReplayError("no model is at hand that gave the scores")
        found = Fidelity(self._ground, planted)
        falls = found.falls(scores, seed, progress)
        return {**found.shares(seed), "falls": falls}

    def prepare(self) -> None:
        """Make what counterfactuals are computed from, before anybody asks."""
        self._what_if.why_not()

    def found(
        self,
        party_id: str,
        without: Collection[str] = (),
        engine: Engine | None = None,
    ) -> FoundEvidence:
        """The evidence for the flag of a firm, with its receipt.

        Parameters
        ----------
        without
            Groups of `gnn.evidence_facts.GROUPS` whose edges are also taken away
            together.

        Raises
        ------
        NotFoundError
            No company is known by that id.

        Notes
        -----
        O(what the firm and those one step away are tied to): some milliseconds, and as
        many again for each group.
        """
        snapshot = self.firms.snapshot
        groups = [group for group in GROUPS if group in without]
        row = int(self.firms.row[snapshot.number("party", party_id)])
        if row < 0:
            raise NotFoundError("company", party_id)
        given: dict[str, Any] = {"party_id": party_id, "scores": self._origin}
        given |= {"without": groups, "network_frozen": self._what_if.freezes(row)}
        issuer = Issuer(NAME, VERSION, snapshot, given, engine or open_engine())
        evidence = self._ground.of(row)
        links = self._facts.links(evidence)
        told = self._what_if.of(row, groups)
        receipt = issuer.seal([*self._sealed(evidence, links), asdict(told)])
        return FoundEvidence(
            row=row, evidence=evidence, links=links, without=told, receipt=receipt
        )

    def _sealed(
        self, evidence: Evidence, links: tuple[EvidenceLink, ...]
    ) -> list[object]:
        """What the hash of a result is of: ids, reasons and facts."""
        parties, node_id = self.firms.parties, self.firms.snapshot.node_id
        firms = [
            (node_id("party", int(parties[row])), why, int(self.scores.rank[row]))
            for row, why in evidence.firms.items()
        ]
        shared = {"party": evidence.persons, "contact": evidence.contacts}
        nodes = [
            [node_id(kind, n) for n in numbers] for kind, numbers in shared.items()
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
    party_id, without = given.pop("party_id"), given.pop("without")
    origin, frozen = given.pop("scores"), given.pop("network_frozen", False)
    if given:
        raise TypeError(f"{NAME} takes no {', '.join(given)}")
    ground = _made_again(snapshot, origin, progress, network_frozen=frozen)
    return ground.found(party_id, without, engine)


def _made_again(
    snapshot: Snapshot,
    origin: Mapping[str, Any] | None,
    progress: Progress | None,
    *,
    network_frozen: bool,
) -> FlagGround:
    """That of scores which are made again."""
    from gnn.serving.analysis import current
    from gnn.serving.by_model import model_score_table
    from gnn.serving.by_rules import rule_score_table
    from gnn.serving.model_directory import ModelDirectory
    from gnn.serving.scores import score_firms

    firms = Firms(snapshot)
    if origin is None:
        return FlagGround(firms, FirmScores.none(firms), None)
    given = dict(origin)
    scored, scored_id = snapshot, given.pop("snapshot_id")
    if scored_id != snapshot.manifest.snapshot_id:
        if snapshot.directory is None:
            raise ReplayError("the scores are of another snapshot, which has no files")
        scored = SnapshotDirectory(snapshot.directory.parent.parent).open(scored_id)
    chosen = current(given)
    if chosen.model_id is None:
        table = rule_score_table(scored)
        return FlagGround(firms, FirmScores.of_table(firms, "rules", table), origin)
    model = ModelDirectory.beside(snapshot).open(chosen.model_id)
    scored_firms = firms if scored is snapshot else Firms(scored)
    found = score_firms(scored_firms, model, progress, device=chosen.network)
    table = model_score_table(found, scored, chosen.bands)
    scores = FirmScores.of_table(firms, "model", table)
    made = model, found.features
    return FlagGround(firms, scores, origin, made, network_frozen=network_frozen)


MODEL_EVIDENCE = Analysis(NAME, VERSION, _run)
