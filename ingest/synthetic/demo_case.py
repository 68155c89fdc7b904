"""Records of the demo case, written beside those of the drawn economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from graph.vocabulary import KINDS
from ingest.synthetic import demo_credit as credit
from ingest.synthetic import demo_parties as parties
from ingest.synthetic.tables import file_schema

if TYPE_CHECKING:
    from datetime import date


def demo_tables(as_of: date, banks: list[str]) -> dict[str, pa.Table]:
    """One table per kind of the case's records; `banks` are ids of its lenders."""
    rows = {
        "party": parties.parties(),
        "contact": parties.contacts(),
        "account": parties.accounts(),
        "loan": credit.loans(as_of, banks),
        "guarantee": credit.contracts(as_of, banks),
        "guarantor": credit.guarantors(as_of),
        "ownership": parties.ownership(),
        "role": parties.roles(as_of),
        "family": parties.family(),
        "contact_use": parties.contact_uses(as_of),
        "risk_event": credit.events(as_of),
        "financials": credit.financials(as_of),
        "rating": credit.ratings(as_of),
        "account_holder": parties.holders(),
        "transfer": parties.transfers(as_of),
    }
    return {
        name: pa.Table.from_pylist(
            [
                {"source": "demo-case", "record_id": f"case-{name}:{place}"} | row
                for place, row in enumerate(items)
            ],
            schema=file_schema(KINDS[name]),
        )
        for name, items in rows.items()
    }
