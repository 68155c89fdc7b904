"""The report of a money ring: what is to be taken away as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.instant import format_instant
from graph.money import exponent
from graph.vocabulary import KINDS
from visual.report.page import Report, Table, render
from visual.report.words import WORDS
from visual.ring_picture import holder_names, ring_picture

if TYPE_CHECKING:
    from graph.analysis.answer import PartyRef
    from graph.analysis.circle import CircleController
    from graph.analysis.ring_list import RingRecord

_OUTCOME = KINDS["case_outcome"].property_by_name["outcome"]


def ring_page(ring: RingRecord, language: str) -> str:
    """HTML page of a ring: figures, picture, transfers with records, what was said."""
    words = WORDS[language]
    first = holder_names(ring, 0)
    return render(
        Report(
            language=language,
            title=words["ring_title"].format(name=getattr(first, language)),
            subtitle=" · ".join(
                (
                    ring.ring_id,
                    format_instant(ring.at.as_of) or "",
                    ring.receipt.snapshot_id,
                    ring.currency,
                )
            ),
            figures=_figures(ring, language),
            picture=ring_picture(ring),
            picture_caption=words["ring_caption"],
            reasons=[_controlled(ring, item, language) for item in ring.controllers],
            reasons_title=words["behind"],
            tables=[
                _transfers(ring, language),
                _readings(ring, language),
                *_outcomes(ring, language),
            ],
            receipts_title=words["receipts"],
            receipts=[ring.receipt.to_dict()],
            notices=[words["ring_notice"], *_unseen(ring, language)],
        )
    )


def _unseen(ring: RingRecord, language: str) -> list[str]:
    """That something may have been said of the ring which is not shown."""
    hidden = ring.case is not None and ring.case.hidden
    return [WORDS[language]["said_hidden"]] if hidden else []


def _figures(ring: RingRecord, language: str) -> list[tuple[str, str]]:
    words = WORDS[language]
    state = "not_told" if ring.state is None else ring.state
    retention = ring.retention
    return [
        (words["sent"], _money(ring, ring.first_amount, words)),
        (words["back"], _money(ring, ring.last_amount, words)),
        (words["retention"], words["unknown"] if retention is None
         else f"{retention:.1%}"),
        (words["days"], f"{ring.days:.1f}"),
        (words["state"], words[f"state.{state}"]),
    ]  # fmt: skip


def _money(ring: RingRecord, amount: float | None, words: dict[str, str]) -> str:
    if amount is None:
        return words["unknown"]
    return f"{amount:,.{exponent(ring.currency)}f}"


def _controlled(ring: RingRecord, controller: CircleController, language: str) -> str:
    """Who answers to a controller, and why."""
    words = WORDS[language]
    names = {party.party_id: _name(party, language) for party in ring.parties}
    sure = words["confirmed" if controller.confirmed else "suspected"]
    lead = words["tie"].format(name=_name(controller.party, language), why=sure)
    ties = [
        words["tie"].format(
            name=names[tie.party_id], why=getattr(tie.evidence, language)
        )
        for tie in controller.ties
        if tie.party_id in names
    ]
    return f"{lead}: {', '.join(ties)}"


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _name(party: PartyRef, language: str) -> str:
    return party.name if language == "zh" else party.name_en or party.name


def _transfers(ring: RingRecord, language: str) -> Table:
    """Transfers in order, each with the record that states it."""
    words = WORDS[language]
    rows = []
    before: float | None = None
    for place, hop in enumerate(ring.transfers):
        payer = holder_names(ring, place)
        payee = holder_names(ring, (place + 1) % ring.length)
        kept = hop.amount / before if before and hop.amount is not None else None
        before = hop.amount
        rows.append(
            (
                str(place + 1),
                _minute(hop.moved_at),
                f"{getattr(payer, language)} · {hop.payer_id}",
                f"{getattr(payee, language)} · {hop.payee_id}",
                _money(ring, hop.amount, words),
                "–" if kept is None else f"{kept:.1%}",
                hop.goods_type,
                hop.order_no,
                f"{hop.source} {hop.record_id}",
            )
        )
    columns = ("number", "time", "from", "to", "amount", "passed_on", "goods", "order",
               "record")  # fmt: skip
    return Table(words["transfers"], [words[name] for name in columns], rows)


def _readings(ring: RingRecord, language: str) -> Table:
    words = WORDS[language]
    rows = [
        (
            getattr(reading.title, language),
            words[f"verdict.{reading.verdict}"],
            getattr(reading.text, language),
        )
        for reading in ring.readings
    ]
    columns = ("reading", "verdict", "why")
    return Table(words["readings"], [words[name] for name in columns], rows)


def _outcomes(ring: RingRecord, language: str) -> list[Table]:
    """What was said of the ring, if anything, the latest first, with its records."""
    words = WORDS[language]
    outcomes = () if ring.case is None else ring.case.outcomes
    rows = [
        (
            _minute(item.stated_at),
            item.stated_by,
            getattr(_OUTCOME.code_label(item.outcome), language),
            item.reason,
            f"{item.source} {item.outcome_id}",
        )
        for item in outcomes
    ]
    columns = ("time", "by", "outcome", "reason", "record")
    table = Table(words["said"], [words[name] for name in columns], rows)
    return [table] if rows else []
