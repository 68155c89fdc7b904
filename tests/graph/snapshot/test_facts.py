"""Facts of a snapshot beside those that its store gives for the same instant."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.model import facts_of
from graph.snapshot import Snapshot
from graph.snapshot.facts import NOT_KEPT
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, snapshot_of, write
from graph.testing.strategies import trials
from graph.vocabulary import KINDS, NODE_KINDS, Form, PropertyType

AS_OF = 1_000
NAMES = ("b", "a", "c")
VALUES = {
    PropertyType.BOOLEAN: st.booleans(),
    PropertyType.NUMBER: st.sampled_from([0.25, 2.0]),
    PropertyType.TEXT: st.sampled_from(["x", "华为"]),
    PropertyType.IDS: st.sampled_from(["a", "a;b"]),
}


def row_of(draw, kind, number):
    row = {"record_id": f"{kind.name} {number}", "source": draw(st.sampled_from("zy"))}
    for reference in kind.references:
        ids = [*NAMES] if reference.required else [*NAMES, None]
        row[reference.column] = draw(st.sampled_from(ids))
    if kind.form is Form.NODE:
        row[kind.tail.column] = NAMES[number]
    for item in kind.properties:
        if item.required:
            continue
        values = (
            st.sampled_from(item.choices)
            if item.choices
            else VALUES.get(item.type, st.integers(1, 3))
        )
        if item.name == "currency":
            values = st.just("CNY")
        row[item.name] = draw(st.none() | values)
    row["valid_from"] = draw(st.sampled_from([0, 5, 5, AS_OF + 1]))
    return row


@st.composite
def facts(draw):
    """Rows of every kind; each node has one record, which may lie in the future."""
    return {
        name: [
            row_of(draw, kind, number)
            for number in range(
                len(NAMES) if kind.form is Form.NODE else draw(st.integers(0, 4))
            )
        ]
        for name, kind in KINDS.items()
    }


def kept(table):
    """Rows without what a snapshot does not keep."""
    return table.drop_columns(sorted(NOT_KEPT)).to_pylist()


@pytest.mark.parametrize("scheme", ["memory", "sqlite"])
@given(rows=facts(), data=st.data())
@trials(20)
def test_a_snapshot_selects_and_counts_what_its_store_does(scheme, rows, data):
    with TemporaryDirectory() as folder:
        url = "memory://" if scheme == "memory" else f"sqlite:///{folder}/facts.db"
        with open_store(url) as store:
            write(store, rows)
            at = store.at(AS_OF)
            view = Snapshot.build(store, at).view
            assert view.at == at
            for kind in KINDS.values():
                whole = view.select(kind)
                expected = store.view(at).select(kind)
                assert whole.schema.names == expected.schema.names
                assert whole.schema.types == expected.schema.types
                assert kept(whole) == kept(expected)
                for reference in kind.references:
                    asked = {
                        "by": reference.name,
                        "ids": data.draw(st.lists(st.sampled_from([*NAMES, "none"]))),
                    }
                    for limit in (None, 1):
                        assert kept(view.select(kind, **asked, limit=limit)) == kept(
                            store.view(at).select(kind, **asked, limit=limit)
                        )
                    assert view.count_by(kind, **asked) == store.view(at).count_by(
                        kind, **asked
                    )
                    if kind.form is Form.EDGE:
                        asked["distinct"] = {
                            kind.tail.name: kind.head.name,
                            kind.head.name: kind.tail.name,
                        }[reference.name]
                        assert view.count_by(kind, **asked) == store.view(at).count_by(
                            kind, **asked
                        )


@given(facts())
@trials(20)
def test_records_are_those_of_the_store_without_where_they_were_seen(rows):
    with open_store("memory://") as store:
        write(store, rows)
        at = store.at(AS_OF)
        view = Snapshot.build(store, at).view
        for kind in NODE_KINDS.values():
            for name in NAMES:
                try:
                    found = store.view(at).node(kind, name)
                except NotFoundError:
                    with pytest.raises(NotFoundError):
                        view.node(kind, name)
                    continue
                unknown = dict.fromkeys(sorted(NOT_KEPT))
                assert view.node(kind, name) == found._replace(**unknown)


def test_a_node_of_several_records_is_one_row_named_after_the_last():
    rows = {
        "party": [
            {"party_id": "a", "name": "old", "city": "杭州", "source": "one"},
            {"party_id": "a", "name": "new", "region": "浙江", "source": "two"},
        ]
    }
    view = snapshot_of(rows, AS_OF).view
    (found,) = facts_of(KINDS["party"], view.select(KINDS["party"]))
    assert (found.source, found.record_id) == ("two", "a#2")
    assert found.properties["name"] == "new"
    assert found.properties["city"] == "杭州"
    assert (found.collected_at, found.recorded_from, found.file) == (None, None, None)
    assert view.count_by(KINDS["party"], by="party", ids=["a"]) == {"a": 1}


def test_a_saved_snapshot_answers_alike(tmp_path):
    rows = guarantee_rows(("g", "b"), ("h", "b"), status="active")
    rows["risk_event"] = [{"party_id": "b", "counterparty_id": "g"}]
    built = snapshot_of(rows, AS_OF)
    built.save(tmp_path)
    opened = Snapshot.open(tmp_path)
    for kind in KINDS.values():
        assert opened.view.select(kind).equals(built.view.select(kind))
    asked = {"by": "counterparty", "ids": ["g"]}
    assert opened.view.select(KINDS["risk_event"], **asked).num_rows == 1
    assert opened.view is opened.view
