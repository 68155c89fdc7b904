"""Mappings in files of YAML, and the ready ones that come with the product."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from ingest.errors import MappingError, OptionError
from ingest.files.names import shown_name
from ingest.mapping.document import TableMapping

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from importlib.resources.abc import Traversable

    from pydantic_core import ErrorDetails

MOST_BYTES = 1 << 20
_LINE = 88
_SUFFIX = ".yaml"


class _Loader(yaml.BaseLoader):  # type: ignore[misc] # PyYAML has no types
    """Texts, lists and tables only: ``no`` stays a text, and nothing is made twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "uses an alias", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's
    ) -> dict[Hashable, Any]:
        made: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(made) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "names a key twice", node.start_mark
            )
        return made


MappingFile = tuple[TableMapping, ...]
"""One table's mapping after the other, of a file whose documents ``---`` parts."""


def read_mapping(text: bytes, file: str) -> MappingFile:
    """The mapping that a file holds.

    Parameters
    ----------
    file
        Named in errors.

    Raises
    ------
    MappingError
        It is too large, no YAML, or says what no mapping can; all faults are named.
    """
    if len(text) > MOST_BYTES:
        raise MappingError(file, (f"has {len(text)} bytes; expected 1 MB at most",))
    try:
        # which makes texts, lists and tables
        tables = list(yaml.load_all(text, _Loader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise MappingError(file, (_shown(error),)) from error
    if not tables or not all(isinstance(told, dict) for told in tables):
        raise MappingError(file, ("holds no table of keys; expected mapping: 1 ...",))
    try:
        return tuple(TableMapping.model_validate(told) for told in tables)
    except ValidationError as error:
        raise MappingError(file, tuple(_faults(error))) from error


def _shown(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "cannot be read as YAML"
    where = "" if mark is None else f"line {mark.line + 1}: "
    return f"{where}{problem}"


def _faults(error: ValidationError) -> list[str]:
    faults = []
    for item in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in item["loc"])
        words = _words(item)
        faults.append(f"{place}: {words}" if place else words)
    return faults


def _words(item: ErrorDetails) -> str:
    """What is wrong with a key, as the house says it."""
    told = item["msg"].removeprefix("Value error, ")
    if item["type"] == "missing":
        return "is missing"
    if item["type"] == "extra_forbidden":
        return "is no key here"
    wanted = told.removeprefix("Input should be ")
    if wanted == told:
        return told
    return f"{item['input']!r} is wrong; expected {wanted.partition(', unable')[0]}"


def write_mapping(
    document: dict[str, Any], path: Path, comments: Sequence[str] = ()
) -> None:
    """Write one table's mapping to a new file.

    Parameters
    ----------
    comments
        Lines above it.

    Raises
    ------
    OptionError
        Something lies there already.
    """
    text = yaml.safe_dump(
        document,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,  # what holds no other table on one line
        width=_LINE,
    )
    above = "".join(f"# {' '.join(line.split())}\n" for line in comments)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(above + text)
    except FileExistsError as error:
        raise OptionError(f"{path.name} exists; name a new file") from error


def ready_mappings() -> dict[str, Traversable]:
    """Mappings that come with the product, by name."""
    found = files("ingest") / "mappings"
    return {
        item.name.removesuffix(_SUFFIX): item
        for item in sorted(found.iterdir(), key=lambda item: item.name)
        if item.name.endswith(_SUFFIX)
    }


def samples() -> dict[str, Traversable]:
    """Made-up tables by ready mapping: a file, or a folder with one for each sheet."""
    folder = files("ingest") / "mappings"
    found = {}
    for name in ready_mappings():
        several = folder / name
        found[name] = several if several.is_dir() else folder / f"{name}.csv"
    return found


def mapping_of(told: str) -> MappingFile:
    """The mapping of a file at a path, or the ready one of that name.

    Raises
    ------
    MappingError
        There is none, or it is wrong.
    """
    ready = ready_mappings()
    if told in ready:
        return read_mapping(ready[told].read_bytes(), told)
    path = Path(told)
    if not path.is_file():
        known = ", ".join(ready)
        raise MappingError(
            shown_name(told), (f"is no file; expected one, or one of {known}",)
        )
    return read_mapping(path.read_bytes(), shown_name(path.name))
