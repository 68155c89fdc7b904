from __future__ import annotations

import json

import numpy as np
import pytest

from gnn.abstention import Abstention, Ranges, abstentions, counted, missing_groups
from gnn.features import Feature, FeatureSchema, FeatureTable, Group
from gnn.features.schema import Unit

WIDTH = 20
NAMES = tuple(f"column_{at}" for at in range(WIDTH))


def table(values: np.ndarray, *, degrees: bool = True) -> FeatureTable:
    features = tuple(
        Feature(
            name=name,
            group=Group.OWN if at < 10 else Group.DEGREES,
            unit=Unit.COUNT,
            kinds=("party",),
            en=name,
            zh=name,
        )
        for at, name in enumerate(NAMES)
    )
    return FeatureTable(
        np.arange(len(values), dtype=np.int32),
        values.astype(np.float32),
        FeatureSchema(features, {}),
        {Group.OWN: True, Group.DEGREES: degrees},
    )


@pytest.fixture(scope="module")
def ranges() -> Ranges:
    x = np.tile(np.arange(1001.0, dtype=np.float32)[:, None], (1, WIDTH))
    x[:500, 3] = np.nan
    x[:, 4] = np.nan
    return Ranges.of(x, NAMES)


def test_ranges_are_the_outer_thousandths_of_what_is_known(ranges: Ranges) -> None:
    assert (ranges.low[0], ranges.high[0]) == (pytest.approx(1), pytest.approx(999))
    assert ranges.low[3] == pytest.approx(500.5)
    assert np.isnan([ranges.low[4], ranges.high[4]]).all()


def test_more_than_a_twentieth_outside_is_too_much(ranges: Ranges) -> None:
    values = np.full((4, WIDTH), 600.0)
    values[1, 0] = 1_000  # one of twenty is no more than 5 %
    values[2, [0, 7]] = 1_000, -1
    values[3, :] = np.nan  # a gap is not outside
    values[0, 4] = 1e9  # nobody knows the range of what was never known
    found = abstentions(table(values), ranges, [Group.OWN, Group.DEGREES])
    none, outside = Abstention.NONE, Abstention.OUTSIDE_TRAINING
    assert found.tolist() == [none, none, outside, none]


def test_a_group_that_was_not_collected_silences_the_model(ranges: Ranges) -> None:
    asked = table(np.full((2, WIDTH), 600.0), degrees=False)
    wanted = [Group.OWN, Group.DEGREES, Group.PAYMENTS]
    assert missing_groups(asked.collected, wanted) == (Group.DEGREES, Group.PAYMENTS)
    found = abstentions(asked, ranges, wanted)
    assert found.tolist() == [Abstention.NOT_COLLECTED] * 2
    assert not abstentions(asked, ranges, [Group.OWN]).any()


def test_json_keeps_ranges(ranges: Ranges) -> None:
    read = Ranges.from_dict(json.loads(json.dumps(ranges.to_dict())))
    assert read.names == NAMES
    np.testing.assert_array_equal(read.low, ranges.low)
    np.testing.assert_array_equal(read.high, ranges.high)
    with pytest.raises(ValueError, match="no two bounds"):
        Ranges.from_dict({"a": [1.0]})


def test_without_a_score_a_firm_counts_as_the_lowest() -> None:
    codes = np.array([Abstention.NONE, Abstention.OUTSIDE_TRAINING], np.int8)
    assert counted(np.array([-3.0, 9.0]), codes).tolist() == [-3.0, -np.inf]
