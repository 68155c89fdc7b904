"""Since when firms are flagged, carried over from one published list to the next."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.flagged_since import SINCE, write_since
from graph.instant import format_day
from graph.model import Run
from graph.stores import open_store

DAY = 86_400_000
FIRMS = "abc"


def listed(store, day, firms, name="r"):
    """Publish a list of a day: who is flagged since when, and the first list."""
    table = pa.table({"party_id": [*FIRMS], "flagged": [f in firms for f in FIRMS]})
    run = Run(name, "model_score", "snapshot", 1_000, {})
    write_since(store, run, day * DAY, table)
    [kept] = [run for run in store.runs() if run.analysis == SINCE]
    assert kept.receipt["scores"] == name
    rows = store.findings(SINCE).to_pylist()
    return {row["party_id"]: row["since"][-2:] for row in rows}, kept.receipt["first"]


def test_a_firm_keeps_its_day_until_a_list_lacks_it(filled):
    store = filled({})
    assert listed(store, 0, "ab") == ({"a": "01", "b": "01"}, "1970-01-01")
    assert listed(store, 4, "abc")[0] == {"a": "01", "b": "01", "c": "05"}
    assert listed(store, 6, "ac")[0] == {"a": "01", "c": "05"}
    assert listed(store, 8, "abc")[0] == {"a": "01", "b": "09", "c": "05"}
    assert listed(store, 8, "abc")[0] == {"a": "01", "b": "09", "c": "05"}
    assert listed(store, 2, "bc") == ({"b": "03", "c": "03"}, "1970-01-01")
    assert store.check() == []


@given(st.lists(st.tuples(st.integers(0, 20), st.sets(st.sampled_from(FIRMS)))))
def test_it_is_the_first_day_of_the_lists_without_a_break(lists):
    with open_store("memory://") as store:
        for place, (day, firms) in enumerate(lists):
            found, first = listed(store, day, firms, str(place))
            assert first == format_day(min(day for day, _ in lists[: place + 1]) * DAY)
            for firm in FIRMS:
                days = []
                for earlier, others in lists[place::-1]:
                    if firm not in others:
                        break
                    days.append(earlier)
                expected = format_day(min(days) * DAY)[-2:] if days else None
                assert found.get(firm) == expected
