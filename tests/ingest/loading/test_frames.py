"""Data frames by kind: their columns and their typed cells."""

import datetime as dt
import subprocess
import sys
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from graph.instant import to_milliseconds
from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest import load_frames
from ingest.loading.load import load
from sample_tables import IDS, Streamed, as_arrow, parties, sample_rows, sample_sheets

ON = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)


def facts(store, kind="party"):
    """Facts in the order of their records or ids, without where they were read."""
    view = store.view()
    form = KINDS[kind].form
    table = (view.nodes if form == "node" else view.select)(KINDS[kind])
    return table.to_pylist()


def column(store, name, kind="party"):
    return [row[name] for row in facts(store, kind)]


def loaded(frames, store, **options):
    report = load_frames(frames, store, collected_at=ON, **options)
    assert report.exit_code == 0, (report.rejected, report.files)
    return report


def rejected(frames, store):
    report = load_frames(frames, store, collected_at=ON)
    return [(item.file, item.row, item.column, item.value) for item in report.rejected]


def test_frames_by_kind_are_the_facts_of_the_same_files(store, bundle):
    promises = {
        "record_id": ["r1"],
        "guarantee_id": ["g:1"],
        "guarantor_id": ["a:1"],
    }
    contracts = {
        "guarantee_id": ["g:1"],
        "debtor_id": ["a:2"],
        "guarantee_kind": ["guarantee"],
        "cap": [1250.5],
        "currency": ["CNY"],
        "valid_from": [dt.date(2024, 5, 1)],
    }
    frames = {
        "party": parties(),
        "guarantee": pd.DataFrame(contracts),
        "guarantor": pd.DataFrame(promises),
    }
    report = loaded(frames, store, source="delivery")
    assert [item.file for item in report.files] == [
        "frame party", "frame guarantee", "frame guarantor"
    ]  # fmt: skip
    texts = {name: frame.to_csv(index=False) for name, frame in frames.items()}
    with open_store("memory://") as other:
        load(bundle(**texts), other, collected_at=ON)
        for kind in frames:
            found = [without_place(row) for row in facts(store, kind)]
            assert found == [without_place(row) for row in facts(other, kind)]
            assert found


def without_place(row):
    left_out = {"file", "row", "recorded_from", "recorded_to"}
    return {name: value for name, value in row.items() if name not in left_out}


def test_what_pandas_takes_for_missing_is_an_empty_cell(store):
    missing = parties(
        name_en=["Alpha", float("nan"), pd.NA],
        listed=pd.array([True, None, False], "boolean"),
        established_on=[pd.Timestamp("2001-02-03"), pd.NaT, None],
    )
    loaded({"party": missing}, store)
    assert column(store, "name_en") == ["Alpha", None, None]
    assert column(store, "listed") == [True, None, False]
    assert column(store, "established_on")[1:] == [None, None]


def test_a_required_cell_that_is_missing_refuses_its_row(store):
    assert rejected({"party": parties(name=["A", "B", float("nan")])}, store) == [
        ("frame party", 3, "name", "")
    ]
    assert column(store, "name") == ["A", "B"]


def test_whole_numbers_that_gaps_made_floats_are_whole(store):
    loaded({"party": parties(business=[12, None, 15.0])}, store)
    assert column(store, "business") == ["12", None, "15"]


def test_a_float_that_lost_digits_is_refused_where_a_text_is_due(store):
    frame = {"party": parties(business=[123456789012345678, None, 7])}
    assert rejected(frame, store) == [
        ("frame party", 1, "business", "123456789012345680")
    ]
    assert len(facts(store)) == 2


@pytest.mark.parametrize("number", [123456789012345678, 2**63 + 5, 10**20 + 1])
def test_huge_whole_numbers_keep_their_digits(number, store):
    loaded({"party": parties(business=[number, 1, 2])}, store)
    assert column(store, "business") == [str(number), "1", "2"]


def test_categories_are_their_values(store):
    frame = parties(
        party_type=pd.Categorical(["company", "company", "bank"]),
        business=pd.Categorical([1, None, 2]),
        established_on=pd.Categorical(pd.period_range("2001-01-01", periods=3)),
    )
    loaded({"party": frame}, store)
    assert column(store, "party_type") == ["company", "company", "bank"]
    assert column(store, "business") == ["1", None, "2"]
    assert column(store, "established_on")[2] == to_milliseconds(dt.date(2001, 1, 3))


CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("times", "zone"),
    [
        (pd.to_datetime(["2024-05-01 00:00", "2024-05-01 08:30"]), "Asia/Shanghai"),
        (
            pd.to_datetime(["2024-05-01 00:00", "2024-05-01 08:30"]).tz_localize(CHINA),
            "UTC",
        ),
        (
            [
                pd.Timestamp("2024-05-01", tz=CHINA),
                pd.Timestamp("2024-05-01 00:30", tz="UTC"),
            ],
            "UTC",
        ),
    ],
    ids=["none", "one", "several"],
)
def test_times_are_of_their_own_zone_or_else_of_the_declared_one(times, zone, store):
    moved = pd.DataFrame(
        {
            "payer_id": ["a:1", "a:2"],
            "payee_id": ["a:2", "a:3"],
            "transfer_type": "transfer",
            "amount": [1.5, 2],
            "currency": "CNY",
            "occurred_at": times,
        }
    )
    report = load_frames(
        {"account": pa.table({"account_id": IDS}), "transfer": moved},
        store,
        collected_at=ON,
        timezone=zone,
    )
    assert not report.rejected
    assert column(store, "valid_from", "transfer") == [
        to_milliseconds(dt.datetime(2024, 4, 30, 16, tzinfo=dt.UTC)),
        to_milliseconds(dt.datetime(2024, 5, 1, 0, 30, tzinfo=dt.UTC)),
    ]


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["x", "y", "z"]),
        pd.RangeIndex(5, 8),
        pd.Index(["A", "B", "C"], name="name"),
        pd.MultiIndex.from_arrays([["A", "B", "C"], [1, 2, 3]], names=["name", None]),
    ],
    ids=["of labels", "of numbers", "with a name", "of levels"],
)
def test_an_index_is_a_column_where_it_has_a_name(index, store):
    frame = parties()
    if index.names[0] == "name":
        del frame["name"]
    loaded({"party": frame.set_index(index)}, store)
    assert column(store, "name") == ["A", "B", "C"]


def test_an_index_of_pandas_without_a_name_is_left_out_of_arrow_tables_too(store):
    table = pa.Table.from_pandas(parties().set_index(pd.Index([7, 1, 5])))
    assert "__index_level_0__" in table.column_names
    loaded({"party": table}, store)
    assert column(store, "name") == ["A", "B", "C"]


def test_a_column_of_many_types_is_read_cell_by_cell(store):
    odd = ["text", 7, 2.5, np.int64(9), dt.date(2001, 2, 3), None, [1], "\ud800"]
    count = len(odd)
    frame = pd.DataFrame(
        {
            "party_id": [f"a:{number}" for number in range(count)],
            "party_type": "company",
            "name": "A",
            "business": pd.Series(odd, dtype=object),
        }
    )
    assert rejected({"party": frame}, store) == [
        ("frame party", 7, "business", "[1]"),
        ("frame party", 8, "business", r"b'\xed\xa0\x80'"),
    ]
    assert column(store, "business") == ["text", "7", "2.5", "9", "2001-02-03", None]


def test_frames_loaded_again_change_nothing(store):
    first = loaded({"party": parties()}, store)
    again = loaded({"party": Streamed(pa.table(parties()))}, store)
    assert [item.added for item in first.files] == [3]
    assert [item.added for item in again.files] == [0]


def test_a_frame_without_rows_loads_nothing(store):
    loaded({"party": parties().iloc[:0]}, store)
    assert facts(store) == []


def test_rows_of_a_mapped_frame_count_from_one_below_the_names(store):
    told = as_arrow(sample_rows("cn-guarantee-list")).to_pandas()
    told.loc[1, "担保金额（万元）"] = "约500"
    report = load_frames(told, store, mapping="cn-guarantee-list", collected_at=ON)
    [fault] = report.rejected
    assert (fault.file, fault.row, fault.value) == ("frame", 2, "约500")
    assert [item.heads for item in report.tables] == [()]


def test_a_mapping_of_several_sheets_takes_frames_by_their_names(store):
    sheets = sample_sheets("cn-registry")
    frames = {name: as_arrow(rows) for name, rows in sheets.items()}
    report = loaded(frames, store, mapping="cn-registry")
    assert {item.sheet for item in report.tables} == {
        f"frame {name}" for name in frames
    }


WITHOUT_PANDAS = """
import sys
from graph.without_pandas import do_without_pandas
do_without_pandas()
import pyarrow as pa
from graph.stores import open_store
from ingest import load_frames
class Streamed:
    def __init__(self, table):
        self.__arrow_c_stream__ = table.__arrow_c_stream__
table = pa.table({"party_id": ["a:1"], "party_type": ["company"], "name": ["A"]})
for frame in (table, Streamed(table)):
    with open_store("memory://") as store:
        print(load_frames({"party": frame}, store).files[0].added)
print("pandas" in sys.modules)
"""


def test_arrow_frames_load_where_pandas_is_not():
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANDAS],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split("\n") == ["1", "1", "False", ""]
