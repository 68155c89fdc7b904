"""Ids are found by keys, and keys that clash are told apart."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph.snapshot.lookup import IdLookup, keys_of

TEXTS = st.lists(st.text(max_size=6), unique=True, max_size=12)


def test_keys_are_those_of_the_published_hash():
    assert [hex(key) for key in keys_of(pa.array(["", "a", "foobar"]))] == [
        "0xcbf29ce484222325",
        "0xaf63dc4c8601ec8c",
        "0x85944171f73967e8",
    ]


def test_keys_of_a_slice_are_those_of_its_texts():
    texts = pa.array(["one", "two", "three", "four"])
    assert keys_of(texts[2:]).tolist() == keys_of(texts).tolist()[2:]


@given(TEXTS, TEXTS)
def test_every_id_is_found_and_no_other(ids, asked):
    lookup = IdLookup.build(pa.array(ids, pa.string()))
    expected = [ids.index(text) if text in ids else -1 for text in asked]
    assert lookup.find_all(pa.array(asked, pa.string())).tolist() == expected
    assert [lookup.find(text) for text in asked] == expected


def test_clashing_keys_are_told_apart_by_their_texts():
    ids = pa.array(["one", "two", "three"])
    key = keys_of(pa.array(["one"]))[0]
    order = np.array([1, 2, 0], np.int32)
    clashing = IdLookup(ids, np.full(3, key), order)
    assert clashing.find("one") == 0
    assert clashing.find_all(pa.array(["one", "other"])).tolist() == [0, -1]
