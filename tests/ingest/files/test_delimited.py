"""Blocks of a file hold what Python's csv module reads in it."""

from __future__ import annotations

import csv
import io
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from ingest.files.bundle import Limits, Member
from ingest.files.delimited import DelimitedFile

CELLS = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12
)


def file_of(data, **options):
    member = Member(
        "x.csv", len(data), lambda: io.BytesIO(data), Limits(record_bytes=200)
    )
    return DelimitedFile(member, **options)


def read(data, **options):
    with patch("ingest.files.delimited.BLOCK_BYTES", 64):
        return list(file_of(data, **options).blocks())


@given(st.lists(st.tuples(CELLS, CELLS, CELLS)))
def test_every_cell_is_read_at_its_row_whatever_the_blocks(rows):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("a", "b", "c"), *rows])
    blocks = read(stream.getvalue().encode())
    found = {
        int(row): tuple(cell or "" for cell in values.values())
        for block in blocks
        for row, values in zip(block.rows, block.table.to_pylist(), strict=True)
    }
    expected = {place: row for place, row in enumerate(rows, start=2) if any(row)}
    assert found == expected
    assert not any(block.rejected for block in blocks)


@given(st.lists(st.integers(1, 5), max_size=40))
def test_rows_keep_their_numbers_behind_bad_ones(widths):
    rows = ["|".join("x" * width) for width in widths]
    data = ("a|b|c\n" + "\n".join(rows)).encode()
    blocks = read(data, delimiter="|", quoted=False)
    good = [int(row) for block in blocks for row in block.rows]
    bad = [item.row for block in blocks for item in block.rejected]
    numbered = list(enumerate(widths, start=2))
    assert good == [row for row, width in numbered if width == 3]
    assert bad == [row for row, width in numbered if width != 3]


def test_quotes_mean_nothing_where_the_format_has_none():
    [block] = read(b'a|b\n"x|y"\n', delimiter="|", quoted=False)
    assert block.table.to_pylist() == [{"a": '"x', "b": 'y"'}]


def test_line_feeds_inside_quotes_belong_to_the_cell():
    [block] = read(b'a,b\r\n"x\r\ny",1\r\n\r\n2,3\r\n')
    assert block.table["a"].to_pylist() == ["x\r\ny", "2"]
    assert block.rows.tolist() == [2, 4]


def test_empty_and_quoted_empty_cells_are_both_absent():
    [block] = read(b'a,b\n1,\n2,""\n')
    assert block.table["b"].to_pylist() == [None, None]


def test_the_header_alone_is_a_file_without_rows():
    assert read(b"a,b") == []
    assert file_of(b"\xef\xbb\xbfa , b\n").header() == ["a", "b"]


def test_a_path_can_be_read_twice(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    file = DelimitedFile(Member("x.csv", 8, lambda: path.open("rb"), Limits()))
    assert [len(list(file.blocks())) for _ in range(2)] == [1, 1]
