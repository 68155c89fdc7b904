"""Patterns from YAML files, in which nothing is guessed and nothing is run.

Only plain maps, lists, texts and numbers are read: tags, anchors and aliases are
refused before anything is built of them, so that no file grows when it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidPatternError
from graph.money import EXPONENTS
from graph.patterns.model import ORIGINS, Limit, Pattern, Text
from graph.patterns.questions import TESTS, checked_question, contradiction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from yaml.nodes import Node

    from graph.patterns.questions import Setting, Test

LARGEST = 32_768
"""Bytes. No pattern comes near it."""
LONGEST = 36_600
"""Days of a century: no window of a pattern is longer."""
_DEEPEST = 5
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FIELDS = (
    "name",
    "title",
    "text",
    "test",
    "settings",
    "window",
    "thresholds",
    "evidence",
)
_LIMIT_FIELDS = ("value", "unit", "source", "reason")


def read_pattern(path: Path) -> Pattern:
    """The pattern of a file.

    Raises
    ------
    InvalidPatternError
        It is none; the error names file, line and field.
    """
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InvalidPatternError(path.name, 1, "", f"is longer than {LARGEST} bytes")
    return parse_pattern(data, path.name)


def parse_pattern(data: bytes, file: str) -> Pattern:
    """The pattern of a file's content; `file` is its name in errors.

    Raises
    ------
    InvalidPatternError
        As in `read_pattern`.
    """
    return _Document(file).pattern(_composed(data, file))


def _composed(data: bytes, file: str) -> Node:
    """The only document of a file as a tree of nodes with lines."""
    import yaml

    # the loader without the C library, whose marks and errors are the same everywhere
    loader = yaml.SafeLoader
    depth = 0
    try:
        for event in yaml.parse(data, Loader=loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise InvalidPatternError(
                    file, line, "", "anchors and aliases are not read"
                )
            if getattr(event, "tag", None) is not None:
                raise InvalidPatternError(file, line, "", "tags are not read")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise InvalidPatternError(file, line, "", "is nested too deeply")
        node = yaml.compose(data, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        reason = error.problem or "is not YAML"
        raise InvalidPatternError(file, line, "", reason) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise InvalidPatternError(file, 1, "", "is not YAML in UTF-8") from error
    if node is None:
        raise InvalidPatternError(file, 1, "", "is empty")
    return node


class _Document:
    """Reads nodes of one file; `path` is a field's name with those around it."""

    def __init__(self, file: str) -> None:
        self._file = file

    def pattern(self, root: Node) -> Pattern:
        found = self._fields(root, "", _FIELDS, optional=("settings", "thresholds"))
        name = self._name(found["name"], "name")
        test_name = self._one_of(found["test"], "test", tuple(TESTS))
        test = TESTS[test_name]
        choices = [
            one.name for one in test.settings if one.choices and one.default is None
        ]
        limits = [one.name for one in test.settings if not one.choices]
        limits.remove("window")
        settings = {
            key: self._setting(node, f"settings.{key}", test[key])
            for key, node in self._fields(
                found.get("settings"), "settings", tuple(choices)
            ).items()
        }
        thresholds = [
            self._limit(node, f"thresholds.{key}", test[key])
            for key, node in self._fields(
                found.get("thresholds"),
                "thresholds",
                tuple(limits),
                optional=[key for key in limits if test[key].default is not None],
            ).items()
        ]
        if currency := self._currency(thresholds, test, found.get("thresholds")):
            settings["currency"] = currency
        pattern = Pattern(
            name=name,
            title=self._text(found["title"], "title"),
            text=self._text(found["text"], "text"),
            test=test_name,
            settings=settings,
            window=self._limit(found["window"], "window", test["window"]),
            thresholds=tuple(thresholds),
            evidence=self._evidence(found["evidence"], test),
        )
        self._together(pattern, found)
        return pattern

    def _together(self, pattern: Pattern, found: Mapping[str, Node]) -> None:
        """Refuse values that are right one by one, but not together."""
        values = {"window": pattern.window.value}
        values |= {limit.name: limit.value for limit in pattern.thresholds}
        if reason := contradiction(values):
            field = reason.partition(":")[0]
            node = self._fields(
                found.get("thresholds"), "thresholds", tuple(values), optional=values
            ).get(field, found["thresholds"])
            raise self._refused(node, f"thresholds.{field}", reason.partition(": ")[2])
        checked_question(pattern.question())

    def _limit(self, node: Node, path: str, setting: Setting) -> Limit:
        found = self._fields(node, path, _LIMIT_FIELDS)
        value = self._setting(found["value"], f"{path}.value", setting)
        if setting.unit == "days" and value > LONGEST:
            raise self._refused(
                found["value"], f"{path}.value", f"must be {LONGEST} days at most"
            )
        money = setting.unit == "currency"
        unit = self._one_of(
            found["unit"],
            f"{path}.unit",
            tuple(EXPONENTS) if money else (str(setting.unit),),
            "ISO 4217" if money else "",
        )
        return Limit(
            name=setting.name,
            value=value,
            unit=unit,
            source=self._one_of(found["source"], f"{path}.source", ORIGINS),
            reason=self._text(found["reason"], f"{path}.reason"),
        )

    def _currency(
        self, limits: list[Limit], test: Test, node: Node | None
    ) -> str | None:
        """The one currency of all limits that are amounts, if there are any."""
        units = {one.unit for one in limits if test[one.name].unit == "currency"}
        if len(units) > 1:
            reason = (
                f"amounts must be of one currency, not of {', '.join(sorted(units))}"
            )
            raise self._refused(node, "thresholds", reason)
        return next(iter(units), None)

    def _setting(self, node: Node, path: str, setting: Setting) -> Any:
        try:
            return setting.checked(self._plain(node, path))
        except ValueError as error:
            raise self._refused(node, path, str(error)) from error

    def _evidence(self, node: Node, test: Test) -> tuple[str, ...]:
        named = self._plain(node, "evidence")
        fits = isinstance(named, list) and bool(named)
        if not fits or not {*named} <= {*test.evidence}:
            shown = ", ".join(test.evidence)
            raise self._refused(node, "evidence", f"must be a list of {shown}")
        return tuple(named)

    def _text(self, node: Node, path: str) -> Text:
        parts = self._fields(node, path, ("en", "zh"))
        texts = {}
        for language, part in parts.items():
            text = self._plain(part, f"{path}.{language}")
            if not isinstance(text, str) or not text.strip():
                raise self._refused(part, f"{path}.{language}", "must be a text")
            texts[language] = text.strip()
        return Text(**texts)

    def _name(self, node: Node, path: str) -> str:
        name = self._plain(node, path)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise self._refused(node, path, "must be of a-z, 0-9 and _")
        return name

    def _one_of(
        self, node: Node, path: str, choices: tuple[str, ...], said: str = ""
    ) -> str:
        chosen = self._plain(node, path)
        if chosen not in choices:
            shown = said or ", ".join(choices)
            raise self._refused(node, path, f"must be of {shown}")
        return str(chosen)

    def _fields(
        self, node: Node | None, path: str, names: tuple[str, ...], optional: Any = ()
    ) -> dict[str, Node]:
        """Nodes of a map by key: all these names but the optional, and no other."""
        import yaml

        if node is not None and not isinstance(node, yaml.MappingNode):
            raise self._refused(node, path, "must have fields")
        found: dict[str, Node] = {}
        for key, value in () if node is None else node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            own = f"{path}.{name}".lstrip(".")
            if name not in names:
                raise self._refused(key, own, "is unknown")
            if name in found:
                raise self._refused(key, own, "is given twice")
            found[name] = value
        for name in names:
            if name not in found and name not in optional:
                raise self._refused(node, f"{path}.{name}".lstrip("."), "is missing")
        return found

    def _plain(self, node: Node, path: str) -> Any:
        """A text, a number, or a list of texts."""
        import yaml

        if isinstance(node, yaml.SequenceNode):
            if not all(isinstance(item, yaml.ScalarNode) for item in node.value):
                raise self._refused(node, path, "must be a list of words")
            return [item.value for item in node.value]
        if not isinstance(node, yaml.ScalarNode):
            raise self._refused(node, path, "must be a word or a number")
        kind = node.tag.rpartition(":")[2]
        try:
            if kind in ("int", "float"):
                number = float(node.value.replace("_", ""))
                return int(number) if number.is_integer() else number
        except (ValueError, OverflowError) as error:
            raise self._refused(node, path, "must be a plain number") from error
        return node.value

    def _refused(
        self, node: Node | None, path: str, reason: str
    ) -> InvalidPatternError:
        line = 1 if node is None else node.start_mark.line + 1
        return InvalidPatternError(self._file, line, path, reason)
