"""A circle with its members, picture and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from api.presenters import (
    at_out,
    circle_summary,
    graph_out,
    known_sum,
    money_out,
    party_ref,
    reasons_out,
    receipt_out,
    sentence_out,
)
from api.schemas.answer import CompletenessOut
from api.schemas.circles import CircleOut, ControllerOut, MemberOut, TieOut
from graph.analysis.bands import band_of
from graph.analysis.circle_view import (
    circle_reasons,
    circle_surroundings,
    control_links,
    roles_of,
)
from graph.analysis.control import common_controllers
from graph.analysis.cycles import ring_order
from visual.payload import picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from api.held import Held
    from api.service import Service
    from graph.analysis.control import Controller
    from graph.kernels.csr import Csr


def circle_page(service: Service, circle_id: str, *, sees_personal: bool) -> CircleOut:
    """Everything on a circle's page.

    Raises
    ------
    NotFoundError
        There is no such circle in the held snapshot.
    """
    held = service.held
    row = held.findings.circle(circle_id)
    members = held.findings.members[circle_id]
    at = held.snapshot.manifest.at
    numbers = held.snapshot.numbers("party", list(members))
    controllers = common_controllers(held.snapshot, numbers.tolist())
    behind = [held.snapshot.node_id("party", item.number) for item in controllers]
    surroundings = circle_surroundings(
        service.store.view(at), members, control_links(held.snapshot, controllers)
    )
    drawn = picture(
        surroundings,
        at,
        layout="ring",
        decor=held.decor(at, sees_personal=sees_personal),
        ring_order=ring_order(held.snapshot, members),
        inside=behind,
    )
    return CircleOut(
        **circle_summary(held, row).model_dump(),
        members=_members(held, members),
        controllers=[_controller(held, item) for item in controllers],
        graph=graph_out(drawn),
        reasons=reasons_out(
            circle_reasons(
                held.snapshot, held.findings, circle_id, surroundings, controllers
            )
        ),
        receipt=receipt_out(held.findings.receipts["circles"]),
        at=at_out(at),
        completeness=CompletenessOut(
            complete=True, explored=len(members), truncated_by=[], advice=None
        ),
    )


def _controller(held: Held, controller: Controller) -> ControllerOut:
    return ControllerOut(
        party=party_ref(held, held.snapshot.node_id("party", controller.number)),
        confirmed=controller.confirmed,
        ties=[
            TieOut(
                party_id=held.snapshot.node_id("party", tie.firm),
                basis=tie.basis,
                evidence=sentence_out(tie.evidence),
            )
            for tie in controller.ties
        ],
    )


def _members(held: Held, members: tuple[str, ...]) -> list[MemberOut]:
    snapshot, findings = held.snapshot, held.findings
    currency = snapshot.manifest.reporting_currency
    numbers = snapshot.numbers("party", list(members))
    roles = roles_of(snapshot, numbers)
    rows = []
    for party_id, number in zip(members, numbers.tolist(), strict=True):
        gives, receives = (
            _inside(held, csr, number, numbers)
            for csr in (snapshot.pairs.forward, snapshot.pairs.reverse)
        )
        pd = float(findings.pd[number])
        rows.append(
            MemberOut(
                party=party_ref(held, party_id),
                role=sentence_out(roles[number]),
                loans=money_out(
                    float(snapshot.figures.loans_outstanding[number]), currency
                ),
                gives=money_out(gives, currency),
                receives=money_out(receives, currency),
                self_pd=float(findings.self_pd[number]),
                pd=pd,
                pd_error=float(findings.error[number]),
                increment=float(findings.increment[number]),
                band=band_of(pd),
            )
        )
    return sorted(rows, key=lambda row: (-(row.pd or 0.0), row.party.party_id))


def _inside(held: Held, csr: Csr, number: int, numbers: NDArray[np.int32]) -> float:
    """Effective amounts between a member and the others; NaN if none is known."""
    row = slice(csr.indptr[number], csr.indptr[number + 1])
    inside = np.isin(csr.indices[row], numbers)
    return known_sum(held.snapshot.pairs.effective[csr.edge[row][inside]])
