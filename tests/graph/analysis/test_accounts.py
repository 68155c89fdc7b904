"""Accounts that nobody is known to hold are ranked, found, opened and drawn."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from graph.analysis.accounts import AccountFilter, account_list, account_record
from graph.analysis.answer import Total
from graph.analysis.neighbourhood import neighbourhood
from graph.analysis.pattern_findings import PATTERNS, pattern_tables
from graph.analysis.pattern_parameters import PatternParameters
from graph.analysis.patterns import find_patterns
from graph.analysis.portfolio import portfolio_record
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.ring_findings import ring_tables
from graph.analysis.ring_parameters import DAY, RingParameters
from graph.analysis.rings import find_rings
from graph.analysis.search_groups import search_groups
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import NotFoundError, ReplayError
from graph.stores import open_store
from graph.testing.facts import memory_store, write
from moved_money import bundle_of

AS_OF = 1_000 * DAY
PAYMENTS = (
    ("acct:A-1", "acct:B-2", 1, 100),
    ("acct:B-2", "acct:C-3", 2, 95),
    ("acct:C-3", "acct:A-1", 3, 94),
    ("acct:A-1", "acct:D-4", 9, 1_000),
    ("acct:A-1", "acct:D-4", 10, 1_000),
    ("acct:D-4", "acct:D-4", 11, 5),
)


def rows_of(payments=PAYMENTS):
    """A bundle of accounts and transfers, and of nothing else."""
    return bundle_of(payments, "acct:E-5")


@pytest.fixture(scope="module")
def published_folder(tmp_path_factory):
    """Data folder of the published bundle, to be copied: making one takes a process."""
    folder = tmp_path_factory.mktemp("published")
    with open_store(f"sqlite:///{folder / 'facts.db'}") as store:
        write(store, rows_of())
        publish(store, folder, at=store.at(AS_OF))
    return folder


@pytest.fixture(
    params=["memory", pytest.param("sqlite", marks=pytest.mark.integration)]
)
def opened(request, tmp_path):
    """The published bundle and its store, in memory and in SQLite."""
    if request.param == "memory":
        store = memory_store(rows_of())
        publish(store, tmp_path, at=store.at(AS_OF))
    else:
        folder = request.getfixturevalue("published_folder")
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        store = open_store(f"sqlite:///{tmp_path / 'facts.db'}")
    with store:
        yield open_published(store, tmp_path), store


def test_accounts_are_ranked_by_the_money_that_moved(opened):
    listed = account_list(*opened)
    assert [item.account_id for item in listed.items] == [
        "acct:A-1",
        "acct:D-4",
        "acct:B-2",
        "acct:C-3",
        "acct:E-5",
    ]
    first, second, *_, idle = listed.items
    assert (first.sent_transfers, first.received_transfers) == (3, 1)
    assert (first.sent, first.received) == (2_100, 94)
    assert (first.counterparties, first.rings, first.holders) == (3, Total(1), ())
    assert (first.first_day, first.last_day) == ("1970-01-02", "1970-01-11")
    assert (second.counterparties, second.rings) == (1, Total(0))
    assert (idle.sent, idle.received, idle.first_day) == (0, 0, None)
    assert listed.total.value == 5
    assert listed.completeness.complete


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("sent", "acct:A-1"),
        ("received", "acct:D-4"),
        ("counterparties", "acct:A-1"),
        ("rings", "acct:A-1"),
        ("last", "acct:D-4"),
    ],
)
def test_accounts_are_ranked_as_asked(opened, order, first):
    listed = account_list(*opened, order=order, limit=1)
    assert listed.items[0].account_id == first
    assert listed.completeness.truncated_by == ("limit",)
    assert listed.total.value == 5


def test_an_account_without_a_holder_says_all_that_is_known_of_it(opened):
    found = account_record(*opened, "acct:A-1", limit=2)
    assert found.holders == ()
    assert (found.sent, found.received, found.counterparties) == (2_100, 94, 3)
    largest, next_ = found.counterparty_list
    assert (largest.account_id, largest.sent, largest.received) == (
        "acct:D-4",
        2_000,
        0,
    )
    assert (largest.first_day, largest.last_day) == ("1970-01-10", "1970-01-11")
    assert next_.account_id == "acct:B-2"
    assert found.rings == Total(1)
    assert len(found.ring_list) == 1
    assert found.completeness.truncated_by == ("limit:counterparties",)
    assert found.hits.published


def test_its_receipt_replays(opened, tmp_path):
    for receipt in (
        account_record(*opened, "acct:A-1").receipt,
        account_list(*opened).receipt,
    ):
        parsed = Receipt.from_dict(receipt.to_dict())
        assert replay(parsed, SnapshotDirectory(tmp_path)).same


def test_a_receipt_names_the_searches_that_were_shown_beside_the_figures(
    opened, tmp_path
):
    """One of a record that showed no rings is another one, and has another hash."""
    shown = account_record(*opened, "acct:A-1").receipt
    assert {*shown.parameters["runs"]} == {"rings", "patterns"}
    rings = shown.parameters["runs"]["rings"]
    others = {"version": rings["version"], "parameters": {"window": 1.0}}
    forged = replace(
        shown, parameters={"account": "acct:A-1", "runs": {"rings": others}}
    )
    directory = SnapshotDirectory(tmp_path)
    assert not replay(forged, directory).same
    outdated = replace(
        forged, parameters={"runs": {"rings": {**rings, "version": "0"}}}
    )
    with pytest.raises(ReplayError):
        replay(outdated, directory)


def test_what_a_cut_search_found_is_shown_as_at_least_so_much(opened):
    published, store = opened
    published.findings.read_whole()
    rings = find_rings(published.snapshot, RingParameters(max_work=1))
    hits = find_patterns(published.snapshot, PatternParameters(max_work=1))
    assert rings.complete_before
    for found, tables in (
        (rings, ring_tables(rings)),
        (hits, pattern_tables(hits)),
    ):
        name = found.receipt.analysis
        run = next(run for run in store.runs() if run.analysis == name)
        cut = replace(run, run_id=f"cut-{name}", receipt=found.receipt.to_dict())
        store.write_findings(cut, tables)
    one = account_record(*opened, "acct:A-1")
    listed = account_list(*opened)
    whole = portfolio_record(published, store=store)
    for record in (one, listed):
        assert "work:rings" in record.completeness.truncated_by
        assert "published search was cut" in record.completeness.advice
        assert record.rings_complete_before == rings.complete_before
    assert "work:stack" in one.completeness.truncated_by
    assert {item.rings.relation for item in listed.items} == {"gte"}
    assert (one.rings.relation, one.hits.total.relation) == ("gte", "gte")
    assert whole.rings.relation == "gte"
    assert whole.rings_complete_before == rings.complete_before


def test_findings_of_another_release_are_not_read(opened):
    _, store = opened
    (run,) = (run for run in store.runs() if run.analysis == "patterns")
    tables = {name: store.findings(name) for name in PATTERNS.tables}
    older = replace(run, run_id="old", receipt={**run.receipt, "version": "0"})
    store.write_findings(older, tables)
    assert not account_record(*opened, "acct:A-1").hits.published


def test_an_unknown_account_is_refused(opened):
    with pytest.raises(NotFoundError):
        account_record(*opened, "acct:nobody")


@pytest.mark.parametrize("text", ["acct:a-1", "A1", "a-1", "acct:A"])
def test_it_is_found_by_the_start_of_its_id(opened, text):
    published, store = opened
    view = store.view(published.at)
    found = search_groups(published, view, text, sees_personal=False)
    (hit,) = found.accounts.items
    assert (hit.account_id, hit.transfers) == ("acct:A-1", 4)
    assert hit.page == "#/accounts/acct%3AA-1"
    assert found.accounts.total.value == 1


def test_every_account_is_found_by_the_scheme_of_its_id(opened):
    published, store = opened
    view = store.view(published.at)
    found = search_groups(published, view, "acct", sees_personal=False, limit=2)
    assert [hit.account_id for hit in found.accounts.items] == ["acct:A-1", "acct:B-2"]
    assert found.accounts.total.value == 5
    assert "accounts" in found.completeness.truncated_by


def test_accounts_are_not_searched_at_another_instant(opened):
    published, store = opened
    found = search_groups(
        published, store.view(store.at(DAY)), "A1", sees_personal=False
    )
    assert found.accounts.items == ()
    assert {"circles", "accounts"} <= {item.group for item in found.not_searched}


def test_lists_hold_what_is_asked_for(opened):
    assert account_list(*opened, AccountFilter(held=True)).items == ()
    assert account_list(*opened, AccountFilter(held=False)).total.value == 5
    found = account_list(*opened, AccountFilter(text="d4"))
    assert [item.account_id for item in found.items] == ["acct:D-4"]


def test_its_surroundings_are_drawn(opened):
    published, _ = opened
    near = neighbourhood(published.snapshot.view, ("account", "acct:A-1"))
    assert {node.key[1] for node in near.nodes} == {
        f"acct:{name}" for name in ("A-1", "B-2", "C-3", "D-4")
    }


def test_the_portfolio_counts_money(opened):
    published, store = opened
    found = portfolio_record(published, store=store)
    assert (found.transfers, found.accounts, found.accounts_unheld) == (6, 5, 5)
    assert (found.rings, found.rings_complete_before) == (Total(1), None)
    assert portfolio_record(published).rings is None


def test_a_holder_that_is_known_is_named_once(tmp_path):
    held = {"holder_id": "X", "account_id": "acct:A-1"}
    rows = rows_of() | {
        "party": [{"party_id": "X", "name": "Firm X"}],
        "account_holder": [held, held],
    }
    store = memory_store(rows)
    publish(store, tmp_path, at=store.at(AS_OF))
    published = open_published(store, tmp_path)
    first = account_list(published, store).items[0]
    assert [party.name for party in first.holders] == ["Firm X"]
    assert portfolio_record(published).accounts_unheld == 4
