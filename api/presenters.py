"""Records of the analyses as response models."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from api.schemas.answer import (
    AtOut,
    CompletenessOut,
    PartyRef,
    ReasonOut,
    ReceiptOut,
    SentenceOut,
)
from api.schemas.circles import CircleSummary, RingNode
from api.schemas.pictures import GraphOut
from graph.analysis.bands import band_of
from graph.analysis.receipt import Receipt
from graph.instant import At
from graph.money import exponent
from visual.payload import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from api.held import Held
    from graph.analysis.answer import Completeness, Reason, Sentence
    from graph.model import Fact
    from visual.records import Picture

RING_LIMIT = 24
"""A thumbnail of more members than this is a blot."""


def at_out(at: At) -> AtOut:
    """Both axes as text."""
    return AtOut(**at.to_dict())


def completeness_out(completeness: Completeness) -> CompletenessOut:
    """As it stands."""
    return CompletenessOut(
        complete=completeness.complete,
        explored=completeness.explored,
        truncated_by=list(completeness.truncated_by),
        advice=completeness.advice,
    )


def sentence_out(sentence: Sentence) -> SentenceOut:
    """Both languages."""
    return SentenceOut(en=sentence.en, zh=sentence.zh)


def reasons_out(reasons: Iterable[Reason]) -> list[ReasonOut]:
    """As they stand."""
    return [
        ReasonOut.model_validate(
            {
                "text": sentence_out(reason.text),
                "chips": [
                    {"kind": chip.kind, "text": sentence_out(chip.text)}
                    for chip in reason.chips
                ],
                "party_ids": list(reason.party_ids),
            }
        )
        for reason in reasons
    ]


def graph_out(drawn: Picture) -> GraphOut:
    """A picture for the explorer."""
    return GraphOut.model_validate(
        {
            "focus": drawn.focus,
            "layout": drawn.layout,
            "nodes": drawn.nodes,
            "edges": drawn.edges,
            "at": at_out(drawn.at),
            "completeness": completeness_out(drawn.completeness),
        }
    )


def receipt_out(receipt: Receipt | dict[str, Any]) -> ReceiptOut:
    """A receipt, or one that a store kept."""
    values = receipt.to_dict() if isinstance(receipt, Receipt) else receipt
    return ReceiptOut(**values)


def money_out(amount: float | None, currency: str) -> str | None:
    """An amount in major units as decimal text; unknown stays unknown."""
    if amount is None or math.isnan(amount):
        return None
    return f"{amount:.{exponent(currency)}f}"


def known_sum(amounts: NDArray[np.float64]) -> float:
    """Sum of the known amounts; NaN where there are some and none is known."""
    if amounts.size and np.isnan(amounts).all():
        return math.nan
    return float(np.nansum(amounts))


def party_ref(held: Held, party_id: str) -> PartyRef:
    """A party of the snapshot."""
    party_type, name, name_en = held.name(party_id)
    return PartyRef(
        party_id=party_id, party_type=party_type, name=name, name_en=name_en
    )


def described_ref(
    fact: Fact | None, key: tuple[str, str], *, sees_personal: bool
) -> PartyRef:
    """A node of a store by its description; one without any by its id."""
    name, name_en = name_of(fact, *key, sees_personal=sees_personal)
    party_type = None if fact is None else fact.properties.get("party_type")
    return PartyRef(party_id=key[1], party_type=party_type, name=name, name_en=name_en)


def circle_summary(held: Held, row: dict[str, Any]) -> CircleSummary:
    """A circle for lists."""
    currency = held.snapshot.manifest.reporting_currency
    members = held.findings.members[row["circle_id"]]
    no_amounts = row["unknown_amounts"] == row["guarantees"]
    no_loans = row["unknown_loans"] == row["firms"]
    return CircleSummary(
        circle_id=row["circle_id"],
        kind=row["kind"],
        name=sentence_out(held.circle_name(row["circle_id"])),
        firms=row["firms"],
        guarantees=row["guarantees"],
        effective_amount=money_out(
            None if no_amounts else row["effective_amount"], currency
        ),
        unknown_amounts=row["unknown_amounts"],
        loans=money_out(None if no_loans else row["loans"], currency),
        unknown_loans=row["unknown_loans"],
        contagion_exposure=money_out(
            None if no_amounts else row["contagion_exposure"], currency
        ),
        max_pd=row["max_pd"],
        band=band_of(row["max_pd"]),
        currency=currency,
        ring=_ring(held, members),
    )


def _ring(held: Held, members: Sequence[str]) -> list[RingNode]:
    from graph.analysis.cycles import ring_order

    if len(members) > RING_LIMIT:
        return []
    order = ring_order(held.snapshot, members)
    numbers = held.snapshot.numbers("party", list(order))
    place = {int(number): i for i, number in enumerate(numbers)}
    forward = held.snapshot.pairs.forward
    ring = []
    for party_id, number in zip(order, numbers, strict=True):
        debtors = forward.indices[forward.indptr[number] : forward.indptr[number + 1]]
        ring.append(
            RingNode(
                party_id=party_id,
                band=band_of(float(held.findings.pd[number])),
                guarantees=[place[int(d)] for d in debtors if int(d) in place],
            )
        )
    return ring
