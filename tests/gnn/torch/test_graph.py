import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies
from gnn.features.firms import Firms
from gnn.torch.events import suits, transfers
from gnn.torch.graph import indptr_of, into
from gnn.torch.relation import Nodes
from gnn.torch.relations import relations
from graph.testing.facts import guarantee_rows, snapshot_of
from torch_graphs import FIRM, MAN, every_relation, graph_of, paid

SINCE = NOW - 365 * DAY


def edges_of(rows, at=NOW):
    """Edges by type: ends by id, the values by name, the source record."""
    firms = Firms(snapshot_of(rows, at))
    nodes = Nodes.of(firms)
    ids = np.array(firms.snapshot.ids("party").to_pylist())
    names = {
        FIRM: ids[nodes.is_company],
        MAN: ids[~nodes.is_company],
        "contact": np.array(firms.snapshot.ids("contact").to_pylist()),
    }
    return {
        item.type: [
            (names[item.source][tail], names[item.target][head], dict(zip(
                item.names, values.tolist(), strict=True)), record)
            for tail, head, values, record in zip(
                item.tail, item.head, item.values, item.record.tolist(), strict=True)
        ]
        for item in relations(firms, nodes)
    }  # fmt: skip


def test_every_relation_is_told_with_its_values():
    found = edges_of(every_relation())
    ends = {kind: sorted(edge[:2] for edge in some) for kind, some in found.items()}
    assert ends == {
        (FIRM, "guarantee", FIRM): [("a", "b"), ("b", "c"), ("c", "a")],
        (MAN, "guarantee", FIRM): [("p", "c")],
        (FIRM, "holding", FIRM): [("a", "d")],
        (MAN, "holding", FIRM): [("p", "a")],
        (FIRM, "role", FIRM): [],
        (MAN, "role", FIRM): [("p", "b"), ("q", "b")],
        (MAN, "family", MAN): [("p", "q")],
        (FIRM, "contact", "contact"): [("c", "tel-1")],
        (MAN, "contact", "contact"): [("q", "tel-1")],
        (FIRM, "transfer", FIRM): [("a", "b"), ("a", "b"), ("c", "d")],
        (FIRM, "suit", FIRM): [("d", "a")],
    }
    (holding,) = found[MAN, "holding", FIRM]
    assert holding[2]["share"] == np.float32(0.6)
    assert np.isnan(holding[2]["voting_share"])
    assert holding[2]["age"] == 2_000
    first, second = (
        edge[2] for edge in found[FIRM, "transfer", FIRM] if edge[0] == "a"
    )
    assert (first["age"], second["age"]) == (30, 10)
    assert first["amount"] == np.float32(np.log1p(1))
    assert [first["count"], second["count"]] == np.log1p([1, 2]).astype("f4").tolist()
    director, supervisor = (edge[2] for edge in found[MAN, "role", FIRM])
    assert director["director"] == supervisor["supervisor"] == 1
    assert director["supervisor"] == supervisor["director"] == 0
    (suit,) = found[FIRM, "suit", FIRM]
    assert suit[2]["age"] == 20


def test_edges_between_firms_say_whether_both_share_control():
    rows = {
        **guarantee_rows(("a", "b"), ("b", "c")),
        "party": [*companies(*"abc"), {"party_id": "p", "party_type": "person"}],
        "role": [
            {"person_id": "p", "company_id": firm, "role_type": "legal_representative"}
            for firm in "ab"
        ],
    }
    found = {edge[:2]: edge[2] for edge in edges_of(rows)[FIRM, "guarantee", FIRM]}
    tied, apart = found["a", "b"], found["b", "c"]
    assert tied["control_officer"] == tied["control_one"] == 1
    assert tied["control_owner"] == tied["control_contact"] == 0
    assert not any(value for name, value in apart.items() if name[:7] == "control")


def test_a_graph_is_sound_and_leads_back_to_its_records():
    rows = every_relation()
    graph = graph_of(rows)
    assert graph.validate()
    facts = snapshot_of(rows, NOW).facts("role")
    kind = (MAN, "role", FIRM)
    assert sorted(graph[kind].e_id.tolist()) == list(range(facts.num_rows))
    for source, name, target in graph.edge_types:
        back = name.removeprefix("rev_") if name[:4] == "rev_" else f"rev_{name}"
        one, other = graph[source, name, target], graph[target, back, source]
        assert sorted(map(tuple, one.edge_index.T.tolist())) == sorted(
            map(tuple, other.edge_index.flip(0).T.tolist())
        )
        assert bool((one.edge_index[1].diff() >= 0).all())
    for kind, at in into(graph):
        count = torch.bincount(
            graph[kind].edge_index[1], minlength=graph[kind[2]].num_nodes
        )
        assert torch.allclose(graph[kind[2]].degree[:, at], count.float().log1p())


def test_persons_and_contacts_are_told_by_their_edges():
    graph = graph_of(every_relation())
    # of p: a guarantee, a holding, a role, and both ends of family
    counts = torch.expm1(graph[MAN].x).round().int().tolist()
    assert counts[0] == [1, 1, 1, 1, 0, 0]
    assert counts[1] == [0, 0, 1, 0, 1, 1]
    assert torch.expm1(graph["contact"].x).round().int().tolist() == [[1, 1]]


def test_rows_start_where_their_heads_do():
    edge_index = torch.tensor([[5, 6, 7], [0, 2, 2]])
    assert indptr_of(edge_index, 4).tolist() == [0, 1, 1, 3, 3]


def later_facts():
    """What happens to four firms, at times before and after `NOW`."""
    firm = st.sampled_from("abcd")
    payment = st.tuples(firm, firm, st.integers(1, 9), st.integers(-40, 400))
    return st.lists(payment, max_size=12)


@given(later_facts(), later_facts(), st.integers(0, 300))
@settings(max_examples=15, deadline=None)
def test_what_had_happened_is_the_first_part_of_each_row(payments, losses, days):
    rows = {
        "party": companies(*"abcd"),
        **paid(("a", "b", 1, 5), *payments),
        "risk_event": [
            {"party_id": one, "counterparty_id": other, "amount": amount}
            | {"currency": "CNY", "valid_from": NOW - ago * DAY}
            for one, other, amount, ago in losses
        ],
    }
    now, earlier = (Firms(snapshot_of(rows, at)) for at in (NOW, NOW - days * DAY))
    for relation in (transfers, suits):
        keys = Nodes.of(now).keys
        cut = relation(now, SINCE).ordered(keys).until(earlier.at)
        fresh = relation(earlier, SINCE).ordered(keys)
        assert cut.tail.tolist() == fresh.tail.tolist()
        assert cut.head.tolist() == fresh.head.tolist()
        assert np.array_equal(cut.time, fresh.time)
        assert np.array_equal(cut.values, fresh.values, equal_nan=True)
        heads = relation(now, SINCE).ordered(keys)
        for head in set(heads.head.tolist()):
            times = heads.time[heads.head == head]
            assert np.all(np.diff(times) >= 0)


FIRMS, MEN = st.sampled_from("abcd"), st.sampled_from("pq")
LATER = st.integers(1, 500)


@given(
    st.lists(st.tuples(FIRMS, FIRMS, LATER), max_size=4),
    st.lists(st.tuples(MEN, FIRMS, LATER), max_size=4),
)
@settings(max_examples=15, deadline=None)
def test_what_comes_later_changes_nothing(among_firms, of_men):
    rows, later = every_relation(), {}
    for one, other, days in among_firms:
        when = {"valid_from": NOW + days * DAY}
        ends = {"owner_id": one, "asset_id": other, "share": 1}
        later.setdefault("ownership", []).append(ends | when)
        event = {"party_id": one, "counterparty_id": other}
        later.setdefault("risk_event", []).append(event | when)
        payment = {"payer_id": f"acc-{one}", "payee_id": f"acc-{other}", "amount": 3}
        later.setdefault("transfer", []).append(payment | {"currency": "CNY"} | when)
        name = f"later-{one}-{other}-{days}"
        terms = {"guarantee_id": name, "debtor_id": other, "cap": 9}
        later.setdefault("guarantee", []).append(terms | {"currency": "CNY"} | when)
        giver = {"guarantor_id": one, "guarantee_id": name}
        later.setdefault("guarantor", []).append(giver | when)
    for man, firm, days in of_men:
        when = {"valid_from": NOW + days * DAY}
        role = {"person_id": man, "company_id": firm, "role_type": "director"}
        later.setdefault("role", []).append(role | when)
        use = {"party_id": firm, "contact_id": "tel-1"}
        later.setdefault("contact_use", []).append(use | when)
    grown = {kind: [*some, *later.get(kind, ())] for kind, some in rows.items()}
    one, two = graph_of(rows), graph_of(grown)
    for kind in one.node_types:
        assert torch.equal(one[kind].x.nan_to_num(7), two[kind].x.nan_to_num(7))
        assert torch.equal(one[kind].degree, two[kind].degree)
    for kind in one.edge_types:
        assert torch.equal(one[kind].edge_index, two[kind].edge_index)
        values = (graph[kind].edge_attr.nan_to_num(7) for graph in (one, two))
        assert torch.equal(*values)


def test_an_empty_snapshot_has_no_edges():
    graph = graph_of({"party": companies("a")})
    assert graph[FIRM].num_nodes == 1
    assert sum(graph[kind].num_edges for kind in graph.edge_types) == 0
