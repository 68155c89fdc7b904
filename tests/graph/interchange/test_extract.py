"""Extracts: whole, around a party, of a circle; nothing dangles, nothing leaks."""

from __future__ import annotations

import pytest
from hypothesis import given

from graph.errors import NotFoundError
from graph.instant import At
from graph.interchange.extract import around, of_members, whole
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import memory_store, write
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, NODE_KINDS
from small_stores import small_stores
from village_facts import AS_OF, SECRETS, village_rows


def rows_in(extract):
    """By kind, but for when each was seen: a snapshot does not keep that."""
    return {
        name: table.drop_columns("collected_at").to_pylist()
        for name, table in extract.facts.items()
    }


def ids(extract, kind):
    column = KINDS[kind].tail.column
    return (
        sorted(extract.facts[kind][column].to_pylist()) if kind in extract.facts else []
    )


def test_the_whole_is_everything_that_is_visible(village_view):
    found = whole(village_view, sees_personal=True)
    counts = {name: table.num_rows for name, table in found.facts.items()}
    assert counts == {
        name: table.num_rows
        for name, kind in KINDS.items()
        if (table := village_view.select(kind)).num_rows
    }
    assert (found.left_out, found.hidden) == ((), 0)


def test_personal_data_go_out_only_where_they_are_asked_for(village_view):
    asked = str(
        {
            n: t.to_pylist()
            for n, t in whole(village_view, sees_personal=True).facts.items()
        }
    )
    found = whole(village_view)
    told = str({name: table.to_pylist() for name, table in found.facts.items()})
    assert all(secret in asked for secret in ("13900000000", "female", "case-of-p"))
    assert [secret for secret in SECRETS if secret in told] == []
    assert {"party.personal_id", "contact.value"} <= set(found.left_out)
    assert found.hidden == 1
    assert len(found.facts["case_outcome"]) == 3


def test_a_guarantee_is_one_hop(village_view):
    alone = around(village_view, "d", 0)
    assert (ids(alone, "party"), ids(alone, "guarantee")) == (["d"], [])
    near = around(village_view, "d", 1)
    assert ids(near, "party") == ["d", "e", "y"]
    assert ids(near, "guarantee") == ["d>e", "y>d"]
    assert ids(around(village_view, "d", 2), "guarantee") == [
        "d>e",
        "x>y",
        "y>d",
        "y>x",
    ]


def test_loans_and_lawsuits_are_told_without_another_hop(village_view):
    found = around(village_view, "b", 0)
    assert ids(found, "loan") == ["l"]
    assert len(found.facts["risk_event"]) == 1


def test_a_circle_is_its_members_and_what_ties_two_of_them(village_view):
    found = of_members(village_view, ["a", "b", "c"])
    assert ids(found, "party") == ["a", "b", "c", "p"]  # q has shares of c alone
    assert ids(found, "guarantee") == ["a>b", "a>c", "b>c", "c>a"]
    assert ids(found, "contact") == []
    assert len(found.facts["ownership"]) == 2


def test_nobody_is_around_whom_nobody_knows(village_view):
    with pytest.raises(NotFoundError):
        around(village_view, "nobody", 1)


def test_before_anything_there_is_nothing_to_take(village):
    with pytest.raises(NotFoundError):
        whole(village.view(At(-(10**14), -(10**14))))


@pytest.mark.parametrize(
    "backend", ["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]
)
def test_every_store_gives_the_same(request, tmp_path, village_view, backend):
    url = f"sqlite:///{tmp_path}/facts.db"
    if backend == "neo4j":
        url = request.getfixturevalue("neo4j_url")
    with open_store(url) as store:
        write(store, village_rows())
        view = store.view(store.at(AS_OF))
        for take in (
            whole,
            lambda view: around(view, "d", 2),
            lambda view: of_members(view, ["a", "b", "c"]),
        ):
            assert rows_in(take(view)) == rows_in(take(village_view))


def reached(store_view, party_id, depth):
    """Ids of parties and contacts within some hops, fact by fact."""
    select = {n: store_view.select(k).to_pylist() for n, k in KINDS.items()}
    debtor = {row["guarantee_id"]: row["debtor_id"] for row in select["guarantee"]}
    ties = [
        (row["guarantor_id"], debtor[row["guarantee_id"]])
        for row in select["guarantor"]
        if row["guarantee_id"] in debtor
    ]
    ties += [(row["owner_id"], row["asset_id"]) for row in select["ownership"]]
    ties += [(row["party_id"], row["contact_id"]) for row in select["contact_use"]]
    found = {party_id}
    for _ in range(depth):
        found |= {b for a, b in ties if a in found} | {a for a, b in ties if b in found}
    return found


@at_most(20)
@given(small_stores())
def test_surroundings_are_what_hops_reach_and_refer_to_nothing_else(rows):
    with memory_store(rows) as store:
        at = store.at(AS_OF)
        view = store.view(at)
        snapshot_view = Snapshot.build(store, at).view
        for depth in (0, 1, 2):
            found = around(view, "c:a", depth)
            inside = {*ids(found, "party"), *ids(found, "contact")}
            expected = reached(view, "c:a", depth)
            assert expected <= inside
            named = {
                row[end.column]
                for name, table in found.facts.items()
                for end in KINDS[name].references
                for row in table.to_pylist()
            }
            assert named - {None} <= {
                node for kind in NODE_KINDS for node in ids(found, kind)
            }
            assert inside - expected <= named
            assert rows_in(around(snapshot_view, "c:a", depth)) == rows_in(found)
