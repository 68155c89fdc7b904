"""What is particular to a Neo4j server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import neo4j
import pytest

from graph.errors import StoreBusyError, StoreUnavailableError
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.stores.neo4j.write import Neo4jTransaction
from graph.testing.facts import batch, guarantee_rows, write
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.base import Store

PARTY = KINDS["party"]


@pytest.fixture
def server(neo4j_url: str) -> Iterator[Store]:
    """An empty store on the server."""
    with open_store(neo4j_url) as opened:
        yield opened


def with_timeout(url: str, seconds: float) -> str:
    """The URL of a store whose writers wait no longer."""
    return f"{url}/?timeout={seconds}"


@contextmanager
def another_writer(ask_url: neo4j.Driver) -> Iterator[None]:
    """A transaction of another process that holds the writer's lock."""
    with ask_url.session() as session, session.begin_transaction() as transaction:
        transaction.run("MERGE (l:Lock {name: 'facts'}) SET l.holder = 'x'").consume()
        yield


def ring_rows() -> dict[str, list[dict[str, Any]]]:
    """Three firms in a ring, a creditor, a loan, figures and a foreign amount."""
    rows = guarantee_rows(
        ("a", "b"), ("b", "c"), ("c", "a"), cap=1_000, currency="USD", creditor_id="k"
    )
    rows["party"].append({"party_id": "k", "name": "银行", "party_type": "bank"})
    rows["loan"] = [
        {"loan_id": "l", "borrower_id": "b", "lender_id": "k", "outstanding": 7}
    ]
    rows["ownership"] = [{"owner_id": "a", "asset_id": "a", "share": 5}]
    rows["financials"] = [{"party_id": "a", "period_end": 0, "total_assets": 9}]
    rows["exchange_rate"] = [
        {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.25}
    ]
    return rows


@pytest.mark.parametrize("other", ["memory", "sqlite"])
def test_equal_loads_make_equal_snapshots(server, other, sqlite_url):
    with open_store("memory://" if other == "memory" else sqlite_url) as twin:
        snapshots = []
        for store in (server, twin):
            write(store, ring_rows())
            store.append(batch(KINDS["party"], [{"party_id": "a", "name": "renamed"}]))
            store.retract(KINDS["ownership"], "test", ["ownership-a-a"])
            snapshots.append(Snapshot.build(store, store.at(as_of=10**12)))
    assert snapshots[0].manifest.snapshot_id == snapshots[1].manifest.snapshot_id
    assert snapshots[0].pairs.guarantor.size == 3


def test_every_kind_survives_an_export(server):
    write(server, ring_rows())
    for kind in KINDS.values():
        exported = server.view().export(kind)
        selected = server.view().select(kind)
        assert exported.num_rows == selected.num_rows
        if kind.form is not Form.NODE and exported.num_rows:
            end = next(iter(kind.references), None)
            assert end is None or exported[f"{end.name}_no"].null_count == 0


def test_a_batch_larger_than_one_statement_is_written_whole(server):
    rows = [{"party_id": f"p{number:05}"} for number in range(5_001)]
    report = server.append(batch(PARTY, rows))
    assert report.added == 5_001
    assert server.node_ids("party").num_rows == 5_001
    assert server.append(batch(PARTY, rows)).unchanged == 5_001


def test_a_writer_elsewhere_makes_the_store_busy(server, neo4j_instance, neo4j_url):
    write(server, {"party": [{"party_id": "a"}]})
    with (
        neo4j.GraphDatabase.driver(
            neo4j_instance.url, auth=neo4j_instance.auth
        ) as driver,
        open_store(with_timeout(neo4j_url, 0.3)) as waiting,
    ):
        with (
            another_writer(driver),
            pytest.raises(StoreBusyError, match=r"within 0\.3 s"),
        ):
            waiting.append(batch(PARTY, [{"party_id": "b"}]))
        assert waiting.append(batch(PARTY, [{"party_id": "b"}])).sequence == 2
    assert server.missing("party", ["a", "b"]) == []


def test_a_writer_in_another_thread_makes_the_store_busy(neo4j_url, monkeypatch):
    facts = batch(PARTY, [{"party_id": "a"}])
    with open_store(with_timeout(neo4j_url, 0.2)) as store:

        def meanwhile(*_: object) -> None:
            with ThreadPoolExecutor() as another:
                failure = another.submit(store.append, facts).exception()
            refused.append(type(failure))

        refused: list[type] = []
        monkeypatch.setattr(Neo4jTransaction, "mark_done", meanwhile)
        store.append(facts, ledger_key="k")
        assert refused == [StoreBusyError]
        assert store.sequence() == 1


def test_a_server_that_does_not_answer_is_named_without_credentials():
    with pytest.raises(StoreUnavailableError) as caught:
        open_store("neo4j://scott:tiger@127.0.0.1:1/")
    assert caught.value.url == "neo4j://127.0.0.1:1/"
    assert "tiger" not in str(caught.value)


def test_a_database_that_is_not_there_is_unavailable(neo4j_url):
    with pytest.raises(StoreUnavailableError, match="nowhere"):
        open_store(f"{neo4j_url}/nowhere")


def test_the_url_shown_holds_no_credentials(neo4j_instance, neo4j_url):
    with open_store(neo4j_url) as store:
        assert "@" not in store.url
    place = neo4j_instance.url.partition("://")[2]
    user, password = neo4j_instance.auth or ("any", "any")
    with open_store(f"neo4j://{user}:{password}@{place}?timeout=1") as store:
        assert store.url == f"neo4j://{place}"


def test_the_url_may_ask_for_one_server_or_for_encryption(neo4j_url):
    _, _, place = neo4j_url.partition("://")
    with open_store(f"bolt://{place}") as store:
        assert store.sequence() == 0
    for scheme in ("neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc"):
        with pytest.raises(StoreUnavailableError):  # the test's server has no key
            open_store(f"{scheme}://{place}")


def test_the_words_of_a_query_language_are_searched_as_words(server):
    write(server, {"party": [{"party_id": "a", "name": "Salt AND (Pepper) Co."}]})
    for text in ("salt and pep", "AND", "(pepper)", 'salt "pepper" + co.'):
        assert [hit.party_id for hit in server.view().search(text)] == ["a"]
    for text in ("salt OR sugar", "NOT salt", "*", "sa*t", ""):
        assert server.view().search(text) == []
