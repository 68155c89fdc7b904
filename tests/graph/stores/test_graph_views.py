from __future__ import annotations

import pytest

from graph.analysis.registry import published_analyses
from graph.stores.graph_views import EdgeView, End, NodeView, PropertyView
from graph.stores.neo4j.cypher.findings import FIRST_VIEWS

PARTY = End("Party", "party_id", "party_id")


@pytest.mark.parametrize(
    "name", ["", "a b", "1st", "a`b", "a}) DETACH DELETE (n", "环"]
)
def test_a_name_that_a_statement_could_not_hold_is_refused(name):
    for view in (
        lambda: NodeView(name, "id"),
        lambda: NodeView("Ring", name),
        lambda: EdgeView(name, PARTY, PARTY),
        lambda: EdgeView("NEXT", PARTY, End("Party", "party_id", name)),
        lambda: PropertyView("Party", "party_id", ("share", name)),
    ):
        with pytest.raises(ValueError, match="is no name of letters, digits and _"):
            view()


def test_a_view_names_the_columns_it_needs():
    ends = PARTY, End("Ring", "ring_id", "ring")
    assert NodeView("Ring", "ring_id").needed == ("ring_id",)
    assert EdgeView("IN_TURN", *ends).needed == ("party_id", "ring")
    assert PropertyView("Party", "party_id", ("share",)).needed == ("party_id",)


def test_circles_and_scores_are_seen_as_in_version_1():
    declared = {}
    for analysis in published_analyses():
        declared |= analysis.tables
    assert declared | FIRST_VIEWS == declared
