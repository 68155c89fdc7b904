from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dense_economies import NAMES, economy
from feature_rows import NOW
from gnn.features.firm_accounts import FirmAccounts
from gnn.features.firms import Firms
from graph.testing.facts import snapshot_of


@settings(max_examples=5)
@given(seed=st.integers(0, 2**32), joint=st.sampled_from(NAMES), some=st.data())
def test_payments_among_firms_are_those_of_their_features(seed, joint, some) -> None:
    rows = economy(seed)
    first = rows["account_holder"][0]
    if first["holder_id"] != joint:
        rows["account_holder"].append({**first, "holder_id": joint})
    firms = Firms(snapshot_of(rows, NOW))
    chosen = np.array(sorted(some.draw(st.sets(st.integers(0, len(firms) - 1)))), int)
    flow, tail, head = FirmAccounts(firms).payments(chosen)
    edges = firms.payments.edges
    inside = np.isin(edges.tail, chosen) & np.isin(edges.head, chosen)
    assert tail.tolist() == edges.tail[inside].tolist()
    assert head.tolist() == edges.head[inside].tolist()
    amounts = firms.snapshot.flows.amount[flow]
    np.testing.assert_array_equal(amounts, edges.amount[inside])
