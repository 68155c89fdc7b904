"""The vocabulary as readers of answers need it."""

from __future__ import annotations

import pytest

from graph.analysis.ontology import ontology_record
from graph.analysis.relations import DISPLAYS, RELATIONS, usual_relations
from graph.vocabulary import KINDS, Form, Loss, View

KIND_RECORDS = {item.name: item for item in ontology_record().kinds}
RELATION_RECORDS = {item.name: item for item in ontology_record().relations}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_is_a_node_or_a_line_or_not_drawn(kind):
    drawn = KIND_RECORDS[kind.name].node
    if kind.form is Form.NODE:
        assert drawn is not None
    elif kind.form is Form.EDGE or kind.relation is None:
        assert drawn is None
    else:  # a statement that pictures lead to
        assert drawn.style == kind.node.style


def test_only_nodes_have_pictures_around_them():
    for kind in KINDS.values():
        usual = KIND_RECORDS[kind.name].usual_relations
        if kind.form is Form.NODE:
            assert usual == usual_relations(View.NEIGHBOURHOOD, kind.name)
        else:
            assert usual == ()


def test_a_line_without_a_legend_means_its_label():
    assert list(RELATION_RECORDS) == list(DISPLAYS)
    for name, display in DISPLAYS.items():
        shown = RELATION_RECORDS[name]
        assert shown.legend == (display.legend or display.label)
        assert shown.style == display.style
    assert any(display.legend is None for display in DISPLAYS.values())


def test_derived_relations_tie_parties_and_carry_no_loss():
    derived = [item for name, item in RELATION_RECORDS.items() if name not in RELATIONS]
    assert derived
    for item in derived:
        assert (item.tail_kind, item.head_kind) == ("party", "party")
        assert (item.kind, item.loss, item.measure) == (None, Loss.NONE, None)
