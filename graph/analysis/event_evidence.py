"""What counts against some parties, event by event and loan by loan, worst first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.answer import Chip, Reason, Sentence
from graph.analysis.own_probability import event_probabilities, loan_probabilities
from graph.analysis.short_amounts import short_amount
from graph.instant import BEGINNING, format_day
from graph.kernels.csr import range_positions
from graph.money import to_decimal
from graph.snapshot.arrays import column
from graph.snapshot.conversion import Converter
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.analysis.contagion import ContagionParameters
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One event or loan that counts against a party.

    `day` is when an event happened; a loan's grade has none. `amount` is as the source
    states it, `worth` in the reporting currency and NaN where that is not known.
    """

    party: int
    probability: float
    what: Sentence
    day: str | None
    amount: Sentence | None
    worth: float
    source: str
    is_loan: bool


def evidence_of(
    snapshot: Snapshot, numbers: NDArray[np.int32], parameters: ContagionParameters
) -> tuple[Evidence, ...]:
    """What counts against these parties, by probability, then amount, then day.

    Closed and aged events are no evidence; whether scores use it (`events`) makes no
    difference here.

    Notes
    -----
    O(k log k) for k events and loans found, and one look at the borrower of each loan.
    """
    members = np.unique(numbers[numbers >= 0])
    money = Converter(
        snapshot.facts("exchange_rate"), snapshot.manifest.reporting_currency
    )
    found = [
        *_events(snapshot, members, parameters, money),
        *_loans(snapshot, members, parameters, money),
    ]
    # later days first among equals: two stable sorts
    found.sort(key=lambda item: item.day or "", reverse=True)
    found.sort(key=lambda item: (-item.probability, -_known(item.worth)))
    return tuple(found)


def _known(worth: float) -> float:
    return -1.0 if math.isnan(worth) else worth


def _events(
    snapshot: Snapshot,
    members: NDArray[np.int32],
    parameters: ContagionParameters,
    money: Converter,
) -> Iterator[Evidence]:
    facts = snapshot.facts("risk_event")  # in order of party
    party = column(facts, "party")
    first = np.searchsorted(party, members)
    rows = range_positions(first, np.searchsorted(party, members, "right") - first)
    events = facts.take(rows)
    figures = event_probabilities(events, snapshot.manifest.at.as_of, parameters)
    types = KINDS["risk_event"].property_by_name["event_type"]
    for row, figure in zip(events.to_pylist(), figures.tolist(), strict=True):
        if figure > 0.0:
            label = types.code_label(row["event_type"])
            happened = row["valid_from"]
            known = happened is not None and happened > BEGINNING
            yield Evidence(
                party=row["party"],
                probability=figure,
                what=Sentence(label.en, label.zh),
                day=format_day(happened) if known else None,
                amount=_amount(row["amount"], row["currency"]),
                worth=money.amount(row["amount"], row["currency"]),
                source=row["source"],
                is_loan=False,
            )


def _loans(
    snapshot: Snapshot,
    members: NDArray[np.int32],
    parameters: ContagionParameters,
    money: Converter,
) -> Iterator[Evidence]:
    book = snapshot.nodes("loan")
    concerned = np.zeros(snapshot.n_parties + 1, np.bool_)  # the last for no borrower
    concerned[members] = True
    loans = book.take(np.flatnonzero(concerned[column(book, "borrower")]))
    figures = loan_probabilities(loans, parameters)
    for row, figure in zip(loans.to_pylist(), figures.tolist(), strict=True):
        if figure > 0.0:
            yield Evidence(
                party=row["borrower"],
                probability=figure,
                what=_loan_words(row["five_class"], row["days_past_due"]),
                day=None,
                amount=_amount(row["outstanding"], row["currency"]),
                worth=money.amount(row["outstanding"], row["currency"]),
                source=row["source"],
                is_loan=True,
            )


def _loan_words(grade: str | None, late: int | None) -> Sentence:
    """Such as "loan 101 days past due, substandard"."""
    english, chinese = [], []
    if late:
        english.append(f"{late} days past due" if late > 1 else "1 day past due")
        chinese.append(f"逾期 {late} 天")
    if grade is not None:
        label = KINDS["loan"].property_by_name["five_class"].code_label(grade)
        english.append(label.en)
        chinese.append(f"五级分类为{label.zh}")
    return Sentence(f"loan {', '.join(english)}", f"贷款{'，'.join(chinese)}")


def _amount(minor: int | None, currency: str | None) -> Sentence | None:
    if minor is None:
        return None
    text = to_decimal(minor, currency)
    return Sentence(
        short_amount(text, currency, "en"), short_amount(text, currency, "zh")
    )


def in_words(item: Evidence) -> Sentence:
    """What it is, with day and amount where they are known."""
    parts = (item.what, item.day and Sentence(item.day, item.day), item.amount)
    known = [part for part in parts if part]
    return Sentence(
        ", ".join(part.en for part in known), "，".join(part.zh for part in known)
    )


def reason_of(item: Evidence, party_id: str) -> Reason:
    """The sentence on a party's own page."""
    words = in_words(item)
    figure = f"{item.probability:.0%}"
    return Reason(
        Sentence(
            f"{words.en[:1].upper()}{words.en[1:]}: at least {figure} in 12 months.",
            f"{words.zh}：12个月违约概率不低于 {figure}。",
        ),
        _chips(item),
        (party_id,),
    )


def named_reason(item: Evidence, party_id: str, name: Sentence) -> Reason:
    """The sentence where several parties are spoken of."""
    words = in_words(item)
    return Reason(
        Sentence(f"{name.en}: {words.en}.", f"{name.zh}：{words.zh}。"),
        _chips(item),
        (party_id,),
    )


def _chips(item: Evidence) -> tuple[Chip, ...]:
    kind = Sentence("ledger", "台账") if item.is_loan else Sentence("event", "事件")
    return (Chip("status", kind), Chip("fact", Sentence(item.source, item.source)))
