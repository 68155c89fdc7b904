"""The published snapshot with its findings: what analyses answer from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.algorithms.passthrough import SelfPdQuality
from graph.analysis.answer import PartyRef, Sentence
from graph.analysis.by_party import ByParty
from graph.analysis.communities import (
    CommunitiesResult,
    CommunityParameters,
    find_communities,
)
from graph.analysis.contagion import ContagionParameters, Inputs, network_inputs
from graph.analysis.explain import ScoreExplanation, explain_score
from graph.analysis.findings import Findings
from graph.analysis.networks import GuaranteeNetworks, guarantee_networks
from graph.analysis.receipt import Receipt
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.analysis.structure import CircleKind
from graph.errors import NotPublishedError
from graph.snapshot.arrays import single_chunk

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.account_money import AccountTotals
    from graph.analysis.account_search import AccountIndex
    from graph.analysis.circle_search import CircleIndex
    from graph.analysis.pattern_grounds import Grounds
    from graph.analysis.portfolio import Portfolio
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.rings import RingsResult
    from graph.instant import At
    from graph.model import Publication, Run
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


KEPT_PARTITIONS = 16
"""Partitions kept in memory; a caller may ask for any resolution."""


@dataclass(frozen=True)
class Published:
    """A published snapshot with its findings; immutable, so readers finish on it."""

    snapshot: Snapshot
    findings: Findings
    publication: Publication
    sequence: Callable[[], int]
    """Tells the store's last commit."""

    @property
    def commits_behind(self) -> int:
        """Commits of the store since this was published."""
        return max(0, self.sequence() - self.publication.sequence)

    def stamped(self, receipt: Receipt) -> Receipt:
        """A receipt that says how far the store had moved on when it was handed out."""
        run = {**receipt.run, "commits_behind": self.commits_behind}
        return replace(receipt, run=run)

    def written_receipt(self, analysis: str) -> Receipt:
        """The receipt of a published analysis."""
        return self.stamped(Receipt.from_dict(self.findings.receipts[analysis]))

    @property
    def snapshot_id(self) -> str:
        """Id of the snapshot."""
        return self.findings.snapshot_id

    @property
    def at(self) -> At:
        """The instant of the snapshot."""
        return self.snapshot.manifest.at

    @property
    def currency(self) -> str:
        """ISO 4217 code of every computed amount."""
        return self.snapshot.manifest.reporting_currency

    def warm_up(self) -> None:
        """Make what first requests would wait for, compiled kernels included."""
        from graph.analysis.registry import ANALYSES
        from graph.kernels.repulsion import repulsion

        for warm_up in filter(None, (item.warm_up for item in ANALYSES.values())):
            warm_up(self)
        self.pd.get("")
        self.findings.read_whole()
        (self.networks, self.portfolio, self.circle_index, self.account_index)  # noqa: B018 - kept
        repulsion(np.zeros((2, 2)), 1.0)  # lays out pictures of these findings

    @cached_property
    def parameters(self) -> ContagionParameters:
        """Parameters of the published scores, from their receipt."""
        return ContagionParameters.of_receipt(self.findings.receipts["pd"])

    @cached_property
    def inputs(self) -> Inputs:
        """The loss network of the published scores."""
        return network_inputs(self.snapshot, self.parameters)

    def explain(self, party_id: str) -> ScoreExplanation:
        """The score of one party with its reasons."""
        return explain_score(self.snapshot, self.inputs, self.parameters, party_id)

    @cached_property
    def _communities(self) -> dict[CommunityParameters, CommunitiesResult]:
        return {}

    def communities(self, parameters: CommunityParameters) -> CommunitiesResult:
        """Communities by these parameters; each partition is made once and kept."""
        if parameters not in self._communities:
            if len(self._communities) >= KEPT_PARTITIONS:
                self._communities.clear()
            found = find_communities(self.snapshot, parameters)
            self._communities[parameters] = found
        return self._communities[parameters]

    @cached_property
    def _tables(self) -> dict[str, tuple[Run, pa.Table]]:
        return {}

    def table(self, store: Store, name: str, run: Run) -> pa.Table | None:
        """A table of findings that a run wrote, kept until another run wrote it.

        None: the store has none, or it was replaced while it was read.
        """
        kept = self._tables.get(name)
        if kept is not None and kept[0] == run:
            return kept[1]
        found = store.findings(name)
        if found is None or run not in store.runs():
            return None
        self._tables[name] = run, found
        return found

    def run(self, store: Store, analysis: str) -> Run | None:
        """The run of an analysis that the store publishes of this very snapshot.

        None: there is none, or another release made it, which says other things.
        """
        from graph.analysis.registry import ANALYSES

        version = ANALYSES[analysis].version
        for run in store.runs():
            if run.analysis == analysis and run.snapshot_id == self.snapshot_id:
                return run if run.receipt["version"] == version else None
        return None

    @cached_property
    def kept(self) -> dict[str, tuple[object, Any]]:
        """What was read of a store, by name: of which run or commit, and what it is."""
        return {}

    def rings(self, store: Store) -> RingsResult:
        """The money rings that the store publishes, kept until another run wrote them.

        Raises
        ------
        NotPublishedError
            It publishes none of this snapshot, or they were replaced meanwhile.
        """
        from graph.analysis.published_run import PublishedRun, kept_of
        from graph.analysis.ring_findings import read_rings

        published = PublishedRun.of(self, store, "rings")
        if published is None:
            raise NotPublishedError(BUILD_COMMAND)
        return kept_of(published, read_rings)

    @cached_property
    def grounds(self) -> Grounds:
        """What searches for patterns run over, kept from one to the next."""
        from graph.analysis.pattern_grounds import Grounds

        return Grounds(self.snapshot)

    @cached_property
    def ring_searches(self) -> dict[RingParameters, RingsResult]:
        """Searches by other bounds, which `searched_rings` makes and keeps."""
        return {}

    @cached_property
    def portfolio(self) -> Portfolio:
        """Figures of the whole; what moves on since is that of the first call."""
        from graph.analysis.portfolio import figures_of

        return figures_of(self)

    @cached_property
    def circle_index(self) -> CircleIndex:
        """The circles by words of their names."""
        from graph.analysis.circle_search import CircleIndex

        return CircleIndex(self)

    @cached_property
    def accounts(self) -> AccountTotals:
        """What moved over each account."""
        from graph.analysis.account_money import account_totals

        return account_totals(self.snapshot)

    @cached_property
    def account_index(self) -> AccountIndex:
        """The accounts by their ids."""
        from graph.analysis.account_search import AccountIndex

        return AccountIndex(self)

    @cached_property
    def networks(self) -> GuaranteeNetworks:
        """The guarantee network of each party."""
        return guarantee_networks(self.snapshot)

    @cached_property
    def scored(self) -> NDArray[np.bool_]:
        """Parties whose score rests on something collected, by party number.

        A party without a rating or a credit event that neither gives nor receives a
        guarantee has only the default setting: that is not a score.
        """
        pairs = self.snapshot.pairs
        mask: NDArray[np.bool_] = self.findings.self_quality != SelfPdQuality.SETTING
        mask[pairs.guarantor] = True
        mask[pairs.debtor] = True
        return mask

    @cached_property
    def pd(self) -> ByParty:
        """Published default probabilities of the parties that are scored."""
        return ByParty(self.snapshot, np.where(self.scored, self.findings.pd, np.nan))

    def speaks_of(self, at: At) -> bool:
        """Whether the findings are those of an instant: its facts, as known since."""
        return at.as_of == self.at.as_of and at.known_at >= self.at.known_at

    @cached_property
    def loans(self) -> ByParty:
        """Loans outstanding of each party, in the reporting currency."""
        return ByParty(self.snapshot, self.snapshot.figures.loans_outstanding)

    def party(self, party_id: str) -> PartyRef:
        """A party of the snapshot by its name.

        Raises
        ------
        NotFoundError
            No such party in the snapshot.
        """
        return self.party_at(self.snapshot.number("party", party_id))

    def party_at(self, number: int) -> PartyRef:
        """A party of the snapshot by its number."""
        party_id = self.snapshot.node_id("party", number)
        party_type, name, name_en, valid_to = (
            column[number].as_py() for column in self._party_columns
        )
        return PartyRef(
            party_id=party_id,
            party_type=party_type,
            name=name or party_id,
            name_en=name_en,
            ended_on=self.snapshot.manifest.at.last_day(valid_to),
        )

    @cached_property
    def _party_columns(self) -> tuple[pa.Array, ...]:
        names = ("party_type", "name", "name_en", "valid_to")
        table = self.snapshot.nodes("party")
        return tuple(single_chunk(table, name) for name in names)

    def circle_name(self, circle_id: str) -> Sentence:
        """A circle is called after its largest borrower, a pair after both firms."""
        found = self.findings.circle(circle_id)
        largest = self.party(found.heaviest_id)
        english = largest.name_en or largest.name
        if found.kind is not CircleKind.MUTUAL_PAIR:
            return Sentence(f"{english} circle", f"{largest.name}担保圈")
        members = self.findings.members[circle_id]
        other = self.party(next(m for m in members if m != found.heaviest_id))
        return Sentence(
            f"{english} – {other.name_en or other.name} pair",
            f"{largest.name}与{other.name}互保",
        )
