"""A plain file of transfers, and what it refuses."""

from __future__ import annotations

import pytest

from graph.analysis.plain_rings import plain_rings
from graph.analysis.ring_parameters import RingParameters
from ingest.errors import FileFormatError, IngestError
from ingest.readers.transfer_file import read_transfer_file

HEADER = "payer,payee,time,amount,id"
# the design case of seven transfers, with one ring
SEVEN = """\
a,b,0,100,t0
b,c,2,95,t1
c,a,3,90.0,t2
c,a,1,95,t3
b,c,9,99,t4
c,d,4,90,t5
d,a,5,60,t6
"""


@pytest.fixture
def read(tmp_path):
    def written(text, header=HEADER):
        path = tmp_path / "moves.csv"
        path.write_text(f"{header}\n{text}", encoding="utf-8")
        return read_transfer_file(path)

    return written


def rings(transfers, **bounds):
    return plain_rings(transfers, RingParameters(**{"window": 10, **bounds}))


def test_seven_transfers_have_one_ring(read):
    found = rings(read(SEVEN))
    assert found.rings == (("t0", "t1", "t2"),)
    assert found.complete


def test_columns_may_stand_in_any_order(read):
    lines = [line.split(",")[::-1] for line in SEVEN.splitlines()]
    turned = "\n".join(",".join(fields) for fields in lines)
    header = ",".join(HEADER.split(",")[::-1])
    assert rings(read(turned, header)).rings == (("t0", "t1", "t2"),)


def test_window_and_gap_are_in_the_unit_of_the_times(read):
    assert rings(read(SEVEN), window=2).rings == ()
    assert rings(read(SEVEN), gap=1).rings == ()


def test_times_may_be_of_any_unit(read):
    day = 86_400 * 10**9
    rows = zip("abc", "bca", range(3), strict=True)
    text = "".join(f"{payer},{payee},{time * day},1,t{time}\n"
                   for payer, payee, time in rows)  # fmt: skip
    transfers = read(text)
    assert rings(transfers, window=2 * day, gap=day).rings == (("t0", "t1", "t2"),)
    assert rings(transfers, window=2 * day, gap=day - 1).rings == ()


def test_equal_times_never_follow_each_other_but_count_in_any_order(read):
    transfers = read("b,c,5,10,y\nc,a,5,10,z\na,b,5,10,x\n")
    assert rings(transfers).rings == ()
    assert rings(transfers, order="any").rings == (("x", "y", "z"),)


def test_decimals_meet_a_bound_exactly(read):
    text = "a,b,1,100.10,x\nb,c,2,90.09,y\nc,a,3,90.09,z\n"
    assert len(rings(read(text)).rings) == 1
    assert rings(read(text.replace("90.09,y", "90.0899,y"))).rings == ()


def test_a_cut_search_says_up_to_which_time_it_is_complete(read):
    found = rings(read(SEVEN), max_work=1)
    assert (found.complete, found.complete_before) == (False, 0)


def test_a_file_without_rows_has_no_rings(read):
    assert rings(read("")).rings == ()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,b,,5,t9", "row 9, column time: '' is empty"),
        ("a,b,1.5,5,t9", "row 9, column time: '1.5' cannot be used"),
        ("a,b,1,-5,t9", "row 9, column amount: '-5' cannot be used"),
        ("a,b,1,0.00,t9", "row 9, column amount: '0.00' is zero"),
        ("a,b,1,5 EUR,t9", "row 9, column amount: '5 EUR' cannot be used"),
        ("a,,1,5,t9", "row 9, column payee: '' is empty"),
        ("a,b,1,5,t0", "row 9, column id: 't0' was there before"),
        ("a,b,1,5", "row 9: 'a,b,1,5' has 4 fields"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(read, row, complaint):
    with pytest.raises(FileFormatError) as caught:
        read(SEVEN + row + "\n")
    assert complaint in str(caught.value)


def test_other_columns_and_missing_files_are_refused(read, tmp_path):
    with pytest.raises(FileFormatError, match="the columns payer, payee, time"):
        read("", header="from,to,time,amount,id")
    with pytest.raises(IngestError, match="no such file"):
        read_transfer_file(tmp_path / "none.csv")
