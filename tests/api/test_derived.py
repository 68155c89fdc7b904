from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
from pydantic import ValidationError

from api.schemas.derived import response_model
from graph.analysis.answer import Meaning, Money, Sentence


@dataclass(frozen=True)
class Measured:
    """What was measured."""

    name: Sentence
    shares: tuple[Annotated[float, Meaning("A share.", low=0, high=1)], ...]
    amount: Annotated[Money, Meaning("What it costs.")]


def test_a_model_has_the_fields_and_meanings_of_its_record():
    schema = response_model(Measured, "MeasuredOut", more=int).model_json_schema()
    assert schema["title"] == "MeasuredOut"
    assert schema["description"] == "What was measured."
    assert sorted(schema["required"]) == ["amount", "more", "name", "shares"]
    item = schema["properties"]["shares"]["items"]
    assert (item["minimum"], item["maximum"]) == (0, 1)
    amount = schema["properties"]["amount"]
    assert amount["description"] == "What it costs."
    assert {kind["type"] for kind in amount["anyOf"]} == {"string", "null"}


def test_a_model_refuses_what_its_record_does_not_have():
    model = response_model(Measured, "MeasuredOut")
    answer = {"name": {"en": "a", "zh": "b"}, "shares": [0.5], "amount": "1.00"}
    model.model_validate(answer)
    for wrong in ({"shares": [2]}, {"amount": "much"}, {"other": 1}, {"name": "a"}):
        with pytest.raises(ValidationError):
            model.model_validate(answer | wrong)


def test_a_record_in_a_record_needs_its_model_first():
    @dataclass(frozen=True)
    class Outer:
        inner: Inner

    Outer.__annotations__ = {"inner": Inner}
    with pytest.raises(TypeError, match="Inner"):
        response_model(Outer, "OuterOut")


@dataclass(frozen=True)
class Inner:
    """Has no model."""

    text: str
