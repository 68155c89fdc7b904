"""The whole portfolio at a glance: totals, risk bands, what is riskiest."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.analysis.amounts import cover_of, known_sum
from graph.analysis.answer import Meaning, Money, PartyRef, Sentence, Total
from graph.analysis.bands import BANDS
from graph.analysis.circle import CircleSummary, circle_summary
from graph.analysis.circles import ranked_circles
from graph.analysis.flagged_firms import flags_of
from graph.analysis.flagged_records import Flags
from graph.analysis.party import PublishedScore, published_score
from graph.analysis.published_run import PublishedRun
from graph.analysis.structure import CircleKind, circle_id
from graph.instant import At
from graph.snapshot.arrays import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.stores.base import Store

TOP = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BandShare:
    """Parties and their loans in a risk band."""

    band: int
    label: Sentence
    low: float
    high: float
    parties: int
    exposure: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskyParty(PublishedScore):
    """A party with its score and what drives it."""

    party: PartyRef
    main_reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """A planted case to look at first."""

    circle_id: str | None
    party_id: str | None
    title: Sentence
    text: Sentence
    steps: Annotated[tuple[Sentence, ...], Meaning("What to look at, in order.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The whole portfolio at a glance. Amounts are in `reporting_currency`."""

    at: At
    snapshot_id: str
    commits_behind: Annotated[
        int, Meaning("Commits of the store since the snapshot was published.")
    ]
    reporting_currency: str
    parties: int
    guarantees: int
    guaranteed_amount: Annotated[
        Money, Meaning("What guarantees cover; loans that several cover count once.")
    ]
    unknown_amounts: int
    circles: int
    circle_firms: int
    exposure_in_circles: Money
    transfers: int
    accounts: int
    accounts_unheld: Annotated[int, Meaning("Accounts without a known holder.")]
    rings: Annotated[
        Total | None,
        Meaning(
            "Published money rings, `gte` where that search was cut; null where none "
            "are published."
        ),
    ]
    rings_complete_before: Annotated[
        str | None,
        Meaning("All rings that begin before it were found; null: all were, or none "
                "are published."),
    ]  # fmt: skip
    flags: Annotated[
        Flags | None, Meaning("Firms flagged by a model or rules; null: not published.")
    ]
    expected_defaults: float
    expected_defaults_alone: float
    bands: tuple[BandShare, ...]
    riskiest_circles: tuple[CircleSummary, ...]
    riskiest_parties: tuple[RiskyParty, ...]
    counts: dict[str, int]
    demo_case: DemoCase | None


def portfolio_record(
    published: Published,
    demo_case: Mapping[str, Any] | None = None,
    *,
    store: Store | None = None,
) -> Portfolio:
    """Figures of the published snapshot, computed once for each publication.

    Parameters
    ----------
    demo_case
        The description of the planted case, where a demo economy is loaded.
    store
        The store that publishes; without it neither money rings nor flags are told.
    """
    run = None if store is None else PublishedRun.of(published, store, "rings")
    return replace(
        published.portfolio,
        rings=None if run is None else run.total(run.table("ring").num_rows),
        rings_complete_before=None if run is None else run.complete_before,
        flags=None if store is None else flags_of(published, store),
        commits_behind=published.commits_behind,
        demo_case=None if demo_case is None else _demo_case(published, demo_case),
    )


def figures_of(published: Published) -> Portfolio:
    """Compute the figures, without a planted case. O(parties)."""
    snapshot, findings = published.snapshot, published.findings
    strict = ranked_circles(published)
    members = {party for row in strict for party in findings.members[row.circle_id]}
    numbers = snapshot.numbers("party", sorted(members))
    loans = snapshot.figures.loans_outstanding
    effective = snapshot.pairs.effective
    in_network = _guarantors_and_debtors(published)
    counts = dict(snapshot.manifest.counts)
    return Portfolio(
        at=published.at,
        snapshot_id=published.snapshot_id,
        commits_behind=published.commits_behind,
        reporting_currency=published.currency,
        parties=snapshot.n_parties,
        guarantees=len(snapshot.pairs),
        guaranteed_amount=known_sum(
            cover_of(snapshot, np.arange(effective.size)).amount
        ),
        unknown_amounts=int(np.isnan(effective).sum()),
        circles=len(strict),
        circle_firms=len(members),
        exposure_in_circles=known_sum(loans[numbers]),
        transfers=counts["transfer"],
        accounts=counts["account"],
        accounts_unheld=counts["account"]
        - np.unique(column(snapshot.facts("account_holder"), "account")).size,
        rings=None,
        rings_complete_before=None,
        flags=None,
        expected_defaults=float(findings.pd[in_network].sum()),
        expected_defaults_alone=float(findings.self_pd[in_network].sum()),
        bands=_bands(published, in_network),
        riskiest_circles=tuple(circle_summary(published, row) for row in strict[:TOP]),
        riskiest_parties=riskiest_parties(published, TOP),
        counts=counts,
        demo_case=None,
    )


def _guarantors_and_debtors(published: Published) -> NDArray[np.int32]:
    """Numbers of the parties that give or receive a guarantee."""
    pairs = published.snapshot.pairs
    return np.union1d(pairs.guarantor, pairs.debtor)


def _bands(published: Published, numbers: NDArray[np.int32]) -> tuple[BandShare, ...]:
    edges = np.array([low for _, _, low, _ in BANDS[1:]])
    places = np.searchsorted(edges, published.findings.pd[numbers], side="right")
    loans = published.snapshot.figures.loans_outstanding[numbers]
    return tuple(
        BandShare(
            band=band,
            label=label,
            low=low,
            high=high,
            parties=int((places == i).sum()),
            exposure=known_sum(loans[places == i]),
        )
        for i, (band, label, low, high) in enumerate(BANDS)
    )


def riskiest_parties(published: Published, limit: int) -> tuple[RiskyParty, ...]:
    """Parties of the guarantee network with the highest contagion increment."""
    numbers = _guarantors_and_debtors(published)
    increments = published.findings.increment[numbers]
    order = numbers[np.argsort(-increments, kind="stable")][:limit]
    return tuple(
        RiskyParty(
            **asdict(published_score(published, number)),
            party=published.party_at(number),
            main_reason=main_reason(published, number),
        )
        for number in order.tolist()
    )


def main_reason(published: Published, number: int) -> Sentence:
    """What drives the score of a party number: its weakest debtor."""
    forward = published.snapshot.pairs.forward
    debtors = forward.indices[forward.indptr[number] : forward.indptr[number + 1]]
    if debtors.size == 0:
        return Sentence("guarantees nobody", "未对外担保")
    worst = published.party_at(int(debtors[np.argmax(published.findings.pd[debtors])]))
    english = worst.name_en or worst.name
    if debtors.size == 1:
        return Sentence(f"guarantees {english}", f"仅为{worst.name}担保")
    return Sentence(
        f"{debtors.size} debtors, weakest {english}",
        f"为 {debtors.size} 家担保，其中最弱为{worst.name}",
    )


def _demo_case(published: Published, case: Mapping[str, Any]) -> DemoCase:
    found = circle_id(CircleKind.STRICT, case["members"])
    return DemoCase(
        circle_id=found if found in published.findings.by_id else None,
        party_id=case["focus"],
        title=Sentence(**case["title"]),
        text=Sentence(**case["summary"]),
        steps=tuple(Sentence(step["en"], step["zh"]) for step in case["steps"]),
    )
