"""The vocabulary as data."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.answers import answer
from api.schemas.records import OntologyOut
from graph.analysis.ontology import ontology_record

router = APIRouter(prefix="/v1/ontology", tags=["ontology"])


@router.get("", response_model=OntologyOut)
def read_ontology() -> Response:
    """Kinds of node, edge and statement, relations and risk bands.

    Relations come in the order of filters, legends and menus, with words, line style
    and what shows them; codes come with their labels.
    """
    return answer(ontology_record())
