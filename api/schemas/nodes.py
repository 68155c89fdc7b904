"""A node of any kind: account, loan, contract, contact point, party."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import AtOut, CompletenessOut, Schema, SentenceOut
from api.schemas.parties import PropertyOut
from api.schemas.pictures import ExpansionOut, SourceRecord


class NodeRef(Schema):
    """A node by kind, id and name."""

    kind: str
    id: str
    name: str
    name_en: str | None


class NodeEndOut(Schema):
    """A node that a description names, such as the borrower of a loan."""

    name: str
    label: SentenceOut
    node: NodeRef


class NodePage(NodeRef):
    """Everything on a node's page that is not a picture."""

    properties: list[PropertyOut]
    ends: list[NodeEndOut] = Field(description="The nodes that it names.")
    relations: list[ExpansionOut] = Field(
        description="How many links it has, before drawing any."
    )
    valid_from: str | None
    valid_to: str | None
    sources: list[SourceRecord]
    at: AtOut
    completeness: CompletenessOut
