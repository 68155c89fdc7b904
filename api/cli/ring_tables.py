"""Money rings as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.context import print_table
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.ring_list import RingList, RingRecord, RingSummary
    from graph.analysis.ring_outcomes import RingCase, RingState
    from graph.analysis.ring_truth import RingComparison

_COLUMNS = (
    "Ring", "Score", "Amount", "Kept", "Hops", "Days", "Begins", "State", "Parties",
)  # fmt: skip


def print_rings(found: RingList) -> None:
    """A page of rings; those that an everyday reading fits in a table of their own."""
    money = f"amounts in {found.currency}"
    open_ones = [item for item in found.items if not item.everyday]
    if open_ones or not found.everyday:
        title = f"{found.unexplained} rings, {money}"
        print_table(title, _COLUMNS, [_row(item) for item in open_ones])
    apart = [item for item in found.items if item.everyday]
    if not apart:
        if found.everyday:
            say(f"{found.everyday} more have an everyday reading")
        return
    names = {reading.name: reading.title.en for reading in found.readings}
    title = f"{found.everyday} with an everyday reading, counted apart, {money}"
    rows = [(*_row(item), _fitting(item, names)) for item in apart]
    print_table(title, (*_COLUMNS, "Reading"), rows)


def print_ring(found: RingRecord) -> None:
    """A ring: its transfers, its readings, and what was said of it."""
    rows = [
        (hop.moved_at, hop.payer_id, hop.payee_id, amount_text(hop.amount),
         hop.goods_type, hop.order_no, hop.source, hop.record_id)
        for hop in found.transfers
    ]  # fmt: skip
    columns = ("Moved at", "From", "To", "Amount", "Goods", "Order", "Source", "Record")
    print_table(f"{found.ring_id}, amounts in {found.currency}", columns, rows)
    print_table(
        "Everyday readings",
        ("Reading", "Verdict", "Why"),
        [
            (item.title.en, item.verdict.replace("_", " "), item.text.en)
            for item in found.readings
        ],
    )
    if found.case is not None:
        print_case(found.case)


def print_case(case: RingCase) -> None:
    """What was said of a ring, the latest first."""
    rows = [
        (said.outcome_id, said.outcome, said.stated_at, said.stated_by, said.reason)
        for said in case.outcomes
    ]
    columns = ("Outcome", "What", "Stated at", "By", "Reason")
    print_table(f"State: {state_text(case.state)}", columns, rows)
    if case.hidden:
        say("What is said of natural persons is not shown (--personal).")


def print_comparison(found: RingComparison) -> None:
    """What was planted against what was found."""
    for item in found.patterns:
        say(
            f"{item.pattern}: planted {item.planted}, beyond the bounds {item.beyond}, "
            f"found {item.found}, missed {len(item.missed)}"
        )
    for pattern, count in found.honest.items():
        say(f"honest {pattern}: found {count}")
    say(
        f"near misses {found.near_misses_planted}, found {len(found.near_misses)}, "
        f"others (chance) {found.others}, "
        f"no rings by a plain check {len(found.invalid)}"
    )


def state_text(state: RingState | None) -> str:
    """How a ring stands, or that it is not shown."""
    return "not shown" if state is None else state


def amount_text(value: float | None) -> str:
    """An amount, or that nobody collected it."""
    return "not collected" if value is None else f"{value:,.2f}"


def _row(item: RingSummary) -> Sequence[object]:
    return (
        item.ring_id,
        "not known" if item.score is None else f"{item.score:.3f}",
        amount_text(item.first_amount),
        "not known" if item.retention is None else f"{item.retention:.1%}",
        item.length,
        f"{item.days:.1f}",
        item.begins[:10],
        state_text(item.state),
        ", ".join(party.name for party in item.parties),
    )


def _fitting(item: RingSummary, names: dict[str, str]) -> str:
    return ", ".join(
        name for reading, name in names.items() if getattr(item, reading) == "fits"
    )
