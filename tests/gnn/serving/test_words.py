"""Reasons in words: sorts of features, and their figures."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.features import Feature, Group
from gnn.features.schema import Unit
from gnn.features.table import feature_schema
from gnn.serving.reasons import MOST, UNIT, reason_rows, rounded, sorts_of
from gnn.serving.words import GROUPS, sentence_of, topic_of

SCHEMA = feature_schema(tuple(Group))
WIDTH = len(SCHEMA.features)


def feature(unit, name="x"):
    return Feature(
        name=name,
        group=Group.OWN,
        unit=unit,
        kinds=("party",),
        en="so much",
        zh="这么多",
    )


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.COUNT, 12.0, "so much: 12"),
        (Unit.SHARE, 0.25, "so much: 25.0%"),
        (Unit.DAYS, 30.4, "so much: 30 days"),
        (Unit.LOG_AMOUNT, math.log1p(1_000), "so much: 1,000 CNY"),
        (Unit.COUNT, math.nan, "so much: not known"),
    ],
)
def test_a_figure_is_told_in_its_unit(unit, value, text):
    assert sentence_of(feature(unit), {"x": value}, "CNY").en == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "guarantee_circle_two",
            "3 of its 4 circle partners share a controller within two steps",
        ),
        ("guarantee_circle_share",
         "3 of its 4 circle partners share a controller within two steps"),
        ("guarantee_circle_officer", "1 of its 4 circle partners shares an officer"),
        ("guarantee_circle_owner", "so much: 0"),
    ],
)  # fmt: skip
def test_some_are_told_of_how_many(name, text):
    known = {
        "guarantee_circle_two": 3.0,
        "guarantee_circle_share": 0.75,
        "guarantee_circle_officer": 1.0,
        "guarantee_circle_owner": 0.0,
    }
    assert sentence_of(feature(Unit.COUNT, name), known, "CNY").en == text


def test_every_column_is_of_one_sort_and_every_group_has_a_name():
    sorts = sorts_of(SCHEMA)
    columns = np.concatenate([sort.columns for sort in sorts])
    assert sorted(columns.tolist()) == list(range(WIDTH))
    assert set(GROUPS) == set(Group)
    of_control = [sort for sort in sorts if sort.group is Group.CONTROL_OVERLAP]
    assert [sort.topic for sort in of_control] == ["guarantee", "transfer"]


@given(st.integers(0, 2**32 - 1))
def test_rows_add_up_whatever_the_contributions(seed):
    random = np.random.default_rng(seed)
    shares = random.normal(size=WIDTH + 1) * random.choice([1e-7, 0.01, 3])
    raw = math.fsum(shares)
    values = random.normal(size=WIDTH).astype(np.float32)
    rows = [*reason_rows("a", SCHEMA, values, shares, raw=raw, currency="CNY")]
    assert len(rows) == MOST + 1
    assert [row.place for row in rows] == list(range(MOST + 1))
    whole = sum(Decimal(str(row.contribution)) for row in rows)
    base = Decimal(rounded(shares[-1])) / UNIT
    assert base + whole == Decimal(rounded(raw)) / UNIT
    sizes = [abs(row.contribution) for row in rows[:MOST]]
    assert sizes == sorted(sizes, reverse=True)
    assert rows[-1].others == len(sorts_of(SCHEMA)) - MOST


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
def test_a_feature_is_told_with_what_it_is_about(name, topic):
    features = {item.name: item for item in SCHEMA.features}
    assert topic_of(features[name]) == topic
