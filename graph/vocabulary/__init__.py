"""The kinds of node, edge and statement, as data.

Tables, labels, Arrow schemas, file templates, ``/v1/ontology``, the relations that can
be followed and how all of it is drawn and worded follow from these entries; adding a
kind is adding one of them.

Guarantees point ``(guarantor)-[GUARANTOR_OF]->(contract)-[debtor]``, ownership
``(owner)-[OWNS]->(asset)``. **Distress travels from debtor to guarantor.**
"""

from __future__ import annotations

from graph.vocabulary import (
    contacts,
    events,
    flows,
    guarantees,
    loans,
    parties,
    statements,
    ties,
)
from graph.vocabulary.derived import DERIVED
from graph.vocabulary.display import Label, NodeDisplay, RelationDisplay, View
from graph.vocabulary.schema import (
    SHARE_UNIT,
    Code,
    Form,
    Kind,
    Loss,
    Property,
    PropertyType,
    Reference,
    Timing,
)

__all__ = [
    "DERIVED",
    "KINDS",
    "NODE_KINDS",
    "PROVENANCE_COLUMNS",
    "SHARE_UNIT",
    "VERSION",
    "Code",
    "Form",
    "Kind",
    "Label",
    "Loss",
    "NodeDisplay",
    "Property",
    "PropertyType",
    "Reference",
    "RelationDisplay",
    "Timing",
    "View",
    "kind",
]

VERSION = "4"
"""Part of every snapshot's hash: a changed meaning is a changed snapshot.

2: amounts end with the loans that a contract covers, and a pair's overlap.
3: what investigations found.
4: why they found it, who said so, and remarks that decide nothing.
"""

_ORDER = (
    parties.PARTY,
    contacts.CONTACT,
    flows.ACCOUNT,
    loans.LOAN,
    guarantees.GUARANTEE,
    guarantees.GUARANTOR,
    ties.OWNERSHIP,
    ties.ROLE,
    ties.FAMILY,
    contacts.CONTACT_USE,
    events.RISK_EVENT,
    events.CASE_OUTCOME,
    statements.FINANCIALS,
    statements.RATING,
    statements.EXCHANGE_RATE,
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
