"""What a load by a mapping prints for people."""

from sample_tables import as_csv


def test_a_load_of_many_faults_shows_some_and_says_where_all_are(cli, tmp_path):
    rows = [["source", "target", "amount"]]
    rows += [[f"Firm {at}", "Debtor", "much"] for at in range(30)]
    table = as_csv(rows, tmp_path / "list.csv")
    told = cli("load", table, "--mapping", "edge-list", "--data-dir", tmp_path / "data",
               "--rejects", tmp_path / "rejects.csv")  # fmt: skip
    assert told.returncode == 3
    lines = told.stderr.splitlines()
    assert sum(line.startswith("rejected list.csv, row ") for line in lines) == 20
    assert "of 30 rejected rows; --rejects FILE lists them all" in lines
    assert lines[-1] == "nothing was loaded"
    assert len((tmp_path / "rejects.csv").read_text("utf-8").splitlines()) == 31


def test_a_file_without_the_columns_is_told_once(cli, tmp_path):
    table = as_csv([["von", "nach"], ["A", "B"]], tmp_path / "list.csv")
    told = cli("load", table, "--mapping", "edge-list", "--data-dir", tmp_path / "data")
    assert told.returncode == 3
    assert told.stderr.count("lacks the columns") == 1
    assert "beside 'von', 'nach' in row 1" in told.stderr
    assert "Loaded" not in told.stdout
