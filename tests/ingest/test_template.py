from __future__ import annotations

import csv

import pytest

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.errors import OptionError
from ingest.files.native import file_columns, file_name
from ingest.loading.load import load
from ingest.template import dictionary, write_template


def test_an_empty_template_loads_nothing_and_complains_of_nothing(tmp_path):
    write_template(tmp_path / "bundle")
    with open_store("memory://") as store:
        report = load(tmp_path / "bundle", store)
    assert report.exit_code == 0
    assert report.total("read") == 0
    assert len(report.files) == len(KINDS)


def test_the_dictionary_explains_every_column_in_both_languages():
    for kind in KINDS.values():
        entries = dictionary(kind)
        assert [entry.column for entry in entries] == list(file_columns(kind))
        assert all(entry.name_en and entry.name_zh for entry in entries)
        assert all(entry.content for entry in entries)


def test_the_dictionary_says_which_columns_must_be_there(tmp_path):
    write_template(tmp_path)
    with (tmp_path / "dictionary.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == "party.csv"]
    assert [row["column"] for row in rows if row["required"] == "yes"] == [
        "party_id",
        "party_type",
        "name",
    ]
    assert {row["column"] for row in rows if row["personal"] == "yes"} == {
        "personal_id",
        "gender",
        "born_on",
    }


def test_the_readme_names_every_file(tmp_path):
    write_template(tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(f"`{file_name(kind)}`" in text for kind in KINDS.values())


def test_a_template_never_overwrites_a_file(tmp_path):
    (tmp_path / "loan.csv").write_text("mine")
    with pytest.raises(OptionError, match=r"loan\.csv"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["loan.csv"]
