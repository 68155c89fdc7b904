"""One table is one table, whatever the format of its file."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

import sheet_files as files
from ingest.files.bundle import Limits
from ingest.files.sheets.cell_columns import array_cells, cells
from ingest.files.sheets.cells import CellKind, cell
from ingest.files.sheets.opening import open_sheets

TEXTS = st.one_of(
    st.none(),
    st.text(st.sampled_from("甲乙担保 （），.a1\"';&<|\t0-#"), min_size=1, max_size=8),
)
NUMBERS = st.one_of(
    st.none(),
    st.integers(-(10**15), 10**15).map(float),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.floats(1e-12, 1e12),
)
DAYS = st.one_of(
    st.none(),
    st.datetimes(
        dt.datetime.fromisoformat("1901-01-01"),
        dt.datetime.fromisoformat("2099-12-31"),
    ).map(lambda moment: moment.replace(microsecond=0)),
)
FLAGS = st.one_of(st.none(), st.booleans())
TABLES = st.lists(st.tuples(TEXTS, NUMBERS, DAYS, FLAGS), min_size=1, max_size=6)
WRITERS = {
    "a.xlsx": files.xlsx,
    "ab.xlsm": lambda *it: files.with_shared_texts(files.xlsx(*it)),
    "b.ods": files.ods,
    "c.csv": partial(files.delimited, codec="gb18030"),
    "d.tsv": partial(files.delimited, codec="utf-16", delimiter="\t"),
    "e.parquet": files.parquet,
    "f.arrow": files.arrow,
    "g.jsonl": files.json_lines,
}


@settings(max_examples=15)
@given(TABLES)
def test_a_table_has_the_same_texts_in_every_format(rows):
    named = [["担保人", "金额", "起始日", "是否"], *rows]
    expected = {
        number: tuple(cell(value).text or None for value in row)
        for number, row in enumerate(named, start=1)
        if any(value is not None for value in row)
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, write in WRITERS.items():
            write(Path(folder, name), named)
        found = open_sheets(Path(folder)).found
        assert [sheet.file.partition("#")[0] for sheet in found] == list(WRITERS)
        for sheet in found:
            assert files.texts_of(sheet, 1, 4) == expected, sheet.file
        for sheet, name in zip(found, ("a.xlsx", "ab.xlsm"), strict=False):
            [streamed] = open_sheets(Path(folder, name), Limits(dense_cells=0)).found
            assert files.texts_of(streamed, 1, 4) == expected
            assert files.kinds_of(streamed, 1, 4) == files.kinds_of(sheet, 1, 4)


@pytest.mark.parametrize("name", list(WRITERS))
def test_the_head_is_the_first_rows(tmp_path, name):
    rows = [["a", "b"], ["x", 1.0], ["y", None], ["z", 2.5]]
    WRITERS[name](tmp_path / name, rows)
    [sheet] = open_sheets(tmp_path / name).found
    texts = [[item.text for item in row] for row in sheet.head(3)]
    assert texts == [["a", "b"], ["x", "1"], ["y"]]


@pytest.mark.parametrize("name", list(WRITERS))
def test_a_row_that_is_too_wide_is_rejected(tmp_path, name):
    rows = [["a", "b"], ["x", None], ["y", 7.0]]
    WRITERS[name](tmp_path / name, rows)
    [sheet] = open_sheets(tmp_path / name).found
    grids = list(sheet.grids(2, 1))
    assert files.texts_of(sheet, 2, 1) == {2: ("x",)}
    [rejected] = [item for grid in grids for item in grid.rejected]
    assert (rejected.row, rejected.column, rejected.value) == (3, "B", "7")


MONTH = dt.datetime.fromisoformat("2023-05-01")
ARROW_VALUES = st.one_of(
    st.tuples(st.just(pa.float64()), st.floats(width=64)),
    st.tuples(st.just(pa.int64()), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(pa.decimal128(30, 4)), st.decimals(-1e9, 1e9, places=4)),
    st.tuples(st.just(pa.timestamp("us")), st.datetimes()),
    st.tuples(
        st.just(pa.timestamp("ms", "Asia/Shanghai")),
        st.datetimes(timezones=st.just(dt.UTC)).map(
            lambda it: it.replace(year=2000, day=1)
        ),
    ),
    st.tuples(st.just(pa.date32()), st.dates()),
    st.tuples(st.just(pa.bool_()), st.booleans()),
    st.tuples(st.just(pa.string()), st.text()),
    st.tuples(st.just(pa.dictionary(pa.int8(), pa.string())), st.text()),
    st.tuples(st.just(pa.time64("us")), st.times()),
    st.tuples(st.just(pa.list_(pa.int8())), st.lists(st.integers(0, 9))),
)


@given(st.data())
def test_columns_follow_the_rules_of_single_cells(data):
    kind, value = data.draw(ARROW_VALUES)
    array = pa.array([value, None, value], kind)
    one = cell(array[0].as_py())
    for texts, kinds in (array_cells(array), cells(array.to_pylist())):
        assert texts.to_pylist() == [one.text or None, None, one.text or None]
        assert kinds.tolist() == [one.kind, CellKind.EMPTY, one.kind]


@given(st.lists(st.floats(), min_size=1), st.lists(st.text()))
def test_mixed_columns_follow_the_rules_of_single_cells(numbers, texts):
    column = [*numbers, *texts, *numbers]
    found, kinds = cells(column)
    assert found.to_pylist() == [cell(value).text or None for value in column]
    assert kinds.tolist() == [cell(value).kind for value in column]


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (12.0, "12", CellKind.NUMBER),
        (-0.0, "0", CellKind.NUMBER),
        (123456789012.34567, "123456789012.346", CellKind.NUMBER),
        (9.135010000012346e17, "913501000001234560", CellKind.NUMBER),
        (913501000001234567, "913501000001234567", CellKind.TEXT),
        (1e-7, "0.0000001", CellKind.NUMBER),
        (2.0**1000, "1.0715086071862673e+301", CellKind.NUMBER),
        (math.nan, "NaN", CellKind.ERROR),
        (math.inf, "Infinity", CellKind.ERROR),
        (dt.timedelta(hours=30), "30:00:00", CellKind.NUMBER),
        (dt.time(8, 30), "08:30:00", CellKind.NUMBER),
        ("#DIV/0!", "#DIV/0!", CellKind.ERROR),
        ([1], "[1]", CellKind.ERROR),
        (True, "TRUE", CellKind.FLAG),
    ],
)
def test_the_rules_by_hand(value, text, kind):
    assert (cell(value).text, cell(value).kind) == (text, kind)


def test_floats_of_32_bits_have_the_digits_that_they_show():
    assert array_cells(pa.array([0.1], pa.float32()))[0].to_pylist() == ["0.1"]


def test_a_frame_of_pandas_comes_back_without_its_index(tmp_path):
    frame = pd.DataFrame(
        {"担保人": ["甲", "乙"], "金额": [12.0, np.nan], "类": ["a", "b"]}, index=[7, 9]
    )
    frame["类"] = frame["类"].astype("category")
    frame.to_parquet(tmp_path / "frame.parquet")
    [sheet] = open_sheets(tmp_path / "frame.parquet").found
    assert files.texts_of(sheet) == {
        1: ("担保人", "金额", "类"),
        2: ("甲", "12", "a"),
        3: ("乙", None, "b"),
    }


def test_json_objects_need_not_agree(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"a":1}\n\n{"b":"x","a":"1"}\n[1]\n{"a":NaN}\n')
    [sheet] = open_sheets(path).found
    grids = list(sheet.grids(2, 2))
    assert files.texts_of(sheet) == {1: ("a", "b"), 2: ("1", None), 4: ("1", "x")}
    rejected = [item for grid in grids for item in grid.rejected]
    assert [(item.row, item.value) for item in rejected] == [
        (5, "[1]"),
        (6, '{"a":NaN}'),
    ]
    assert rejected[0].reason == "is no JSON object"


def test_rows_of_long_texts_make_small_grids(tmp_path):
    table = pa.table({"a": ["x" * 500_000] * 40}).cast(pa.schema([("a", pa.string())]))
    pq.write_table(table, tmp_path / "long.parquet")
    [sheet] = open_sheets(tmp_path / "long.parquet").found
    sizes = [grid.columns[0].nbytes for grid in sheet.grids(2, 1)]
    assert len(sizes) == 5
    assert max(sizes) < 5_000_000
