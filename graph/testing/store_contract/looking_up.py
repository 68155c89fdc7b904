# ruff: noqa: D102 - the names of tests are sentences
"""One table of expectations for looking contracts, cases and contacts up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

GUARANTEE = KINDS["guarantee"]
FACTS = {
    "party": [{"party_id": "uscc:9144", "name": "甲"}, {"party_id": "b", "name": "乙"}],
    "contact": [
        {
            "contact_id": "c:1",
            "contact_type": "address",
            "value": "济南市历下区经十路1号",
        },
        {
            "contact_id": "c:2",
            "contact_type": "address",
            "value": "济南市 历下区经十路12号",
        },
        {
            "contact_id": "c:3",
            "contact_type": "address",
            "value": "7 High Street, Bath",
        },
        {"contact_id": "c:4", "contact_type": "phone", "value": "+86 138 0013 8000"},
        {"contact_id": "c:5", "contact_type": "phone", "value": "0531-8612 3456"},
        {"contact_id": "c:6", "contact_type": "phone", "value": "+86 (531) 86123456"},
        {"contact_id": "c:7", "contact_type": "email", "value": "cai.wu@example.com"},
        {"contact_id": "c:8", "contact_type": "device"},
    ],
    "guarantee": [
        {
            "guarantee_id": "bank:HT/2026-001",
            "debtor_id": "b",
            "contract_no": "保2026-7",
        },
        {"guarantee_id": "bank:HT/2026-0012", "debtor_id": "b"},
        {"guarantee_id": "other:HT2026001", "debtor_id": "b", "contract_no": "Ｄ-９"},
        {"guarantee_id": "bank:7", "debtor_id": "b", "contract_no": "七"},
        {"guarantee_id": "plain", "debtor_id": "b", "contract_no": "HT 2026 (001)"},
    ],
    "risk_event": [
        {"party_id": "uscc:9144", "case_no": "（2026）闽01民初1号", "record_id": "e:1"},
        {"party_id": "b", "case_no": "(2026)闽01民初12号", "record_id": "e:2"},
        {"party_id": "b", "record_id": "e:30"},
        {"party_id": "uscc:9144", "record_id": "uscc:9144--litigation"},
    ],
}
EXPECTED = {
    # a contract by number or id: case, width, separators, scheme; wholes, then shorter
    "guarantee": {
        "HT/2026-001": [
            "plain",
            "other:HT2026001",
            "bank:HT/2026-001",
            "bank:HT/2026-0012",
        ],
        "ht2026001": [
            "plain",
            "other:HT2026001",
            "bank:HT/2026-001",
            "bank:HT/2026-0012",
        ],
        "ＨＴ－２０２６－００１２": ["bank:HT/2026-0012"],
        "bank:ht/2026-001": ["bank:HT/2026-001", "bank:HT/2026-0012"],
        "bank：HT/2026-0012": ["bank:HT/2026-0012"],
        "保2026": ["bank:HT/2026-001"],
        "保 ２０２６ 7": ["bank:HT/2026-001"],
        "d9": ["other:HT2026001"],
        "plain": ["plain"],
        "七": ["bank:7"],
        "2026-001": [],
        "bank": [],
        "h": [],
        "": [],
        " -（）": [],
    },
    # a case by number or record, whatever its brackets; not by the id of its party
    "risk_event": {
        "(2026)闽01民初1号": ["e:1"],
        "（2026）闽01民初1": ["e:1", "e:2"],
        "〔2026〕 闽 01 民初 12 号": ["e:2"],
        "2026闽01": ["e:1", "e:2"],
        "e:30": ["e:30"],
        "30": ["e:30"],
        "9144": [],
        "uscc:9144": [],
        "闽01": [],
    },
    # an address from any of its parts; a telephone by all of its digits
    "contact": {
        "济南市历下区": ["c:1", "c:2"],
        "历下区": ["c:1", "c:2"],
        "历下区经十路1号": ["c:1"],
        "经十路 12 号": ["c:2"],
        "十路": [],
        "high st": ["c:3"],
        "7 HIGH STREET bath": ["c:3"],
        "bath": ["c:3"],
        "13800138000": ["c:4"],
        "+8613800138000": ["c:4"],
        "86 138-0013-8000": ["c:4"],
        "0086 138 0013 8000": ["c:4"],
        "1380013800": [],
        "053186123456": ["c:5", "c:6"],
        "+86 531 8612 3456": ["c:5", "c:6"],
        "86123456": [],
        "cai.wu@": ["c:7"],
        "c:1": [],
    },
}
NAMES = {
    "guarantee": "guarantee_id",
    "contact": "contact_id",
    "risk_event": "record_id",
}


class LookUpContract:
    """Lookups by number, telephone and address."""

    @pytest.mark.parametrize("kind_name", EXPECTED)
    def test_a_number_finds(self, store: Store, kind_name: str) -> None:
        write(store, FACTS)
        view, found = store.view(), {}
        for text in EXPECTED[kind_name]:
            hits = view.look_up(KINDS[kind_name], text).hits
            found[text] = [
                hit.fact.record_id if kind_name == "risk_event" else hit.fact.subject_id
                for hit in hits
            ]
        assert found == EXPECTED[kind_name]

    def test_a_number_says_what_matched(self, store: Store) -> None:
        write(store, FACTS)
        view = store.view()
        for kind_name, text, matched, column in (
            ("guarantee", "ht2026-0012", "bank:HT/2026-0012", "guarantee_id"),
            ("guarantee", "保2026-7", "保2026-7", "contract_no"),
            ("risk_event", "e:2", "e:2", "record_id"),
            ("contact", "138 00138000", "+86 138 0013 8000", "value"),
        ):
            (hit,) = view.look_up(KINDS[kind_name], text).hits
            assert (hit.matched, hit.matched_in) == (matched, column)

    def test_a_lookup_that_was_cut_says_so(self, store: Store) -> None:
        write(store, FACTS)
        view = store.view()
        for limit, cut in ((0, True), (1, True), (4, False)):
            found = view.look_up(GUARANTEE, "HT2026", limit=limit)
            assert (len(found.hits), found.cut) == (limit, cut)

    def test_a_contract_is_found_by_the_number_that_holds(self, store: Store) -> None:
        row = {"guarantee_id": "g", "debtor_id": "b", "valid_from": 100}
        write(store, {"party": FACTS["party"]})
        store.append(
            batch(GUARANTEE, [row | {"contract_no": "old-1", "valid_to": 900}])
        )
        before = store.at(as_of=500)
        store.append(
            batch(GUARANTEE, [row | {"contract_no": "new-1", "valid_to": 900}])
        )

        def found(text: str, as_of: int) -> int:
            return len(store.view(store.at(as_of=as_of)).look_up(GUARANTEE, text).hits)

        assert len(store.view(before).look_up(GUARANTEE, "old-1").hits) == 1
        assert found("old-1", 500) == 0
        assert found("new-1", 500) == 1
        assert found("new-1", 99) == found("new-1", 900) == 0

    def test_a_contract_of_two_sources_is_found_once(self, store: Store) -> None:
        row = {"guarantee_id": "g", "debtor_id": "b", "contract_no": "HT-1"}
        write(store, {"party": FACTS["party"]})
        rows = [row | {"source": "x"}, row | {"source": "y", "contract_no": "HT-12"}]
        store.append(batch(GUARANTEE, rows))
        (hit,) = store.view().look_up(GUARANTEE, "HT-1").hits
        assert hit.matched == "HT-1"
