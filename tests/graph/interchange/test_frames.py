"""Results as frames of pandas."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pytest

from graph.analysis.answer import Sentence
from graph.interchange.frames import to_pandas
from graph.interchange.typed import typed_facts
from graph.vocabulary import KINDS


@dataclass(frozen=True)
class Page:
    """A page of records."""

    items: tuple[Sentence, ...]


def test_missing_numbers_make_no_floats_of_the_others(village_view):
    table = pa.table({"n": pa.array([1, None]), "told": pa.array([True, None])})
    frame = to_pandas(table)
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "boolean"]
    facts = to_pandas(typed_facts(KINDS["party"], village_view.nodes(KINDS["party"])))
    assert facts.loc[facts.party_id == "p", "name"].item() == "欧阳某"


def test_pages_and_records_are_frames():
    word = Sentence("pair", "互保")
    one = pd.DataFrame({"en": ["pair"], "zh": ["互保"]})
    for result in (word, [word], Page((word,))):
        pd.testing.assert_frame_equal(to_pandas(result), one)


def test_without_pandas_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"install suretynet\[notebook\]"):
        to_pandas(pa.table({}))
