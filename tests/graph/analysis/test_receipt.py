"""Receipts: equal keys exactly for equal inputs, altered ones refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.contagion import ContagionParameters
from graph.analysis.receipt import Issuer, Receipt, canonical_bytes, digest, stage
from graph.engines.local import LOCAL


@dataclass(frozen=True)
class Pair:
    one: float
    other: tuple[str, ...]


RECEIPT = Receipt(
    analysis="pd",
    version="1",
    snapshot_id="ab",
    as_of="2026-01-01T00:00:00.000Z",
    known_at="2026-01-02T00:00:00.000Z",
    parameters={"rho": 0.0, "lam": 0.7, "ids": ["a"]},
    engine="local",
    result_hash="cd",
)


def test_canonical_bytes_are_those_of_the_plain_values():
    made = Pair(0.1, ("a", "圈"))
    assert canonical_bytes(made) == '{"one":0.1,"other":["a","圈"]}'.encode()
    assert canonical_bytes(np.array([1, 2])) == b"[1,2]"
    assert canonical_bytes(np.arange(4)[::2]) == b"[0,2]"
    assert canonical_bytes(np.array(["a"])) == b'["a"]'
    assert canonical_bytes({"b": None, "a": np.float64(0.5)}) == b'{"a":0.5,"b":null}'


@pytest.mark.parametrize("value", [object(), Pair, {1, 2}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_bytes(value)


def test_a_digest_is_blake2b_with_16_bytes():
    assert digest(b"") == "cae66941d9efbd404e4d88758ea67670"


@pytest.mark.parametrize(
    "change",
    [
        {"analysis": "score"},
        {"version": "2"},
        {"snapshot_id": "ac"},
        {"as_of": None},
        {"engine": "elsewhere"},
        {"parameters": {"rho": 0.1, "lam": 0.7, "ids": ["a"]}},
        {"parameters": {"rho": 0.0, "lam": 0.7, "ids": ["b"]}},
        {"parameters": {"rho": 0.0, "lam": 0.7}},
    ],
)
def test_any_input_changes_the_key(change):
    assert replace(RECEIPT, **change).key() != RECEIPT.key()


@pytest.mark.parametrize(
    "change",
    [
        {"run": {"seconds": 1.0, "host": "other"}},
        {"known_at": None},  # the same snapshot holds the same content
        {"result_hash": "ce"},
        {"parameters": {"ids": ("a",), "lam": 0.7, "rho": 0}},
    ],
)
def test_what_is_no_input_leaves_the_key(change):
    assert replace(RECEIPT, **change).key() == RECEIPT.key()


@pytest.mark.parametrize("name", [item.name for item in fields(ContagionParameters)])
def test_each_parameter_of_the_scores_changes_the_key(name, built, network):
    def key(parameters):
        return Issuer("pd", "1", snapshot, parameters, LOCAL).seal([]).key()

    snapshot = built(network("ab"))
    value = getattr(ContagionParameters(), name)
    other = {"AAA": 0.5} if isinstance(value, dict) else value + 1
    changed = replace(ContagionParameters(), **{name: other})
    assert key(changed) != key(ContagionParameters())


def test_a_receipt_comes_back_from_json():
    text = json.dumps(RECEIPT.to_dict())
    assert Receipt.from_dict(json.loads(text)) == RECEIPT


def test_whole_floats_may_lose_their_point_on_the_way():
    text = json.dumps(RECEIPT.to_dict()).replace('"rho": 0.0', '"rho": 0')
    assert Receipt.from_dict(json.loads(text)).key() == RECEIPT.key()


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)


@given(st.dictionaries(st.text(max_size=3), NUMBERS | st.lists(NUMBERS, max_size=3)))
def test_keys_survive_json_whatever_the_parameters(parameters):
    receipt = replace(RECEIPT, parameters=parameters)
    again = Receipt.from_dict(json.loads(json.dumps(receipt.to_dict())))
    assert again.key() == receipt.key()


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": {"rho": 0.2, "lam": 0.7, "ids": ["a"]}},
        {"snapshot_id": "ef"},
        {"as_of": "2027-01-01T00:00:00.000Z"},
        {"key": "0" * 32},
    ],
)
def test_an_altered_receipt_is_refused(change):
    with pytest.raises(ValueError, match="altered"):
        Receipt.from_dict({**RECEIPT.to_dict(), **change})


@pytest.mark.parametrize("name", [*RECEIPT.to_dict()])
def test_a_field_that_is_missing_or_of_another_type_is_named(name):
    values = RECEIPT.to_dict()
    with pytest.raises(ValueError, match=name):
        Receipt.from_dict({**values, name: 7})
    del values[name]
    if name in ("as_of", "known_at"):  # None says the same: an open beginning
        values["as_of"] = RECEIPT.as_of
        assert Receipt.from_dict(values).analysis == "pd"
    else:
        with pytest.raises(ValueError, match=name):
            Receipt.from_dict(values)


def test_an_issuer_names_its_snapshot_and_times_the_run(built, network):
    snapshot = built(network("ab"), as_of=86_400_000)
    receipt = Issuer("circles", "1", snapshot, {}, LOCAL).seal(b"bytes")
    assert receipt.snapshot_id == snapshot.manifest.snapshot_id
    assert receipt.as_of == "1970-01-02T00:00:00.000Z"
    assert receipt.result_hash == digest(b"bytes")
    assert receipt.run["seconds"] >= 0
    assert receipt.run["host"]


def test_a_stage_is_told_from_its_begin_to_its_end():
    told = []
    with stage(lambda *report: told.append(report), "worlds") as report:
        report(3, 9)
    with stage(None, "quiet") as report:
        report(1, 2)
    assert told == [("worlds", 0, 1), ("worlds", 3, 9), ("worlds", 9, 9)]
