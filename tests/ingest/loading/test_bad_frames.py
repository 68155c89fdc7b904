"""Data frames that are none, or are wrong as a whole."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from ingest import load_frames
from ingest.errors import FileFormatError, OptionError
from sample_tables import IDS, parties


@pytest.mark.parametrize(
    "frame",
    [
        parties().set_axis(["name", "party_type", "name"], axis=1),
        parties().set_index(pd.Index(IDS, name="name")),
        pa.table([IDS, IDS], names=["name", "name"]),
    ],
    ids=["columns", "index and column", "Arrow"],
)
def test_names_that_several_columns_bear_are_refused(frame, store):
    with pytest.raises(FileFormatError, match=r"^frame party: .*called 'name'; expect"):
        load_frames({"party": frame}, store)


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ({"pary": parties()}, "frame 'pary' is of no kind; expected such as 'party'"),
        ({"party": [1, 2]}, "frame party is a list; expected a data frame of pandas"),
        (parties(), "one frame says no kind of fact; expected a mapping"),
    ],
)
def test_what_is_no_frame_of_a_kind_is_refused_before_anything_is_loaded(
    frames, words, store
):
    with pytest.raises(OptionError, match=words):
        load_frames(frames, store)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.Series(IDS), "cannot be read"),
        (pa.Table.from_pandas(pd.DataFrame({"n": pd.period_range("2001", periods=2)})),
         "periods of pandas in the column 'n'; expected dates or text"),
        (pd.DataFrame(np.zeros((1, 501))), "has 501 columns; expected at most 500"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_read_is_refused(frame, words, store):
    with pytest.raises(FileFormatError, match=f"^frame party: .*{words}"):
        load_frames({"party": frame}, store)


def test_unknown_columns_are_told_with_the_nearest_and_the_rest_loads(store):
    roles = parties().rename(columns={"party_id": "partyid"})
    report = load_frames({"party": parties(), "role": roles}, store)
    [wrong] = [item.error for item in report.files if item.error]
    assert "'party_type'" in wrong
    assert "lacks the columns" in wrong
    assert [item.added for item in report.files] == [3, 0]
