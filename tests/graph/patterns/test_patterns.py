"""Patterns as files: what is shipped, and what is refused with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

import graph.patterns
from graph.errors import InvalidPatternError, NotFoundError
from graph.patterns import checked_question, pattern_named, patterns
from graph.patterns.file import LARGEST, parse_pattern, read_pattern

FOLDER = Path(graph.patterns.__file__).parent
SHIPPED = {
    "bipartite",
    "fan_in",
    "fan_out",
    "fund_collection",
    "gather_scatter",
    "loan_round_trip",
    "pass_through",
    "scatter_gather",
    "shared_device",
    "stack",
    "structuring",
}
FAN_IN = (FOLDER / "fan_in.yaml").read_text(encoding="utf-8")


def refusal(text, file="mine.yaml"):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InvalidPatternError) as refused:
        parse_pattern(data, file)
    return refused.value


def changed(old, new):
    assert old in FAN_IN
    return FAN_IN.replace(old, new, 1)


def test_every_pattern_of_the_issue_is_shipped_with_its_sources():
    assert patterns().keys() == SHIPPED
    for pattern in patterns().values():
        for limit in (pattern.window, *pattern.thresholds):
            assert limit.source in {"law", "measured", "judgement"}
            assert limit.reason.en
            assert limit.reason.zh
        assert pattern.title.en
        assert pattern.title.zh
        assert checked_question(pattern.question())["test"] == pattern.test


def test_some_need_more_than_transfers():
    needs = {name: pattern.needs for name, pattern in patterns().items()}
    assert {name for name, kinds in needs.items() if kinds} == {
        "fund_collection",
        "loan_round_trip",
        "shared_device",
    }
    assert needs["shared_device"] == ("sign_in",)


def test_an_unknown_pattern_is_not_found():
    with pytest.raises(NotFoundError, match="horoscope"):
        pattern_named("horoscope")


def test_a_new_pattern_on_a_known_test_is_a_file(tmp_path):
    path = tmp_path / "wide_fan_in.yaml"
    path.write_text(
        changed("name: fan_in", "name: wide_fan_in").replace("value: 4", "value: 12"),
        encoding="utf-8",
    )
    assert read_pattern(path).question() == {
        **pattern_named("fan_in").question(),
        "pattern": "wide_fan_in",
        "least_accounts": 12,
    }


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        (changed("test: fan", "test: fun"), 9, "test", "must be of fan,"),
        (changed("side: in", "side: up"), 12, "settings.side", "in, out"),
        (changed("  side: in", "  sight: in"), 12, "settings.sight", "unknown"),
        (changed("  side: in\n", ""), 11, "settings.side", "missing"),
        (changed("  value: 2", "  value: 0"), 14, "window.value", "1e-06"),
        (changed("  value: 2", "  value: 36601"), 14, "window.value", "36600 days"),
        (changed("  value: 2", "  value: -3"), 14, "window.value", "not -3"),
        (changed("  value: 2", "  value: 1e9"), 14, "window.value", "number"),
        (changed("  value: 2", "  value: .inf"), 14, "window.value", "plain number"),
        (changed("  value: 2", "  value: .nan"), 14, "window.value", "plain number"),
        (changed("  value: 2", "  value: yes"), 14, "window.value", "a number"),
        (changed("unit: days", "unit: hours"), 15, "window.unit", "days"),
        (changed("judgement", "hearsay"), 16, "window.source", "law, measured"),
        (changed("value: 4", "value: 0"), 23, "thresholds.least_accounts.value", "1"),
        (changed("value: 4", "value: 2.5"), 23, "thresholds.least_accounts.value", "w"),
        (FAN_IN + "colour: red\n", 31, "colour", "unknown"),
        (FAN_IN + "test: fan\n", 31, "test", "twice"),
        (changed("[accounts, transfers]", "[tea]"), 30, "evidence", "list of"),
        (changed("  zh: 多点汇入\n", ""), 3, "title.zh", "missing"),
        (changed("zh: 多点汇入", "zh: ''"), 4, "title.zh", "text"),
        (changed("name: fan_in", "name: Fan In"), 1, "name", "a-z"),
        (changed("name: fan_in", "name: [a, b]"), 1, "name", "a-z"),
        ("", 1, "", "empty"),
        ("- a\n- b\n", 1, "", "fields"),
        ("name: 'fan\n", 2, "", "end of stream"),
        ("a: &x [1]\nb: *x\n", 1, "", "anchors"),
        ("name: !!python/object/apply:os.system [ls]\n", 1, "", "tags"),
        ("a: {b: {c: {d: {e: {f: 1}}}}}\n", 1, "", "deeply"),
        (b"\xff\xfe\xfa", 1, "", "YAML"),
        (FAN_IN + "---\n" + FAN_IN, 31, "", "document"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_field(text, line, field, words):
    error = refusal(text)
    assert (error.file, error.line, error.field) == ("mine.yaml", line, field)
    assert str(error).startswith(f"mine.yaml, line {line}: ")
    assert words in str(error)


def test_thresholds_that_contradict_each_other_are_refused():
    text = (FOLDER / "pass_through.yaml").read_text(encoding="utf-8")
    error = refusal(text.replace("value: 1\n", "value: 31\n", 1))
    assert error.field == "thresholds.gap"
    assert "window" in str(error)
    text = (FOLDER / "structuring.yaml").read_text(encoding="utf-8")
    error = refusal(text.replace("value: 40000", "value: 50000"))
    assert error.field == "thresholds.from_amount"


def test_a_bomb_is_refused_before_it_grows(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "anchors" in str(refusal("\n".join(lines)))
    path = tmp_path / "long.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(InvalidPatternError, match=f"longer than {LARGEST}"):
        read_pattern(path)
    assert "deeply" in str(refusal("[" * (LARGEST - 1)))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"test": "luck"}, "test: must be of"),
        ({"pattern": ""}, "pattern: a name"),
        ({"colour": 3}, "colour: fan has no such value"),
        ({"window": None}, "window: is missing"),
        ({"window": float("nan")}, "window: must be a number in"),
        ({"window": True}, "window: must be a number"),
        ({"side": ["in"]}, "side: must be of in, out"),
        ({"from_amount": 5, "below_amount": 5}, "from_amount: must be below"),
        ({"currency": "yuan"}, "currency: must be of ISO 4217, not 'yuan'"),
    ],
)
def test_a_question_that_no_search_can_answer_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        checked_question(pattern_named("fan_in").question() | values)


def test_a_bound_that_contradicts_a_default_is_refused_where_bounds_begin():
    bound = "  below_amount:\n    value: 0\n    unit: CNY\n    source: judgement\n"
    words = "    reason:\n      en: nothing\n      zh: 无\n"
    refused = refusal(FAN_IN.replace("evidence:", f"{bound}{words}evidence:"))
    assert refused.field == "thresholds.from_amount"
    assert refused.line == 1 + FAN_IN.splitlines().index("thresholds:") + 1


def test_amounts_of_a_pattern_are_of_one_known_currency():
    assert pattern_named("structuring").question()["currency"] == "CNY"
    assert "currency" not in pattern_named("fan_in").question()

    def amounts(*units):
        names = ("from_amount", "below_amount")
        words = "    source: judgement\n    reason:\n      en: nothing\n      zh: 无\n"
        return "".join(
            f"  {name}:\n    value: {value}\n    unit: {unit}\n{words}"
            for name, unit, value in zip(names, units, (1, 2), strict=True)
        )

    for units, field, words in (
        (("CNY", "USD"), "thresholds", "one currency, not of CNY, USD"),
        (("CNY", "currency"), "thresholds.below_amount.unit", "ISO 4217"),
    ):
        refused = refusal(FAN_IN.replace("evidence:", f"{amounts(*units)}evidence:"))
        assert (refused.field, words in str(refused)) == (field, True)
