"""Random damage to files of every format: only our own errors come of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sheet_files as files
from ingest.errors import FileFormatError
from ingest.files.sheets.opening import open_sheets

ROWS = [["担保人", "金额"], ["甲", 1.0], ["乙", 2.0]]
EXAMPLES = {
    "a.xlsx": files.xlsx,
    "a.ods": files.ods,
    "a.xls": lambda path, rows: files.xls(path, {"a": rows}),
    "a.parquet": files.parquet,
    "a.arrow": files.arrow,
    "a.jsonl": files.json_lines,
    "a.tsv": lambda path, rows: files.delimited(path, rows, "utf-16", "\t"),
}
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8)),
    min_size=1,
    max_size=4,
)


def edited(data, edits):
    for share, length, piece in edits:
        place = int(share * len(data))
        data = data[:place] + piece + data[place + length :]
    return data


def read(path):
    """Read everything there; only our own errors may come, each naming the file."""
    sheets = open_sheets(path)
    errors = list(sheets.unread)
    for sheet in sheets.found:
        try:
            sheet.head()
            for grid in sheet.grids(1, 2):
                for column in grid.columns:
                    column.validate(full=True)
        except FileFormatError as error:
            errors.append(error)
    assert all(str(error).startswith(path.name) for error in errors)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return {
        name: write(folder / name, ROWS).read_bytes()
        for name, write in EXAMPLES.items()
    }


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_no_damage_is_an_unexpected_error(tmp_path, whole, name):
    path = tmp_path / name

    @settings(max_examples=30)
    @given(st.one_of(st.binary(max_size=64), EDITS))
    def run(damage):
        data = whole[name]
        path.write_bytes(damage if isinstance(damage, bytes) else edited(data, damage))
        read(path)

    run()


PARTS = {
    "a.xlsx": ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"],
    "a.ods": ["content.xml"],
}


@pytest.mark.parametrize("name", list(PARTS))
def test_no_damage_within_a_part_is_an_unexpected_error(tmp_path, whole, name):
    path = tmp_path / name

    @settings(max_examples=40)
    @given(st.sampled_from(PARTS[name]), EDITS)
    def run(part, damage):
        path.write_bytes(whole[name])
        read(files.with_part(path, part, lambda xml: edited(xml, damage)))

    run()
