"""Small JSON files that programs of several versions keep for each other.

One way to write them, whole or not at all, and one to read them: what is read fits a
type, fields of newer programs are passed over, and whatever else is wrong is one kind
of error that says what to do.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph.drafts import Drafts
from graph.errors import StateFileError

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import TypeAdapter

Shape = TypeVar("Shape")

PUBLISH_AGAIN = "publish again with: suretynet snapshot build"

_LARGEST = 64 << 20
"""No state file comes near it: what is longer is none, and is not read into memory."""


def write_state(path: Path, text: str, root: Path) -> None:
    """Write a file that only its owner may read, whole or not at all.

    It outlasts a loss of power once this has returned.

    Parameters
    ----------
    root
        Folder in whose drafts it is made; on the same file system.

    Raises
    ------
    OSError
        It cannot be written; what was there before is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with Drafts(root).draft() as folder:
        draft = folder / path.name
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def read_state(path: Path, shape: type[Shape], remedy: str) -> Shape:
    """What a state file says.

    Parameters
    ----------
    shape
        Type of the whole, such as a dataclass or ``dict[str, Entry]``. Its types are
        read at run time. Fields that it does not know are passed over.
    remedy
        What helps where the file cannot be used, for the error.

    Raises
    ------
    FileNotFoundError
        There is none.
    StateFileError
        It cannot be read, is no JSON, or does not fit.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StateFileError(str(path), reason, remedy) from error
    return parse_state(content, shape, str(path), remedy)


def parse_state(
    content: bytes | str, shape: type[Shape], name: str, remedy: str
) -> Shape:
    """What the content of a state file says; see `read_state`.

    Raises
    ------
    StateFileError
        It is no JSON, or does not fit.
    """
    from pydantic import ValidationError

    if not content:
        raise StateFileError(name, "it is empty", remedy)
    if len(content) > _LARGEST:
        raise StateFileError(name, f"it is longer than {_LARGEST} bytes", remedy)
    try:
        adapter: TypeAdapter[Shape] = _adapter(cast("Any", shape))
        found = adapter.validate_json(content, strict=True)
    except ValidationError as error:
        raise StateFileError(name, _reason(error), remedy) from error
    except (RecursionError, UnicodeError) as error:
        raise StateFileError(name, f"not JSON: {error}", remedy) from error
    return found


def _reason(error: Any) -> str:
    """The first fault, without the value: it may be a secret."""
    first = error.errors(include_url=False, include_context=False, include_input=False)
    place = ".".join(map(str, first[0]["loc"]))
    said = str(first[0]["msg"])
    return f"{place}: {said}" if place else said


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # a tenth of a second

    return TypeAdapter(shape)
