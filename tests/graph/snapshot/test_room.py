"""What tables keep once, and what takes no room."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graph.snapshot import Snapshot
from graph.testing.facts import snapshot_of

AS_OF = 1_600_000_000_000


def built(rows):
    return snapshot_of(rows, AS_OF)


def test_codes_currencies_and_sources_are_kept_once_for_each_value():
    rows = {
        "party": [
            {"party_id": "a", "party_type": "person", "source": "two"},
            {"party_id": "b", "party_type": None, "source": "one"},
            {"party_id": "c", "party_type": "bank", "source": "two"},
        ]
    }
    table = built(rows).nodes("party")
    kept = {name: table[name].chunk(0) for name in ("party_type", "source")}
    assert {name: column.dictionary.to_pylist() for name, column in kept.items()} == {
        "party_type": ["bank", "person"],
        "source": ["one", "two"],
    }
    assert kept["party_type"].to_pylist() == ["person", None, "bank"]
    assert kept["source"].to_pylist() == ["two", "one", "two"]
    assert kept["source"].type.index_type == pa.int8()
    assert table["currency"].type == pa.string()  # nobody states one


def test_many_sources_still_have_their_order():
    names = [f"source {number:03}" for number in range(300)]
    rows = {"party": [{"party_id": "a", "name": n, "source": n} for n in names[::-1]]}
    (found,) = built(rows).nodes("party").to_pylist()
    assert (found["name"], found["source"]) == (names[-1], names[-1])


def test_a_code_that_no_row_keeps_is_null_when_opened_again(tmp_path):
    priced = {"loan_id": "l", "principal": 900}
    rows = {"loan": [{**priced, "currency": "CNY", "source": "one"}, priced]}
    snapshot = built(rows)
    snapshot.save(tmp_path / "it")
    opened = Snapshot.open(tmp_path / "it")
    opened.verify()
    for nodes in (snapshot.nodes("loan"), opened.nodes("loan")):
        assert nodes["currency"].to_pylist() == [None]
        assert nodes["principal"].to_pylist() == [900]


def test_figures_that_nobody_stated_take_no_room(tmp_path):
    statement = {"party_id": "a", "total_assets": 500, "currency": "CNY"}
    snapshot = built(
        {"party": [{"party_id": "a"}, {"party_id": "b"}], "financials": [statement]}
    )
    snapshot.save(tmp_path / "it")
    stored = pa.ipc.open_file(tmp_path / "it" / "figures.arrow").get_batch(0)
    assert pa.types.is_null(stored["revenue"].type)
    for figures in (snapshot.figures, Snapshot.open(tmp_path / "it").figures):
        assert np.array_equal(figures.total_assets, [5, np.nan], equal_nan=True)
        assert np.isnan(figures.revenue).tolist() == [True, True]
        assert np.isnan(figures.net_assets).tolist() == [True, True]
