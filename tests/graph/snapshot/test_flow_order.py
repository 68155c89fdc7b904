"""Transfers of one moment: what their order numbers say came first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.testing.facts import snapshot_of
from graph.testing.strategies import trials

NUMBERS = (None, "", "7", "007", "12", "100", "9" * 25, "1" + "0" * 25, "7a", "-3")


def snapshot_with(transfers):
    accounts = [{"account_id": name} for name in "abc"]
    return snapshot_of({"account": accounts, "transfer": transfers}, 1_000)


def came_before(flows, one, other):
    """What the arrays say."""
    if flows.time[one] != flows.time[other]:
        return bool(flows.time[one] < flows.time[other])
    same = flows.batch[one] == flows.batch[other] >= 0
    return bool(same and flows.step[one] < flows.step[other])


def is_before(one, other):
    """What the facts say."""
    if one["valid_from"] != other["valid_from"]:
        return one["valid_from"] < other["valid_from"]
    numbers = one["order_no"], other["order_no"]
    if one["source"] != other["source"] or not all(
        number and number.isdecimal() for number in numbers
    ):
        return False
    return int(numbers[0]) < int(numbers[1])


rows = st.lists(
    st.fixed_dictionaries(
        {
            "payer_id": st.sampled_from("abc"),
            "payee_id": st.sampled_from("abc"),
            "amount": st.just(1),
            "valid_from": st.integers(1, 2),
            "source": st.sampled_from(["one", "two"]),
            "order_no": st.sampled_from(NUMBERS),
        }
    ),
    max_size=8,
)


@given(rows)
@trials(300)
def test_order_numbers_of_one_source_decide_between_equal_times(drawn):
    for number, row in enumerate(drawn):
        row["record_id"] = str(number)
    snapshot = snapshot_with(drawn)
    flows = snapshot.flows
    names = snapshot.facts("transfer")["record_id"].to_pylist()
    facts = [drawn[int(names[row])] for row in flows.row]
    for one, fact in enumerate(facts):
        for other, later in enumerate(facts):
            before = came_before(flows, one, other)
            assert before == is_before(fact, later)
            assert not before or one < other


def test_an_order_number_is_compared_as_a_number():
    row = {"payer_id": "a", "payee_id": "b", "amount": 1, "valid_from": 5}
    numbered = [row | {"order_no": text} for text in ("10", "9", "0009")]
    flows = snapshot_with(numbered).flows
    assert flows.step.tolist() == [0, 0, 1]
    assert len(set(flows.batch.tolist())) == 1


def test_without_ties_or_numbers_nothing_is_in_a_batch():
    row = {"payer_id": "a", "payee_id": "b", "amount": 1}
    alone = [row | {"valid_from": time, "order_no": "1"} for time in (5, 6)]
    unnumbered = [row | {"valid_from": 5} for _ in range(2)]
    for transfers in (alone, unnumbered):
        assert set(snapshot_with(transfers).flows.batch.tolist()) == {-1}
