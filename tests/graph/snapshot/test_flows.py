"""Flows of money beside a plain reading of the facts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import MissingRateError
from graph.snapshot import FlowKind, Snapshot
from graph.testing.facts import memory_store, snapshot_of, write
from graph.testing.strategies import trials
from graph.vocabulary import KINDS
from ingest.loading.load import load

AS_OF = 1_000
RATE = {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.0}
CURRENCIES = (None, "CNY", "USD", "JPY")
YEN = {"base_currency": "CNY", "quote_currency": "JPY", "rate": 20.0}
ACCOUNTS, LOANS, PARTIES = ("b", "a", "c"), ("l", "k"), ("q", "p")
ENDS = {
    "transfer": (ACCOUNTS, ACCOUNTS),
    "deposit": (LOANS, ACCOUNTS),
    "repayment": (ACCOUNTS, LOANS),
}


@st.composite
def movements(draw):
    """Rows by kind, of few nodes and few instants, so that many tie."""
    rows = {
        "party": [{"party_id": name} for name in PARTIES],
        "account": [{"account_id": name} for name in ACCOUNTS],
        "loan": [{"loan_id": name} for name in LOANS],
        "exchange_rate": [RATE, YEN],
        "account_holder": [
            {"holder_id": party, "account_id": account, "record_id": str(number)}
            for number, (party, account) in enumerate(
                draw(
                    st.lists(
                        st.tuples(st.sampled_from(PARTIES), st.sampled_from(ACCOUNTS)),
                        max_size=5,
                    )
                )
            )
        ],
    }
    for name, (tails, heads) in ENDS.items():
        tail, head = KINDS[name].references
        rows[name] = [
            {
                tail.column: draw(st.sampled_from(tails)),
                head.column: draw(st.sampled_from(heads)),
                "amount": draw(st.sampled_from([None, 0, 100, 250])),
                "currency": draw(st.sampled_from(CURRENCIES)),
                "valid_from": draw(st.integers(0, 3)) or AS_OF + 1,
                "source": draw(st.sampled_from(["one", "two"])),
                "record_id": str(number),
            }
            for number in range(draw(st.integers(0, 6)))
        ]
    for row in rows["transfer"]:
        row["transfer_type"] = draw(st.sampled_from(["transfer", "withdraw"]))
    return rows


def listed(snapshot):
    """Every flow as (time, tail, head, kind, source, record, amount)."""
    flows = snapshot.flows
    ids = [*snapshot.ids("account").to_pylist(), *snapshot.ids("loan").to_pylist()]
    found = []
    for edge in range(len(flows)):
        kind = FlowKind(flows.kind[edge])
        fact = snapshot.facts(kind.facts).slice(flows.row[edge], 1).to_pylist()[0]
        amount = flows.amount[edge]
        found.append(
            (
                int(flows.time[edge]),
                ids[flows.tail[edge]],
                ids[flows.head[edge]],
                kind,
                fact["source"],
                fact["record_id"],
                None if np.isnan(amount) else pytest.approx(amount),
            )
        )
    return found


def expected(rows):
    """The same from the rows alone."""
    place = {name: n for n, name in enumerate((*sorted(ACCOUNTS), *sorted(LOANS)))}
    found = []
    for name in ENDS:
        tail, head = (item.column for item in KINDS[name].references)
        for row in rows[name]:
            if row["valid_from"] > AS_OF:
                continue
            kind = FlowKind[name.upper()]
            if row.get("transfer_type") == "withdraw":
                kind = FlowKind.WITHDRAWAL
            amount = row["amount"]
            if amount is not None:
                unit = 1.0 if row["currency"] == "JPY" else 0.01
                rate = {"USD": 7.0, "JPY": 0.05}.get(row["currency"], 1.0)
                amount = amount * unit * rate
            names = (row["source"], row["record_id"])
            found.append(
                (row["valid_from"], row[tail], row[head], kind, *names, amount)
            )
    return sorted(found, key=lambda f: (f[0], place[f[1]], place[f[2]], *f[4:6]))


def built(rows):
    return snapshot_of(rows, AS_OF)


@given(movements())
@trials(60)
def test_flows_are_the_facts_in_time_order_and_one_currency(rows):
    assert listed(built(rows)) == expected(rows)


@given(movements())
@trials(40)
def test_each_node_leads_to_its_flows_in_time_order(rows):
    flows = built(rows).flows
    for side, ends in ((flows.outgoing, flows.tail), (flows.incoming, flows.head)):
        assert side.indptr.size == flows.n_nodes + 1
        for node, (start, end) in enumerate(pairwise(side.indptr)):
            own = side.flow[start:end].tolist()
            assert own == np.flatnonzero(ends == node).tolist()


@given(movements())
@trials(40)
def test_each_account_knows_its_holders_once(rows):
    snapshot = built(rows)
    flows = snapshot.flows
    for number, name in enumerate(snapshot.ids("account").to_pylist()):
        own = flows.holder[slice(*flows.holder_indptr[number : number + 2])].tolist()
        assert own == sorted(
            {
                snapshot.number("party", row["holder_id"])
                for row in rows["account_holder"]
                if row["account_id"] == name
            }
        )


@given(st.data())
@trials(30)
def test_the_order_of_loading_changes_nothing(data):
    rows = data.draw(movements())
    shuffled = {name: data.draw(st.permutations(facts)) for name, facts in rows.items()}
    store = memory_store({**shuffled, "transfer": shuffled["transfer"][:2]})
    write(store, {"transfer": shuffled["transfer"][2:]})
    one, other = built(rows).flows, Snapshot.build(store, store.at(AS_OF)).flows
    for name in ("tail", "head", "time", "amount", "kind", "row", "holder"):
        assert np.array_equal(
            getattr(one, name), getattr(other, name), equal_nan=name == "amount"
        ), name


def test_a_missing_rate_is_named_when_flows_are_asked_for():
    snapshot = built(
        {
            "account": [{"account_id": "a"}, {"account_id": "b"}],
            "transfer": [
                {"payer_id": "a", "payee_id": "b", "amount": 1, "currency": "EUR"}
            ],
        }
    )
    for _ in range(2):
        with pytest.raises(MissingRateError) as caught:
            _ = snapshot.flows
        assert caught.value.currency == "EUR"


def test_an_amount_without_a_currency_is_assumed_and_said():
    snapshot = built(
        {
            "account": [{"account_id": "a"}],
            "loan": [{"loan_id": "l"}],
            "deposit": [{"loan_id": "l", "account_id": "a", "amount": 150}],
        }
    )
    assert snapshot.flows.amount.tolist() == [1.5]
    assert (snapshot.flows.tail.tolist(), snapshot.flows.head.tolist()) == ([1], [0])
    assert snapshot.flows.assumptions == (
        "1 amounts (amount of deposits) state no currency: CNY is assumed",
    )


def test_without_facts_there_are_no_flows():
    flows = built({}).flows
    assert (len(flows), flows.n_nodes) == (0, 0)
    assert flows.outgoing.indptr.tolist() == [0]


def test_flows_are_kept_and_add_no_file(tmp_path):
    rows = {"account": [{"account_id": "a"}], "loan": [{"loan_id": "l"}]}
    rows["repayment"] = [{"account_id": "a", "loan_id": "l", "amount": 1}]
    built(rows).save(tmp_path)
    before = sorted(tmp_path.iterdir())
    opened = Snapshot.open(tmp_path)
    assert opened.flows is opened.flows
    assert sorted(tmp_path.iterdir()) == before
    with pytest.raises(ValueError, match="read-only"):
        opened.flows.amount[0] = 2


@pytest.mark.shared_data
def test_every_published_movement_is_a_flow(shared_data):
    store = memory_store({})
    load(shared_data / "finbench_sf0.01", store, currency="CNY")
    flows = Snapshot.build(store, store.at()).flows
    counts = store.view().counts()
    kinds = ("transfer.transfer", "transfer.withdraw", "deposit", "repayment")
    assert np.bincount(flows.kind).tolist() == [counts[kind] for kind in kinds]
    assert (np.diff(flows.time) >= 0).all()
    assert (flows.amount > 0).all()
    assert flows.holder.size == counts["account_holder"]
