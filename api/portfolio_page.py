"""The start page's figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from api.presenters import (
    at_out,
    circle_summary,
    known_sum,
    money_out,
    party_ref,
    sentence_out,
)
from api.schemas.answer import SentenceOut
from api.schemas.portfolio import BandShare, DemoCase, Portfolio, RiskyParty
from graph.analysis.answer import Sentence
from graph.analysis.bands import BANDS, band_of
from graph.analysis.structure import circle_id

if TYPE_CHECKING:
    from api.held import Held
    from api.service import Service

TOP = 8
DEMO_FILE = "demo-case.json"


def portfolio_page(service: Service) -> Portfolio:
    """Figures of the held snapshot."""
    held = service.held
    snapshot, findings = held.snapshot, held.findings
    currency = snapshot.manifest.reporting_currency
    strict = [row for row in findings.circles if row["kind"] == "strict"]
    members = {party for row in strict for party in findings.members[row["circle_id"]]}
    numbers = snapshot.numbers("party", sorted(members))
    loans = snapshot.figures.loans_outstanding
    effective = snapshot.pairs.effective
    in_network = _guarantors_and_debtors(held)
    return Portfolio(
        at=at_out(snapshot.manifest.at),
        snapshot_id=snapshot.manifest.snapshot_id,
        reporting_currency=currency,
        parties=snapshot.n_parties,
        guarantees=len(snapshot.pairs),
        guaranteed_amount=money_out(known_sum(effective), currency),
        unknown_amounts=int(np.isnan(effective).sum()),
        circles=len(strict),
        circle_firms=len(members),
        exposure_in_circles=money_out(known_sum(loans[numbers]), currency),
        expected_defaults=float(findings.pd[in_network].sum()),
        expected_defaults_alone=float(findings.self_pd[in_network].sum()),
        bands=_bands(held, in_network),
        riskiest_circles=[circle_summary(held, row) for row in strict[:TOP]],
        riskiest_parties=_riskiest(held, in_network),
        counts=dict(snapshot.manifest.counts),
        demo_case=_demo_case(service),
    )


def _guarantors_and_debtors(held: Held) -> np.ndarray:
    """Numbers of the parties that give or receive a guarantee."""
    pairs = held.snapshot.pairs
    return np.union1d(pairs.guarantor, pairs.debtor)


def _bands(held: Held, numbers: np.ndarray) -> list[BandShare]:
    currency = held.snapshot.manifest.reporting_currency
    edges = np.array([low for _, _, low, _ in BANDS[1:]])
    places = np.searchsorted(edges, held.findings.pd[numbers], side="right")
    loans = held.snapshot.figures.loans_outstanding[numbers]
    return [
        BandShare(
            band=band,
            label=sentence_out(label),
            low=low,
            high=high,
            parties=int((places == i).sum()),
            exposure=money_out(known_sum(loans[places == i]), currency),
        )
        for i, (band, label, low, high) in enumerate(BANDS)
    ]


def _riskiest(held: Held, numbers: np.ndarray) -> list[RiskyParty]:
    """Parties of the guarantee network with the highest contagion increment."""
    findings = held.findings
    order = numbers[np.argsort(-findings.increment[numbers], kind="stable")][:TOP]
    rows = []
    for number in order.tolist():
        pd = float(findings.pd[number])
        rows.append(
            RiskyParty(
                party=party_ref(held, held.snapshot.node_id("party", number)),
                self_pd=float(findings.self_pd[number]),
                pd=pd,
                pd_error=float(findings.error[number]),
                increment=float(findings.increment[number]),
                band=band_of(pd),
                main_reason=sentence_out(_main_reason(held, number)),
            )
        )
    return rows


def _main_reason(held: Held, number: int) -> Sentence:
    forward = held.snapshot.pairs.forward
    row = slice(forward.indptr[number], forward.indptr[number + 1])
    debtors = forward.indices[row]
    if debtors.size == 0:
        return Sentence("guarantees nobody", "未对外担保")
    worst = int(debtors[np.argmax(held.findings.pd[debtors])])
    _, name, name_en = held.name(held.snapshot.node_id("party", worst))
    count = debtors.size
    if count == 1:
        return Sentence(f"guarantees {name_en or name}", f"仅为{name}担保")
    return Sentence(
        f"{count} debtors, weakest {name_en or name}",
        f"为 {count} 家担保，其中最弱为{name}",
    )


def _demo_case(service: Service) -> DemoCase | None:
    """The planted case of the demo economy, where that is what is loaded."""
    path = service.settings.data_dir / DEMO_FILE
    if not path.is_file():
        return None
    case = json.loads(path.read_text(encoding="utf-8"))
    found = circle_id("strict", case["members"])
    known = found in service.held.findings.by_id
    return DemoCase(
        circle_id=found if known else None,
        party_id=case["focus"],
        title=SentenceOut(**case["title"]),
        text=SentenceOut(**case["summary"]),
        steps=[SentenceOut(en=step["en"], zh=step["zh"]) for step in case["steps"]],
    )
