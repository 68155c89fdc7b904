from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.errors import OptionError
from ingest.files.native import file_columns, file_name
from ingest.loading.load import load
from ingest.synthetic import EconomyOptions, generate
from ingest.synthetic.truth import FILE


def hashes(folder):
    return {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
    }


@pytest.mark.integration
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path):
    generate(tmp_path / "a", companies=1_000, seed=5)
    generate(tmp_path / "b", companies=1_000, seed=5)
    generate(tmp_path / "c", companies=1_000, seed=6)
    first, again = hashes(tmp_path / "a"), hashes(tmp_path / "b")
    other = hashes(tmp_path / "c")
    assert first == again
    same = {name for name in first if first[name] == other[name]}
    assert not same


@pytest.mark.integration
def test_a_part_does_not_depend_on_the_randomness_of_another(tmp_path):
    generate(tmp_path / "a", companies=1_000)
    options = EconomyOptions(transfers_a_year=1.0)
    generate(tmp_path / "b", companies=1_000, options=options)
    first, second = hashes(tmp_path / "a"), hashes(tmp_path / "b")
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"transfer.csv", FILE}


@pytest.mark.integration
def test_every_row_loads_without_a_word_of_complaint(bundle, rows):
    folder, _ = bundle
    with open_store("memory://") as store:
        report = load(folder, store)
        assert report.rejected == []
        assert {item.kind for item in report.files} == set(KINDS)
        for item in report.files:
            assert item.added == item.read > 0
            assert (item.rejected, item.error, item.warnings) == (0, None, {})
        counts = store.view().counts()
    gone = sum(row["valid_to"] != "" for row in rows("party"))
    assert counts["party.company"] == 1_500 - gone
    assert counts["party.guarantee_company"] >= 3


def test_files_have_the_vocabulary_s_columns(bundle, rows):
    assert {path.name for path in bundle[0].iterdir()} == {
        file_name(KINDS[name]) for name in KINDS
    } | {FILE}
    for name in KINDS:
        *expected, _ = file_columns(KINDS[name])  # nothing is collected
        assert list(rows(file_name(KINDS[name]).removesuffix(".csv"))[0]) == expected


@pytest.mark.integration
@pytest.mark.parametrize("companies", [1_000, 4_000])
def test_the_number_of_companies_is_exact(tmp_path, companies, rows_of):
    generate(tmp_path / "made", companies=companies)
    types = [row["party_type"] for row in rows_of(tmp_path / "made", "party")]
    assert types.count("company") == companies
    assert {"person", "bank", "guarantee_company", "state_organ", "fund"} <= set(types)


@pytest.mark.parametrize("companies", [999, 1_000_001])
def test_a_size_outside_the_range_is_refused(tmp_path, companies):
    with pytest.raises(ValueError, match="expected 1000 to 1,000,000"):
        generate(tmp_path / "made", companies=companies)
    assert not (tmp_path / "made").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OptionError, match="is not empty"):
        generate(tmp_path, companies=1_000)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_folder_appears_whole_and_steps_are_told(tmp_path):
    steps = []
    target = tmp_path / "made"

    def progress(name, done, total):
        steps.append((name, done, total))
        assert target.exists() == (done == total)

    generate(str(target), companies=1_000, progress=progress)
    assert [done for _, done, _ in steps] == list(range(len(KINDS) + 1))
    assert steps[-1] == ("truth", len(KINDS), len(KINDS))


def test_another_day_moves_the_whole_economy(tmp_path, rows_of):
    truth = generate(tmp_path / "made", companies=1_000, as_of=date(2024, 5, 17))
    assert truth.as_of == "2024-05-17"
    for name in ("transfer", "deposit", "repayment", "risk_event"):
        latest = max(row["occurred_at"] for row in rows_of(tmp_path / "made", name))
        assert "2024-03" < latest < "2024-05-18"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("edges_per_firm", 0.5),
        ("reciprocity", 0.9),
        ("network_share", -0.1),
        ("tail_exponent", 1.5),
        ("history_years", 0),
        ("history_years", 30),
        ("churn", 0.0),
    ],
)
def test_impossible_options_are_refused_by_name(field, value):
    with pytest.raises(ValueError, match=field):
        EconomyOptions(**{field: value})
