from __future__ import annotations

import pytest

from graph.errors import NotFoundError
from graph.vocabulary import KINDS
from ingest.loading.load import load
from ingest.loading.retract import retract_records

PARTY = KINDS["party"]


def test_retracted_records_are_gone_but_stay_in_the_past(store, bundle):
    load(
        bundle(party="party_id,party_type,name\nc:a,company,A\nc:b,company,B\n"), store
    )
    before = store.at()
    assert retract_records(store, PARTY, "delivery", ["c:a", "nobody"]) == 1
    assert store.view().select(PARTY)["party_id"].to_pylist() == ["c:b"]
    assert store.view(before).select(PARTY)["party_id"].to_pylist() == ["c:a", "c:b"]


def test_retracting_nothing_is_an_error(store):
    with pytest.raises(NotFoundError, match="open party record of source x"):
        retract_records(store, PARTY, "x", ["c:a"])
