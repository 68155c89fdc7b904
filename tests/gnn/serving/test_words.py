from __future__ import annotations

import pytest

from gnn.features import Group
from gnn.features.table import feature_schema
from gnn.serving.words import topic_of


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("guarantee_around_given", "guarantee"),
        ("related_given_365", "guarantee"),
        ("network_density", "guarantee"),
        ("payment_around_age", "transfer"),
        ("related_got_mean", "transfer"),
        ("loops", "transfer"),
        ("owner_new_91", "ownership"),
        ("own_pd", "rating"),
    ],
)
def test_a_feature_is_told_with_what_it_is_about(name: str, topic: str) -> None:
    features = {item.name: item for item in feature_schema(tuple(Group)).features}
    assert topic_of(features[name]) == topic
