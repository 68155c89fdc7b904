# ruff: noqa: D102 - the names of tests are sentences
"""Counts by kind, subtype and the types at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

EVERYTHING: dict[str, list[dict[str, Any]]] = {
    "party": [
        {"party_id": "firm"},
        {"party_id": "bank", "party_type": "bank"},
        {"party_id": "man", "party_type": "person"},
    ],
    "contact": [{"contact_id": "phone", "contact_type": "device"}],
    "account": [{"account_id": "x"}, {"account_id": "y"}],
    "loan": [{"loan_id": "l"}],
    "guarantee": [
        {"guarantee_id": "g", "debtor_id": "firm"},
        {"guarantee_id": "h", "debtor_id": "man"},
        {"guarantee_id": "bare", "debtor_id": "man"},
    ],
    "guarantor": [
        {"guarantor_id": "man", "guarantee_id": "g"},
        {"guarantor_id": "firm", "guarantee_id": "g"},
        {"guarantor_id": "firm", "guarantee_id": "h"},
    ],
    "ownership": [
        {"owner_id": "man", "asset_id": "firm"},
        {"owner_id": "bank", "asset_id": "firm"},
    ],
    "transfer": [
        {"payer_id": "x", "payee_id": "y", "transfer_type": "withdraw"},
        {"payer_id": "x", "payee_id": "y", "transfer_type": "transfer"},
        {"payer_id": "y", "payee_id": "x", "transfer_type": "transfer"},
    ],
    "role": [{"person_id": "man", "company_id": "firm"}],
}
"""Some facts of most kinds."""

COUNTED = {
    "party.company": 1,
    "party.bank": 1,
    "party.person": 1,
    "contact.device": 1,
    "account": 2,
    "loan": 1,
    "guarantee": 3,
    "guarantee.person-company": 1,
    "guarantee.company-company": 1,
    "guarantee.company-person": 1,
    "ownership.person-company": 1,
    "ownership.bank-company": 1,
    "transfer.withdraw": 1,
    "transfer.transfer": 2,
    "role": 1,
}


class CountContract:
    """Counts."""

    def test_facts_are_counted_by_what_they_are(self, store: Store) -> None:
        write(store, EVERYTHING)
        assert store.view().counts() == COUNTED

    def test_only_visible_facts_are_counted(self, store: Store) -> None:
        write(store, EVERYTHING)
        before = store.at()
        store.retract(KINDS["loan"], "test", ["l"])
        store.retract(KINDS["transfer"], "test", ["transfer-y-x"])
        counts = store.view().counts()
        assert "loan" not in counts
        assert counts["transfer.transfer"] == 1
        assert store.view(before).counts() == COUNTED

    def test_an_end_without_description_is_of_unknown_type(self, store: Store) -> None:
        write(store, EVERYTHING)
        store.retract(KINDS["party"], "test", ["man"])
        store.retract(KINDS["guarantee"], "test", ["g"])
        counts = store.view().counts()
        assert counts["ownership.unknown-company"] == 1
        assert counts["guarantee.unknown-unknown"] == 1
        assert counts["guarantee.company-unknown"] == 2
        assert counts["guarantee"] == 2

    def test_an_end_that_ended_is_of_the_type_that_it_had_last(
        self, store: Store
    ) -> None:
        write(store, EVERYTHING)
        ended = [
            {"party_id": "firm", "valid_to": 500},
            {
                "party_id": "man",
                "party_type": "person",
                "source": "earlier",
                "valid_to": 400,
            },
            {"party_id": "man", "party_type": "fund", "valid_to": 500},
        ]
        for row in ended:
            store.append(batch(KINDS["party"], [row | {"collected_at": 9}]))
        counts = store.view(store.at(as_of=1_000)).counts()
        assert {key: facts for key, facts in counts.items() if "unknown" in key} == {}
        assert counts["ownership.fund-company"] == 1
        assert counts["guarantee.fund-company"] == 1
        assert counts["guarantee.company-company"] == 1
        assert counts["guarantee.company-fund"] == 1
        assert {key for key in counts if key.startswith("party")} == {"party.bank"}

    def test_the_type_is_that_collected_last(self, store: Store) -> None:
        write(store, EVERYTHING)
        fund = {
            "party_id": "bank",
            "party_type": "fund",
            "source": "other",
            "collected_at": 9,
        }
        store.append(batch(KINDS["party"], [fund]))
        counts = store.view().counts()
        assert counts["ownership.fund-company"] == 1
        assert "ownership.bank-company" not in counts
        assert counts["party.fund"] == 1
        assert "party.bank" not in counts
