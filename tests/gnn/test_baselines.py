from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from gnn.baselines import with_neighbour_means
from gnn.dataset import Moment, firm_ids
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from graph.testing.facts import snapshot_of

NAN = float("nan")


def test_own_attributes_are_followed_by_means_of_each_relation() -> None:
    guarantees = [("a", "b"), ("b", "c")]
    facts: dict[str, list[dict[str, Any]]] = {
        "party": [
            {"party_id": party, "party_type": "company"} for party in ("a", "b", "c")
        ],
        "rating": [
            {"party_id": party, "self_pd": pd}
            for party, pd in (("a", 0.125), ("b", 0.25), ("c", 0.5))
        ],
        "guarantee": [
            {"guarantee_id": debtor, "debtor_id": debtor, "cap": 1.0}
            for _, debtor in guarantees
        ],
        "guarantor": [
            {"guarantor_id": guarantor, "guarantee_id": debtor}
            for guarantor, debtor in guarantees
        ],
    }
    snapshot = snapshot_of(facts, 0)
    features = build_features(Firms(snapshot), [Group.OWN])
    ids = firm_ids(snapshot, features)
    nothing: Any = SimpleNamespace()
    moment = Moment(snapshot, ids, features, nothing, np.zeros(3, np.int32))
    found = with_neighbour_means(moment).features
    columns = dict(zip(found.schema.names, found.values.T, strict=True))
    by_firm = {
        name: dict(zip(ids, columns[name].tolist(), strict=True))
        for name in ("own_pd", "guarantee_1_own_pd", "guarantee_2_own_pd")
    }
    assert by_firm["own_pd"] == {"a": 0.125, "b": 0.25, "c": 0.5}
    assert by_firm["guarantee_1_own_pd"] == {"a": 0.25, "b": 0.3125, "c": 0.25}
    assert by_firm["guarantee_2_own_pd"] == {"a": 0.3125, "b": 0.25, "c": 0.3125}
    assert np.isnan(columns["payment_1_own_pd"]).all()
