"""Response models made from the records that answers are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Field, create_model

from api.schemas.answer import AtOut, Schema, SentenceOut
from graph.analysis.answer import Meaning, Sentence
from graph.analysis.serialization import answered_fields
from graph.instant import At
from graph.vocabulary import Label

_MODELS: dict[type, type[Schema]] = {
    At: AtOut,
    Label: SentenceOut,
    Sentence: SentenceOut,
}
_PLAIN = (str, int, float, bool, NoneType, object, Any)


def response_model(record: type, name: str, **others: Any) -> type[Schema]:
    """The model of a record as JSON: its fields, their meanings and its docstring.

    Parameters
    ----------
    record
        A dataclass of `graph.analysis` or `visual`; the records that it holds have
        their models already.
    name
        Name of the model in the OpenAPI document.
    others
        Types of what the answer adds to the record.
    """
    members = {
        item.name: (_translated(item.hint), ...) for item in answered_fields(record)
    }
    added = {key: (hint, ...) for key, hint in others.items()}
    model = _MODELS[record] = _model(name, record.__doc__, members | added)
    return model


def _model(name: str, description: str | None, members: dict[str, Any]) -> type[Schema]:
    return create_model(
        name, __base__=Schema, __doc__=description, __module__=__name__, **members
    )


def _field(meanings: list[Meaning]) -> Any:
    """Bounds, pattern and text of a field; of several texts the last counts."""
    stated: dict[str, Any] = {}
    for meaning in meanings:
        bounds = {
            "ge": meaning.low, "le": meaning.high, "pattern": meaning.pattern
        }  # fmt: skip
        stated |= {key: value for key, value in bounds.items() if value is not None}
        stated["description"] = meaning.text
    return Field(**stated)


def _translated(hint: Any) -> Any:
    """The type of a field in JSON: models for records, lists for sequences."""
    if hint in _MODELS:
        return _MODELS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        meanings = [mark for mark in hint.__metadata__ if isinstance(mark, Meaning)]
        money = any(meaning.money for meaning in meanings)
        inner = str | None if money else _translated(arguments[0])
        return Annotated[inner, _field(meanings)]
    if origin in (Union, UnionType):
        return Union[tuple(map(_translated, arguments))]  # noqa: UP007 - built here
    if origin is not None:
        mapping = issubclass(origin, Mapping)
        item = _translated(arguments[1 if mapping else 0])
        return dict[str, item] if mapping else list[item]  # type: ignore[valid-type] # built here
    if hint in _PLAIN or issubclass(hint, Enum):
        return hint
    raise TypeError(f"{hint!r} has no response model yet")
