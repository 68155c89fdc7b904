# ruff: noqa: D102 - the names of tests are sentences
"""Random facts: a store answers as the one in memory does."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.model import FactBatch, batch_schema
from graph.stores import open_store
from graph.testing.facts import write
from graph.testing.strategies import trials
from graph.vocabulary import KINDS, NODE_KINDS, Form, PropertyType

if TYPE_CHECKING:
    from graph.stores.base import Store
    from graph.vocabulary import Kind, Property

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_IDS = ("one", "two", "三")
_MOMENTS = (0, 100, 200, 300)
_examples = count()

_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8
) | st.sampled_from(["", " ", "'\"\\;", "中文", "𬭎", "e\u0301", "\n\t"])
_NUMBERS = st.integers(_SMALLEST, _LARGEST) | st.sampled_from([_SMALLEST, _LARGEST, 0])
_VALUES: dict[PropertyType, st.SearchStrategy[Any]] = {
    PropertyType.TEXT: _TEXTS,
    PropertyType.IDS: st.just("a;b") | _TEXTS,
    PropertyType.BOOLEAN: st.booleans(),
    PropertyType.NUMBER: st.floats(allow_nan=False),
}


def _value(item: Property) -> st.SearchStrategy[Any]:
    if item.type is PropertyType.CODE:
        found: st.SearchStrategy[Any] = st.sampled_from(item.choices)
    else:
        found = _VALUES.get(item.type, _NUMBERS)
    return found if item.required else st.none() | found


@st.composite
def _rows(draw: st.DrawFn, kind: Kind) -> list[dict[str, Any]]:
    """Rows of some records of this kind; two name the same fact never."""
    keys = st.tuples(st.sampled_from(["r1", "r2", "记录"]), st.sampled_from(_MOMENTS))
    rows = []
    for record_id, valid_from in draw(st.lists(keys, max_size=4, unique=True)):
        row = {item.name: draw(_value(item)) for item in kind.properties}
        for item in kind.references:
            ends = st.sampled_from(_IDS)
            row[item.column] = draw(ends if item.required else st.none() | ends)
        row |= {"record_id": record_id, "valid_from": valid_from}
        row["valid_to"] = draw(st.none() | st.sampled_from(_MOMENTS))
        row["collected_at"] = draw(st.integers(0, 2))
        rows.append(row)
    return rows


@st.composite
def _loads(draw: st.DrawFn) -> tuple[Kind, list[list[dict[str, Any]]]]:
    """Up to three batches of one kind."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    return kind, draw(st.lists(_rows(kind), min_size=1, max_size=3))


def _batch(kind: Kind, rows: list[dict[str, Any]], prefix: str) -> FactBatch:
    """These rows of a source, and with node ids, that no other example has."""
    own = [
        row
        | {"source": prefix}
        | {
            item.column: row[item.column] and prefix + row[item.column]
            for item in kind.references
        }
        for row in rows
    ]
    return FactBatch(kind, pa.Table.from_pylist(own, batch_schema(kind)))


def _describe_ends(store: Store, prefix: str) -> None:
    """Make every id known, each node in a record that no example writes."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, kind in NODE_KINDS.items():
        rows[name] = [
            {item.column: prefix + node_id for item in kind.references if item.required}
            | {"record_id": f"{prefix}{node_id}", "source": "ends"}
            for node_id in _IDS
        ]
    write(store, rows)


def _timeless(table: pa.Table, prefix: str) -> list[dict[str, Any]]:
    """Rows of the example, without instants that differ between stores."""
    own = table.filter(pc.equal(table["source"], prefix))
    rows: list[dict[str, Any]] = own.drop_columns(
        ["recorded_from", "recorded_to"]
    ).to_pylist()
    return rows


class EqualityContract:
    """Comparison with the store in memory."""

    @given(loads=_loads())
    @example(loads=(KINDS["rating"], [[]]))
    @settings(
        trials(150),
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # examples share the store
            HealthCheck.too_slow,  # a server answers when it can
            HealthCheck.data_too_large,
        ],
    )
    def test_it_answers_as_the_store_in_memory(
        self, store: Store, loads: tuple[Kind, list[list[dict[str, Any]]]]
    ) -> None:
        kind, batches = loads
        prefix = f"x{next(_examples)}-"
        with open_store("memory://") as memory:
            for each in (store, memory):
                _describe_ends(each, prefix)
            for rows in batches:
                reports = [
                    each.append(_batch(kind, rows, prefix)) for each in (store, memory)
                ]
                counts = [
                    (r.added, r.corrected, r.unchanged, r.stale, r.confirmed)
                    for r in reports
                ]
                assert counts[0] == counts[1]
            for as_of in (-1, *_MOMENTS, 1_000):
                found = [
                    _timeless(each.view(each.at(as_of=as_of)).select(kind), prefix)
                    for each in (store, memory)
                ]
                assert found[0] == found[1]
                self._compare_by_ends(store, memory, kind, prefix, as_of)
                self._compare_nodes(store, memory, kind, prefix, as_of)
            for record_id in ("r1", "r2", "记录"):
                found = [
                    _timeless(each.history(kind, prefix, record_id), prefix)
                    for each in (store, memory)
                ]
                assert found[0] == found[1]

    def _compare_nodes(
        self, store: Store, memory: Store, kind: Kind, prefix: str, as_of: int
    ) -> None:
        if kind.form is not Form.NODE:
            return
        ids = [prefix + node_id for node_id in _IDS]
        for end in kind.references:
            found = []
            for each in (store, memory):
                view = each.view(each.at(as_of=as_of))
                table = view.nodes(kind, by=end.name, ids=ids)
                rows = table.drop_columns(["recorded_from", "recorded_to"]).to_pylist()
                found.append(sorted(rows, key=lambda row: str(row[kind.tail.column])))
            assert found[0] == found[1]

    def _compare_by_ends(
        self, store: Store, memory: Store, kind: Kind, prefix: str, as_of: int
    ) -> None:
        own = 1 if kind.form is Form.NODE else 0
        ids = [prefix + node_id for node_id in _IDS]
        for item in kind.references[own:]:
            others = [end.name for end in kind.references if end != item]
            for distinct in (None, *(others if kind.form is Form.EDGE else ())):
                counted = [
                    each.view(each.at(as_of=as_of)).count_by(
                        kind, by=item.name, ids=ids, distinct=distinct
                    )
                    for each in (store, memory)
                ]
                assert counted[0] == counted[1]
