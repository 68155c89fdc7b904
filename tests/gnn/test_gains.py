from types import SimpleNamespace

import numpy as np

from gnn.gains import gains
from gnn.labels import Labels, Planted, PlantedScheme


def scheme(name, pattern, members, how, *, incomplete=False):
    return PlantedScheme(
        scheme_id=name,
        pattern=pattern,
        task="related_party_fraud",
        joined=dict.fromkeys(members, 0),
        discovered=1,
        confirmed=2,
        controlled=dict.fromkeys(members, how),
        incomplete=incomplete,
    )


def test_gains_are_told_of_each_part_beside_all_that_is_clean():
    planted = Planted(
        (
            scheme("s1", "circle", "ab", "holding"),
            scheme("s2", "chain", "c", "spouse", incomplete=True),
        )
    )
    labels = Labels(
        positive=np.array([1, 1, 1, 0, 0], bool),
        left_out=np.array([0, 1, 0, 0, 0], bool),
        masked=np.zeros(5, bool),
        scheme=np.array([0, 0, 1, -1, -1], np.int32),
        schemes=("s1", "s2"),
        types=("circle", "chain"),
    )
    moment = SimpleNamespace(labels=labels, ids=tuple("abcde"))
    told = gains(moment, planted, np.array([5, 4, 1, 3, 2.0]), np.arange(5, 0, -1.0))
    one = {"firms": 1, "first": 1.0, "second": 1.0, "gain": 0.0}
    other = {"firms": 1, "first": 1 / 3, "second": 1.0, "gain": 1 - 1 / 3}
    assert told == {
        "scheme: circle": one,
        "scheme: chain": other,
        "missing edge: no": one,
        "missing edge: yes": other,
        "control: holding": one,
        "control: spouse": other,
    }
