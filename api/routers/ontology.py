"""The vocabulary as data."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter

from api.schemas.answer import SentenceOut
from api.schemas.portfolio import (
    Ontology,
    OntologyBand,
    OntologyKind,
    OntologyProperty,
    OntologyReference,
)
from graph.analysis.answer import Sentence
from graph.analysis.bands import BANDS
from graph.analysis.links import RELATIONS
from graph.vocabulary import KINDS, VERSION, Kind, Label

router = APIRouter(prefix="/v1/ontology", tags=["ontology"])


@router.get("")
async def read_ontology() -> Ontology:
    """Kinds of node, edge and statement, relations and risk bands."""
    return _ontology()


@cache
def _ontology() -> Ontology:
    return Ontology(
        version=VERSION,
        kinds=[_kind(kind) for kind in KINDS.values()],
        relations=list(RELATIONS),
        bands=[
            OntologyBand(band=band, label=_label(label), low=low, high=high)
            for band, label, low, high in BANDS
        ],
    )


def _label(label: Label | Sentence) -> SentenceOut:
    return SentenceOut(en=label.en, zh=label.zh)


def _kind(kind: Kind) -> OntologyKind:
    return OntologyKind(
        name=kind.name,
        form=kind.form,
        label=_label(kind.label),
        timing=kind.timing,
        loss=kind.loss,
        references=[
            OntologyReference(
                name=item.name,
                column=item.column,
                node_kind=item.node_kind,
                label=_label(item.label),
                required=item.required,
            )
            for item in kind.references
        ],
        properties=[
            OntologyProperty(
                name=item.name,
                type=item.type,
                label=_label(item.label),
                unit=item.unit,
                required=item.required,
                choices=list(item.choices),
                personal=item.personal,
            )
            for item in kind.properties
        ],
    )
