"""Links read from both ends at once are those of either end, each whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.links import links_of
from graph.analysis.relations import RELATIONS
from graph.testing.facts import guarantee_rows, memory_store

FIRMS = "abcd"
arcs = st.lists(st.tuples(*[st.sampled_from(FIRMS)] * 2), max_size=10)


@pytest.mark.parametrize("fold", [True, False])
@given(arcs, st.sets(st.sampled_from(FIRMS), min_size=1), st.data())
def test_both_ends_are_the_two_ends_put_together(fold, pairs, asked, data):
    store = memory_store(guarantee_rows(*pairs, cap=100, currency="CNY"))
    view = store.view(store.at(0))
    nodes = [("party", name) for name in sorted(asked)]
    known = view.nodes(RELATIONS["guarantee"].through.middle)
    contracts = known["guarantee_id"].to_pylist()
    if contracts:
        nodes += [("guarantee", data.draw(st.sampled_from(contracts)))]

    def read(direction):
        page = links_of(view, nodes, ("guarantee",), direction=direction, fold=fold)
        return {link.link_id: link for link in page.links}

    assert read("both") == read("in") | read("out")
