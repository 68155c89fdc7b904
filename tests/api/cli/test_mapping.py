"""Foreign tables on the command line: suggest, check, load."""

import json

import pytest

from sample_tables import as_csv, as_xlsx, sample_rows

NAME = "cn-guarantee-list"


@pytest.fixture
def table(tmp_path):
    return as_xlsx(sample_rows(NAME), tmp_path / "list.xlsx")


def test_a_foreign_table_is_suggested_checked_and_loaded(cli, table, tmp_path):
    refused = cli("load", table, "--data-dir", tmp_path / "data")
    assert refused.returncode == 2
    assert "suretynet mapping suggest" in refused.stderr
    mapping = tmp_path / "list.yaml"
    told = cli("mapping", "suggest", table, "--out", mapping, "--json")
    targets = {item["target"] for item in json.loads(told.stdout)["columns"]}
    assert {"guarantor.name", "debtor.uscc", "guarantee.cap"} <= targets
    again = cli("mapping", "suggest", table, "--out", mapping)
    assert (again.returncode, "list.yaml exists" in again.stderr) == (2, True)
    checked = json.loads(cli("mapping", "check", mapping, table, "--json").stdout)
    assert checked["totals"]["rejected"] == 0
    loaded = cli("load", table, "--mapping", mapping, "--data-dir", tmp_path / "data")
    assert loaded.returncode == 0
    lines = [line.split() for line in loaded.stdout.splitlines()]
    assert ["list.xlsx#担保明细", "2", "9", "1", "0"] in lines
    assert ["list.xlsx#担保明细", "guarantor", "10", *"00000"] in lines


def test_a_draft_of_one_of_several_files_names_it(cli, tmp_path):
    folder = tmp_path / "list"
    folder.mkdir()
    as_csv(sample_rows(NAME), folder / "guarantees.csv")
    as_csv(
        [["企业名称", "姓名", "职务"], ["甲公司", "张三", "监事"]],
        folder / "officers.csv",
    )
    told = cli("mapping", "suggest", folder, "--json")
    assert json.loads(told.stdout)["mapping"]["sheet"] == "guarantees"
    mapping = tmp_path / "m.yaml"
    told = cli("mapping", "suggest", folder, "--sheet", "officers", "--out", mapping)
    assert told.returncode == 0
    checked = json.loads(cli("mapping", "check", mapping, folder, "--json").stdout)
    assert checked["totals"]["facts"] == {"party": 2, "role": 1}
    [unread] = checked["unread"]
    assert unread["reason"] == "has the sheets 'guarantees'"


def test_ready_mappings_are_listed_and_taken_by_name(cli, table, tmp_path):
    listed = json.loads(cli("mapping", "list", "--json").stdout)["mappings"]
    assert NAME in {item["name"] for item in listed}
    dry = cli("load", table, "--mapping", NAME, "--dry-run", "--json",
              "--data-dir", tmp_path / "data")  # fmt: skip
    assert json.loads(dry.stdout)["totals"]["facts"]["guarantor"] == 10
    unknown = cli(
        "load", table, "--mapping", "no-such", "--data-dir", tmp_path / "data"
    )
    assert unknown.returncode == 2
    assert NAME in unknown.stderr


def test_rows_that_become_nothing_end_with_exit_code_3(cli, tmp_path):
    rows = sample_rows(NAME)
    rows[2][9] = "many"
    path = as_csv(rows, tmp_path / "list.csv")
    checked = cli("mapping", "check", NAME, path)
    assert checked.returncode == 3
    assert "row 3, column 担保金额（万元）: 'many' is no amount" in checked.stderr


def test_where_nothing_is_understood_no_mapping_is_written(cli, tmp_path):
    path = as_csv([["x", "y"], ["1", "2"]], tmp_path / "list.csv")
    told = cli("mapping", "suggest", path, "--out", tmp_path / "list.yaml")
    assert told.returncode == 3
    assert "where are the heads?" in told.stderr
    assert not (tmp_path / "list.yaml").exists()
