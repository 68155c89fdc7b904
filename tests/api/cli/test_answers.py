from __future__ import annotations

import json
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from api.schemas.examples import (
    DEMO_CIRCLE,
    DEMO_GUARANTEE,
    DEMO_OTHER_PARTY,
    DEMO_PARTY,
)
from graph.stores import open_store
from graph.testing.facts import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def ask(cli, demo_dir: Path) -> Callable[..., Any]:
    """A command's answer about the demo, as JSON."""

    def answer(*arguments: object, code: int = 0, folder: Path = demo_dir) -> Any:
        done = cli(*arguments, "--data-dir", folder, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    return answer


def test_counts_name_kinds_by_their_types(ask) -> None:
    counts = ask("store", "counts")
    assert counts["guarantee.company-company"] > 0
    assert list(counts) == sorted(counts)
    assert all(isinstance(count, int) for count in counts.values())


def test_everything_that_a_text_names_is_found(ask) -> None:
    found = ask("search", "g20914")
    (contract,) = found["contracts"]["items"]
    assert contract["guarantee_id"] == DEMO_GUARANTEE
    assert contract["matched_in"] == "contract_no"
    assert ask("search", DEMO_CIRCLE)["circles"]["total"]["value"] == 1
    contacts = ask("search", "linyuan", "--limit", 3)
    assert contacts["parties"]["total"] == {"value": 4, "relation": "gte"}
    assert [item["group"] for item in contacts["not_searched"]] == ["contacts"]
    assert ask("search", "1900010007", "--personal")["contacts"]["items"]


def test_counts_honour_the_instant(ask) -> None:
    assert "party.company" not in ask("store", "counts", "--known-at", "2001-01-01")


def test_the_published_snapshot_is_shown(ask) -> None:
    shown = ask("snapshot", "show")
    assert len(shown["snapshot_id"]) == 32
    assert shown["as_of"] == "2026-09-30T23:59:59.999Z"
    assert shown["reporting_currency"] == "CNY"
    assert shown["counts"]["party"] > 1_000


def test_circles_are_listed_riskiest_first(ask) -> None:
    answer = ask("circles", "list", "--kind", "all", "--limit", 5)
    exposures = [Decimal(row["contagion_exposure"]) for row in answer["items"]]
    assert exposures == sorted(exposures, reverse=True)
    assert len(exposures) == 5 < answer["total"]["value"]


def test_a_circle_is_shown_with_its_members(ask) -> None:
    circle = ask("circles", "show", DEMO_CIRCLE)
    assert len(circle["members"]) == circle["firms"] == 6
    assert circle["receipt"]["analysis"] == "circles"


def test_the_cycles_of_a_circle_are_shown_strongest_first(ask) -> None:
    cycles = ask("circles", "cycles", DEMO_CIRCLE)
    amounts = [Decimal(item["bottleneck"]) for item in cycles["items"]]
    assert amounts == sorted(amounts, reverse=True)
    assert all(len(item["parties"]) == item["length"] for item in cycles["items"])
    assert cycles["receipt"]["analysis"] == "cycles"


def test_a_kind_that_no_circle_has_is_wrong_usage(cli, demo_dir: Path) -> None:
    done = cli("circles", "list", "--kind", "loose", "--data-dir", demo_dir)
    assert done.returncode == 2
    assert "strict, mutual_pair or all" in done.stderr


def test_an_unknown_circle_or_party_ends_with_four(cli, demo_dir: Path) -> None:
    for arguments in (
        ("circles", "show", "C-000000000000"),
        ("risk", "pd", "nobody"),
        ("check", DEMO_PARTY, "nobody"),
        ("report", "nobody"),
    ):
        done = cli(*arguments, "--data-dir", demo_dir)
        assert done.returncode == 4, done.stderr
        assert done.stdout == ""
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("suretynet: no "), last


def test_the_riskiest_have_the_largest_increments(ask) -> None:
    rows = ask("risk", "pd", "--limit", 7)["scores"]
    increments = [row["increment"] for row in rows]
    assert increments == sorted(increments, reverse=True)
    assert len(rows) == 7


def test_a_score_comes_with_parts_that_add_up(ask) -> None:
    (score,) = ask("risk", "pd", DEMO_PARTY)["scores"]
    for parts in ("by_seed", "by_debtor", "by_path"):
        total = sum(part["contribution"] for part in score[parts])
        assert total == pytest.approx(score["increment"], abs=1e-9), parts


def test_nothing_collected_is_not_scored(cli, ask, village_dir: Path) -> None:
    people = ask("risk", "pd", *"ap", folder=village_dir)["scores"]
    assert [score["scored"] for score in people] == [True, False]
    assert people[1]["pd"] is None
    shown = cli("risk", "pd", "p", "--data-dir", village_dir).stdout
    assert "not scored" in shown
    assert "  Not scored: no rating" in shown


def test_a_day_is_asked_for_to_its_end(ask, village_dir: Path) -> None:
    """The case of b happened on 31 December at midnight."""
    counts = [
        ask("store", "counts", "--as-of", as_of, folder=village_dir)
        for as_of in ("2025-12-30", "2025-12-30T23:59:59.999Z", "2025-12-31",
                      "2025-12-31T00:00:00Z")
    ]  # fmt: skip
    seen = [count.get("risk_event.litigation", 0) for count in counts]
    assert seen == [0, 0, 1, 1]


def test_a_check_shows_the_path_that_would_close(ask) -> None:
    found = ask("check", DEMO_OTHER_PARTY, DEMO_PARTY)
    assert found["closes"]
    ends = [found["path"][place]["party_id"] for place in (0, -1)]
    assert ends == [DEMO_PARTY, DEMO_OTHER_PARTY]
    assert found["completeness"]["complete"]
    assert found["snapshot_id"]


def test_a_merged_id_is_checked_as_the_new_one(cli, village_dir: Path) -> None:
    for ends, path in (
        (("b", "old-a"), "closes a circle: a -> b -> a"),
        (("old-a", "c"), "closes a circle: c -> a -> c"),
    ):
        done = cli("check", *ends, "--data-dir", village_dir)
        assert (done.returncode, done.stdout.strip()) == (0, path), done.stderr
    done = cli("check", "old-a", "a", "--data-dir", village_dir)
    assert "a party cannot guarantee itself" in done.stderr


def test_a_receipt_replays_to_the_same_bytes(
    cli, ask, demo_dir: Path, tmp_path: Path
) -> None:
    (score,) = ask("risk", "pd", DEMO_PARTY)["scores"]
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(score), encoding="utf-8")
    assert ask("replay", path)["same"]
    text = json.dumps(ask("circles", "show", DEMO_CIRCLE)["receipt"])
    piped = cli("replay", "-", "--data-dir", demo_dir, stdin=text)
    assert (piped.returncode, piped.stdout) == (0, "circles: the same bytes\n")


def test_an_altered_receipt_is_refused(cli, ask, demo_dir: Path) -> None:
    (score,) = ask("risk", "pd", DEMO_PARTY)["scores"]
    receipt = score["receipt"]
    changed = {**receipt, "parameters": {**receipt["parameters"], "seed": 8}}
    done = cli("replay", "-", "--data-dir", demo_dir, stdin=json.dumps(changed))
    assert done.returncode == 2
    assert "altered" in done.stderr
    forged = {**receipt, "result_hash": "0" * 32}
    done = cli("replay", "-", "--data-dir", demo_dir, stdin=json.dumps(forged))
    assert done.returncode != 0


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense"])
def test_what_is_no_receipt_is_wrong_usage(cli, demo_dir: Path, text: str) -> None:
    done = cli("replay", "-", "--data-dir", demo_dir, stdin=text)
    assert done.returncode == 2
    assert "not a receipt" in done.stderr


def test_a_receipt_of_another_folder_names_the_snapshot(cli, ask, tmp_path) -> None:
    (score,) = ask("risk", "pd", DEMO_PARTY)["scores"]
    done = cli("replay", "-", "--data-dir", tmp_path, stdin=json.dumps(score))
    assert done.returncode == 4
    assert score["receipt"]["snapshot_id"] in done.stderr


@pytest.mark.parametrize("subject", [DEMO_PARTY, DEMO_CIRCLE])
def test_a_report_is_one_file(ask, tmp_path: Path, subject: str) -> None:
    path = tmp_path / "report.html"
    answer = ask("report", subject, "--out", path, "--language", "zh")
    text = path.read_text(encoding="utf-8")
    assert answer == {"file": str(path), "bytes": len(text.encode())}
    assert '<html lang="zh' in text


def test_tables_are_whole_where_no_terminal_is(cli, demo_dir: Path) -> None:
    done = cli("circles", "list", "--data-dir", demo_dir, COLUMNS="40")
    assert DEMO_CIRCLE in done.stdout
    assert "…" not in done.stdout
    rows = cli("risk", "pd", "--data-dir", demo_dir, COLUMNS="40").stdout
    assert DEMO_PARTY in rows or "uscc:" in rows
    assert "…" not in rows


def test_a_snapshot_of_another_day_can_be_built(
    cli, demo_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo_dir, folder)
    done = cli("snapshot", "build", "--data-dir", folder, "--as-of", "2026-06-30",
               "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    built = json.loads(done.stdout)
    assert built["as_of"] == "2026-06-30T23:59:59.999Z"
    shown = cli("snapshot", "show", "--data-dir", folder, "--json")
    assert json.loads(shown.stdout)["snapshot_id"] == built["snapshot_id"]


def test_without_a_snapshot_none_is_shown(cli, tmp_path: Path) -> None:
    done = cli("snapshot", "show", "--data-dir", tmp_path)
    assert done.returncode == 4
    assert "suretynet snapshot build" in done.stderr


def test_analyses_of_a_store_without_a_publication_are_not_listed(
    cli, tmp_path: Path
) -> None:
    done = cli("analyses", "list", "--data-dir", tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert "suretynet snapshot build" in done.stderr


def test_analyses_say_how_far_the_store_has_moved_on(cli, village_dir: Path) -> None:
    path = village_dir / "suretynet.db"
    with open_store(f"sqlite:///{path}") as store:
        write(store, {"party": [{"party_id": "new"}]})
    shown, listed = (
        cli("analyses", *command, "--data-dir", village_dir, "--json")
        for command in (("show", "circles"), ("list",))
    )
    assert "1 commit behind" in shown.stderr
    assert "1 commit behind" in listed.stderr
    receipts = [item["receipt"] for item in json.loads(listed.stdout)["items"]]
    receipts.append(json.loads(shown.stdout)["receipt"])
    assert {item["run"]["commits_behind"] for item in receipts if item} == {1}
