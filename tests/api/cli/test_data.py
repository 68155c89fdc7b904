from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write

if TYPE_CHECKING:
    from pathlib import Path


def write_csv(path: Path, *rows: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Three firms in a circle, and a row that nobody can load."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    party = {"party_type": "company", "source": "bank"}
    write_csv(
        folder / "party.csv",
        *(
            {"party_id": f"c:{p}", "name": f"Firm {p}", "record_id": p, **party}
            for p in "abc"
        ),
        {"party_id": "c:d", "name": "Firm d", "record_id": "d", "party_type": "ghost",
         "source": "bank"},
    )  # fmt: skip
    contracts = [("a", "b"), ("b", "c"), ("c", "a")]
    write_csv(
        folder / "guarantee.csv",
        *(
            {"guarantee_id": f"c:{g}>{d}", "debtor_id": f"c:{d}", "cap": 100,
             "currency": "CNY", "record_id": f"{g}>{d}", "source": "bank"}
            for g, d in contracts
        ),
    )  # fmt: skip
    write_csv(
        folder / "guarantee_guarantor.csv",
        *(
            {"guarantor_id": f"c:{g}", "guarantee_id": f"c:{g}>{d}",
             "record_id": f"p{g}", "source": "bank"}
            for g, d in contracts
        ),
    )  # fmt: skip
    return folder


def test_a_bad_row_is_left_out_and_said_with_three(
    cli, tmp_path: Path, bundle: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    done = cli("load", bundle, "--data-dir", tmp_path / "data", "--json",
               "--rejects", rejects)  # fmt: skip
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert report["totals"]["rejected"] == 1
    assert report["totals"]["added"] == 9
    assert report["exit_code"] == 3
    assert "ghost" in rejects.read_text(encoding="utf-8")


def test_a_table_of_the_load_names_files_and_rejected_rows(
    cli, tmp_path: Path, bundle: Path
) -> None:
    done = cli("load", bundle, "--data-dir", tmp_path / "data")
    assert done.returncode == 3
    assert "guarantee_guarantor.csv" in done.stdout
    assert "party.csv" in done.stderr
    assert "ghost" in done.stderr


def test_files_are_not_collected_in_the_future(
    cli, tmp_path: Path, bundle: Path
) -> None:
    late = ("--collected-at", "9998-01-01")
    done = cli("load", bundle, "--data-dir", tmp_path / "data", *late)
    assert done.returncode == 2
    assert "this is in the future" in done.stderr


def test_loading_twice_adds_nothing(cli, tmp_path: Path, bundle: Path) -> None:
    data = tmp_path / "data"
    cli("load", bundle, "--data-dir", data)
    again = json.loads(cli("load", bundle, "--data-dir", data, "--json").stdout)
    assert again["totals"]["added"] == 0
    counts = json.loads(cli("store", "counts", "--data-dir", data, "--json").stdout)
    assert counts["party.company"] == 3
    assert counts["guarantee.company-company"] == 3


@pytest.mark.integration
def test_a_whole_walk_from_files_to_a_replayed_score(
    cli, tmp_path: Path, bundle: Path
) -> None:
    data = ("--data-dir", tmp_path / "data")
    loaded = cli("load", bundle, *data)
    assert "suretynet snapshot build" in loaded.stderr
    assert cli("circles", "list", *data).returncode == 4
    published = cli("load", bundle, "--publish", *data)
    assert published.returncode == 3, published.stderr  # the ghost is left out
    (circle,) = json.loads(cli("circles", "list", *data, "--json").stdout)["items"]
    assert sorted(node["party_id"] for node in circle["ring"]) == ["c:a", "c:b", "c:c"]
    gone = cli("retract", "guarantor", "bank", "pa", *data, "--json")
    assert json.loads(gone.stdout) == {"retracted": 1}
    behind = cli("circles", "list", *data, "--json")
    assert "1 commit behind" in behind.stderr
    assert len(json.loads(behind.stdout)["items"]) == 1
    assert cli("snapshot", "build", *data).returncode == 0
    left = json.loads(cli("circles", "list", *data, "--json").stdout)
    assert left["items"] == []
    closing = json.loads(cli("check", "c:a", "c:b", *data, "--json").stdout)
    assert [party["party_id"] for party in closing["path"]] == ["c:b", "c:c", "c:a"]


@pytest.mark.integration
def test_events_are_left_out_by_option_or_setting(cli, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    rows = guarantee_rows(("a", "b"), cap=1)
    rows["risk_event"] = [{"party_id": "b", "event_type": "bankruptcy"}]
    with open_store(f"sqlite:///{folder / 'suretynet.db'}") as store:
        write(store, rows)

    def alone(*options: str, **environment: str) -> tuple[float, bool]:
        built = cli("snapshot", "build", *options, "--data-dir", folder, **environment)
        assert built.returncode == 0, built.stderr
        done = cli("risk", "pd", "b", "--data-dir", folder, "--json")
        (found,) = json.loads(done.stdout)["scores"]
        return found["self_pd"], found["receipt"]["parameters"]["events"]

    assert alone() == (1.0, True)
    assert alone("--no-credit-events") == (0.02, False)
    assert alone(SURETYNET_CREDIT_EVENTS="false") == (0.02, False)
    assert alone("--credit-events", SURETYNET_CREDIT_EVENTS="false") == (1.0, True)


def test_retracting_what_is_not_there_ends_with_four(cli, tmp_path: Path) -> None:
    done = cli("retract", "party", "bank", "nobody", "--data-dir", tmp_path)
    assert done.returncode == 4
    assert "nobody" in done.stderr


def test_a_template_is_a_bundle_without_rows(cli, tmp_path: Path) -> None:
    folder = tmp_path / "template"
    done = cli("template", folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "guarantee.csv").read_text(encoding="utf-8").count("\n") == 1
    loaded = cli("load", folder, "--data-dir", tmp_path / "data", "--json")
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)["totals"]["read"] == 0


@pytest.mark.integration
@pytest.mark.parametrize(
    ("years", "reason"),
    [(0, "greater than or equal to 1"), (30, "less than or equal to 20")],
)
def test_a_history_of_no_years_or_too_many_is_refused(
    cli, tmp_path: Path, years, reason
):
    done = cli("generate", tmp_path / "made", "--years", years)
    assert done.returncode == 2
    assert "--years" in done.stderr
    assert reason in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_generated_economy_is_the_same_for_the_same_seed(cli, tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        folder = tmp_path / name
        done = cli("generate", folder, "--companies", 1_000, "--seed", 3,
                   "--as-of", "2025-12-31")  # fmt: skip
        assert done.returncode == 0, done.stderr
        files.append({p.name: p.read_bytes() for p in folder.iterdir()})
    assert files[0] == files[1]
    assert json.loads(files[0]["truth.json"])["as_of"] == "2025-12-31"


def test_an_export_is_loaded_into_an_empty_store(
    cli, tmp_path: Path, bundle: Path
) -> None:
    cli("load", bundle, "--data-dir", tmp_path / "data")
    out = tmp_path / "out"
    done = cli("export", "--out", out, "--data-dir", tmp_path / "data", "--json")
    answer = json.loads(done.stdout)
    assert answer["facts"] == {"guarantor": 3, "guarantee": 3, "party": 3}
    assert (answer["folder"], answer["undescribed"]) == (str(out), {})
    again = json.loads(
        cli("load", out, "--data-dir", tmp_path / "other", "--json").stdout
    )
    assert (again["totals"]["added"], again["exit_code"]) == (9, 0)
    full = cli("export", "--out", out, "--data-dir", tmp_path / "data")
    assert full.returncode == 2
    assert "is not empty; name a new or empty folder" in full.stderr


def test_an_export_says_what_it_wrote_and_what_it_cannot(
    cli, tmp_path: Path, bundle: Path
) -> None:
    data = tmp_path / "data"
    nothing = cli("export", "--out", tmp_path / "none", "--data-dir", data)
    assert nothing.returncode == 4
    assert not (tmp_path / "none").exists()
    cli("load", bundle, "--data-dir", data)
    cli("retract", "party", "bank", "a", "--data-dir", data)
    done = cli("export", "--out", tmp_path / "out", "--data-dir", data)
    assert "8 facts as of" in done.stdout
    assert "1 party ids have no description that is still known" in done.stderr
