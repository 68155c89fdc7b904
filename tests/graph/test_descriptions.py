"""Of several descriptions one is made, fact by fact and in bulk alike."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.descriptions import merged, merged_rows
from graph.model import facts_of
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import batch
from graph.testing.strategies import trials
from graph.vocabulary import KINDS

LOAN = KINDS["loan"]
_TEXTS = ("purpose", "organization")
_AMOUNTS = ("principal", "outstanding")


@st.composite
def _commits(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Batches of descriptions of two loans."""
    texts, amounts = st.none() | st.sampled_from("xyz"), st.none() | st.integers(0, 9)
    commits = []
    for _ in range(draw(st.integers(1, 3))):
        keys = draw(
            st.lists(
                st.tuples(st.sampled_from("ab"), st.sampled_from(["s", "t"])),
                unique=True,
                min_size=1,
            )
        )
        commits.append(
            [
                {
                    "loan_id": loan,
                    "source": source,
                    "record_id": loan,
                    "borrower_id": draw(st.sampled_from("pq")),
                    "lender_id": draw(st.none() | st.sampled_from("pq")),
                    "currency": draw(st.none() | st.sampled_from(["CNY", "USD"])),
                    "collected_at": draw(st.integers(0, 2)),
                    **{name: draw(texts) for name in _TEXTS},
                    **{name: draw(amounts) for name in _AMOUNTS},
                }
                for loan, source in keys
            ]
        )
    return commits


@given(commits=_commits())
@trials(100)
def test_facts_and_arrays_are_merged_alike(commits):
    with open_store("memory://") as store:
        parties = [{"party_id": name} for name in "pq"]
        store.append(batch(KINDS["party"], parties))
        rate = {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.0}
        store.append(batch(KINDS["exchange_rate"], [rate]))
        for rows in commits:
            store.append(batch(LOAN, rows))
        at = store.at(as_of=10)
        view, snapshot = store.view(at), Snapshot.build(store, at)
    parties_of = snapshot.ids("party").to_pylist()
    rows = {row["loan_id"]: row for row in snapshot.nodes("loan").to_pylist()}
    for loan_id, row in rows.items():
        fact = view.node(LOAN, loan_id)
        named = {
            item.name: parties_of[row[item.name]] if row[item.name] >= 0 else None
            for item in LOAN.references[1:]
        }
        assert {name: fact.references[name] for name in named} == named
        for item in LOAN.properties:
            assert row[item.name] == fact.properties.get(item.name), item.name
        assert row["source"] == fact.source
    assert view.nodes(LOAN).num_rows == len(rows)


@given(commits=_commits())
@trials(100)
def test_each_value_is_of_the_newest_that_states_it(commits):
    facts = facts_of(LOAN, batch(LOAN, commits[0]).table.append_column(
        "recorded_from", [[0] * len(commits[0])]
    ).append_column("recorded_to", [[None] * len(commits[0])]))  # fmt: skip
    own = [fact for fact in facts if fact.subject_id == facts[0].subject_id]
    found = merged(own)
    for name in _TEXTS:
        stating = [fact for fact in own if name in fact.properties]
        best = max(stating, key=lambda f: (f.collected_at, f.source), default=None)
        expected = best and best.properties[name]
        assert found.properties.get(name) == expected
    assert merged(own[::-1]) == found


def test_a_table_without_doubles_is_the_same_table():
    with open_store("memory://") as store:
        store.append(batch(KINDS["party"], [{"party_id": name} for name in "ab"]))
        table = store.view().select(KINDS["party"])
    assert merged_rows(KINDS["party"], table) is table
