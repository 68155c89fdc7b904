"""The vocabulary as data."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from fastapi import APIRouter

from api.presenters import sentence_out
from api.schemas.ontology import (
    Ontology,
    OntologyBand,
    OntologyKind,
    OntologyNode,
    OntologyProperty,
    OntologyReference,
    OntologyRelation,
)
from graph.analysis.bands import BANDS
from graph.analysis.relations import DISPLAYS, RELATIONS, usual_relations
from graph.vocabulary import KINDS, VERSION, Form, Kind, Loss, RelationDisplay, View

router = APIRouter(prefix="/v1/ontology", tags=["ontology"])


@router.get("")
async def read_ontology() -> Ontology:
    """Kinds of node, edge and statement, relations and risk bands.

    Relations come in the order of filters, legends and menus, with words, line style
    and what shows them; codes come with their labels.
    """
    return _ontology()


@cache
def _ontology() -> Ontology:
    return Ontology(
        version=VERSION,
        kinds=[_kind(kind) for kind in KINDS.values()],
        relations=[_relation(display) for display in DISPLAYS.values()],
        bands=[
            OntologyBand(band=band, label=sentence_out(label), low=low, high=high)
            for band, label, low, high in BANDS
        ],
    )


def _kind(kind: Kind) -> OntologyKind:
    is_node = kind.form is Form.NODE
    drawn = is_node or (kind.form is Form.STATEMENT and kind.relation is not None)
    return OntologyKind(
        name=kind.name,
        form=kind.form,
        label=kind.label,
        timing=kind.timing,
        loss=kind.loss,
        references=list(map(OntologyReference.model_validate, kind.references)),
        properties=list(map(OntologyProperty.model_validate, kind.properties)),
        subtype=kind.subtype,
        natural_key=list(kind.natural_key),
        searched=list(kind.searched),
        node=OntologyNode.model_validate(kind.node) if drawn else None,
        relation=None if kind.relation is None else kind.relation.name,
        usual_relations=list(usual_relations(View.NEIGHBOURHOOD, kind.name))
        if is_node
        else [],
    )


def _relation(display: RelationDisplay) -> OntologyRelation:
    relation = RELATIONS.get(display.name)
    said = asdict(display)
    for place in ("rank", "tail", "through"):
        del said[place]
    return OntologyRelation.model_validate(
        {
            **said,
            "legend": said["legend"] or said["label"],
            "kind": relation and relation.kind.name,
            "tail_kind": "party" if relation is None else relation.tail_kind,
            "head_kind": "party" if relation is None else relation.head_kind,
            "loss": Loss.NONE if relation is None else relation.kind.loss,
            "measure": relation and relation.measure and relation.measure.type,
        }
    )
