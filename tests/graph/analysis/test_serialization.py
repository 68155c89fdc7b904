from __future__ import annotations

import json
import math
from dataclasses import dataclass, field

import pytest

from graph.analysis.answer import INTERNAL, Money, PartyRef, Sentence
from graph.analysis.serialization import as_json, to_frame
from graph.analysis.structure import CircleKind
from graph.instant import At


@dataclass(frozen=True)
class Part:
    amount: Money


@dataclass(frozen=True)
class Whole:
    currency: str
    amount: Money
    parts: tuple[Part, ...]
    own: dict[str, Part]
    kind: CircleKind = CircleKind.STRICT
    at: At = field(default_factory=lambda: At(0, 1))
    share: float = math.nan
    hidden: int = field(default=7, metadata=INTERNAL)


@pytest.mark.parametrize(
    ("currency", "text"), [("CNY", "1234.50"), ("JPY", "1234"), ("KWD", "1234.500")]
)
def test_amounts_have_the_digits_of_the_nearest_currency(currency, text):
    part = Part(1234.5)
    plain = as_json(Whole(currency, 1234.5, (part,), {"x": part}))
    assert plain["amount"] == text
    assert plain["parts"] == [{"amount": text}]
    assert plain["own"] == {"x": {"amount": text}}


@pytest.mark.parametrize("amount", [None, math.nan])
def test_an_amount_that_is_not_collected_is_null_and_never_zero(amount):
    assert as_json(Part(amount)) == {"amount": None}
    assert as_json(Part(0.0)) == {"amount": "0.00"}


def test_everything_else_becomes_plain_json():
    plain = as_json(Whole("CNY", 1.0, (), {}))
    assert plain["kind"] == "strict"
    assert plain["at"]["as_of"] == "1970-01-01T00:00:00.000Z"
    assert plain["share"] is None
    assert "hidden" not in plain
    assert json.loads(json.dumps(plain)) == plain


def test_records_become_rows_of_a_frame():
    rows = [PartyRef("a", None, "A", None), PartyRef("b", "company", "B", "Bee")]
    frame = to_frame(rows)
    assert frame["party_id"].tolist() == ["a", "b"]
    assert frame["name_en"].tolist()[1] == "Bee"


def test_a_record_in_a_record_is_spread_over_columns():
    @dataclass(frozen=True)
    class Named:
        name: Sentence
        amount: Money

    Named.__annotations__ = {"name": Sentence, "amount": Money}
    frame = to_frame([Named(Sentence("pair", "互保"), 2.5)])
    assert frame.columns.tolist() == ["name.en", "name.zh", "amount"]
    assert frame["amount"].sum() == 2.5
