"""The kinds of node, edge and statement, as data.

Tables, labels, Arrow schemas, ``/v1/ontology``, file templates and the explorer's
legend follow from these entries; adding a kind is adding one of them.

Guarantees point ``(guarantor)-[GUARANTOR_OF]->(contract)-[debtor]``, ownership
``(owner)-[OWNS]->(asset)``. **Distress travels from debtor to guarantor.**
"""

from __future__ import annotations

from graph.vocabulary import credit, flows, parties
from graph.vocabulary.schema import (
    SHARE_UNIT,
    Form,
    Kind,
    Label,
    Loss,
    Property,
    PropertyType,
    Reference,
    Timing,
)

__all__ = [
    "KINDS",
    "NODE_KINDS",
    "PROVENANCE_COLUMNS",
    "SHARE_UNIT",
    "VERSION",
    "Form",
    "Kind",
    "Label",
    "Loss",
    "Property",
    "PropertyType",
    "Reference",
    "Timing",
    "kind",
]

VERSION = "1"
"""Part of every snapshot's hash: a changed meaning is a changed snapshot."""

_ORDER = (
    parties.PARTY,
    parties.CONTACT,
    flows.ACCOUNT,
    credit.LOAN,
    credit.GUARANTEE,
    credit.GUARANTOR,
    parties.OWNERSHIP,
    parties.ROLE,
    parties.FAMILY,
    parties.CONTACT_USE,
    parties.RISK_EVENT,
    credit.FINANCIALS,
    credit.RATING,
    credit.EXCHANGE_RATE,
    flows.ACCOUNT_HOLDER,
    flows.TRANSFER,
    flows.DEPOSIT,
    flows.REPAYMENT,
    flows.SIGN_IN,
)

KINDS: dict[str, Kind] = {item.name: item for item in _ORDER}
"""Every kind by name, in an order in which each refers to earlier ones only."""

NODE_KINDS: dict[str, Kind] = {
    item.name: item for item in _ORDER if item.form is Form.NODE
}
"""The kinds that have ids of their own."""

PROVENANCE_COLUMNS = (
    "source",
    "record_id",
    "valid_from",
    "valid_to",
    "collected_at",
    "file",
    "row",
)
"""Columns that each fact carries besides its references and properties."""


def kind(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    KeyError
        There is none.

    Examples
    --------
    >>> kind("ownership").tail.column, kind("ownership").head.column
    ('owner_id', 'asset_id')
    """
    return KINDS[name]
