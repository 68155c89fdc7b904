from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from gnn import leaks
from gnn.dataset import Moment, firm_ids
from gnn.features import Group, build_features
from gnn.features import own as family
from gnn.features.firms import Firms
from gnn.labels import Labels, Planted, clusters, found_labels, planted_labels
from gnn.leaks import LeakError, check_features, check_moved_outcomes, check_schemes
from gnn.thinning import Thinned
from graph.instant import parse_as_of, parse_instant
from graph.snapshot import Snapshot
from graph.testing.facts import memory_store

PARTIES = ["a", "b", "c"]
DAY = parse_as_of("2025-01-01")


@pytest.fixture(scope="module")
def store() -> Any:
    return memory_store(
        {
            "party": [{"party_id": party} for party in PARTIES],
            "rating": [{"party_id": "a", "self_pd": 0.1}],
            "ownership": [
                {
                    "owner_id": owner,
                    "asset_id": asset,
                    "share": 0.5,
                    "valid_to": parse_instant("2026-01-01"),
                }
                for owner, asset in (("a", "b"), ("b", "c"))
            ],
            "case_outcome": [
                {
                    "party_id": party,
                    "task": "guarantee_fraud",
                    "case_no": party,
                    "outcome": "confirmed",
                    "valid_from": parse_instant("2025-06-01"),
                }
                for party in ("a", "b")
            ],
        }
    )


def unlabelled(snapshot: Snapshot, groups: list[Group]) -> Moment:
    """Firms of which nothing is known later."""
    features = build_features(Firms(snapshot), groups)
    ids = firm_ids(snapshot, features)
    labels = planted_labels(snapshot.view, Planted(()), ids)
    return Moment(snapshot, ids, features, labels, clusters(labels, None, ids))


@pytest.fixture(scope="module")
def moment(store: Any) -> Moment:
    return unlabelled(Snapshot.build(store, store.at(DAY)), [Group.OWN])


def plant(monkeypatch: pytest.MonkeyPatch, told: Any) -> None:
    """Let the first family tell something that it must not know."""

    def leaky(firms: Firms) -> dict[str, Any]:
        columns = family.columns
        found = dict(columns(firms))
        found[family.FEATURES[0].name] = told(firms)
        return found

    module = type("leaky", (), {"FEATURES": family.FEATURES, "columns": leaky})
    monkeypatch.setattr("gnn.features.table.families", lambda: {Group.OWN: module})


def test_features_know_no_future(moment: Moment) -> None:
    check_features(moment)


def test_a_feature_that_knows_when_a_fact_ends_is_found(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(firms: Firms) -> Any:
        table = firms.snapshot.facts("ownership")
        known = pc.is_valid(table["valid_to"]).to_numpy()
        return np.bincount(
            table["owner"].to_numpy()[known], minlength=len(firms)
        ).astype(float)

    plant(monkeypatch, ends)
    leaky = unlabelled(Snapshot.build(store, store.at(DAY)), [Group.OWN])
    with pytest.raises(LeakError, match=family.FEATURES[0].name):
        check_features(leaky)


def test_a_feature_that_reads_outcomes_is_found(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cases(firms: Firms) -> Any:
        table = firms.snapshot.facts("case_outcome")
        return np.bincount(table["party"].to_numpy(), minlength=len(firms)) * 1.0

    plant(monkeypatch, cases)
    leaky = unlabelled(Snapshot.build(store, store.at(DAY)), [Group.OWN])
    with pytest.raises(LeakError, match="outcomes of cases"):
        check_features(leaky)


def test_later_facts_change_no_feature(store: Any, moment: Moment) -> None:
    later = {
        "party": [{"party_id": party} for party in PARTIES],
        "rating": [
            {"party_id": "a", "self_pd": 0.1},
            {"party_id": "a", "self_pd": 0.9, "valid_from": DAY + 1},
        ],
        "ownership": [
            {"owner_id": "a", "asset_id": "b", "share": 0.5},
            {"owner_id": "b", "asset_id": "c", "share": 0.5},
            {"owner_id": "a", "asset_id": "c", "share": 0.5, "valid_from": DAY + 1},
        ],
    }
    more = memory_store(later)
    other = unlabelled(Snapshot.build(more, more.at(DAY)), [Group.OWN])
    np.testing.assert_array_equal(other.features.values, moment.features.values)


def test_an_outcome_changes_its_own_row_alone(store: Any, moment: Moment) -> None:
    later = store.view(store.at(parse_as_of("2025-12-31")))
    labels = found_labels(moment.snapshot.view, later, moment.ids)
    assert labels.positive.sum() == 2
    check_moved_outcomes(moment, labels, later)


def test_labels_that_hang_together_are_found(
    store: Any, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = store.view(store.at(parse_as_of("2025-12-31")))

    def spread(*arguments: Any) -> Labels:
        labels = found_labels(*arguments)
        labels.positive[-1] = labels.positive.sum() == 1
        return labels

    monkeypatch.setattr(leaks, "found_labels", spread)
    labels = found_labels(moment.snapshot.view, later, moment.ids)
    with pytest.raises(LeakError, match="changes what is known of c"):
        check_moved_outcomes(moment, labels, later)


def test_a_scheme_in_both_moments_is_found(store: Any, moment: Moment) -> None:
    later = store.view(store.at(parse_as_of("2025-12-31")))
    labels = found_labels(moment.snapshot.view, later, moment.ids)
    with pytest.raises(LeakError, match="2 schemes"):
        check_schemes(labels, labels)


def test_a_thinned_source_lacks_its_share_of_edges(store: Any) -> None:
    whole, none, all_gone = (
        Snapshot.build(Thinned(store, share, 1), store.at(DAY)).manifest
        for share in (0.0, 0.05, 1.0)
    )
    assert whole.counts["ownership"] == 2
    assert none.counts["party"] == all_gone.counts["party"] == 3
    assert all_gone.counts["ownership"] == 0
