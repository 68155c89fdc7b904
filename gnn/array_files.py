"""A graph given as arrays in files, and what is refused of them.

Files are NumPy's own, without objects: nothing in them is run, and no memory is asked
for that the file does not fill.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from tokenize import TokenError
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.lib import format as npy

from gnn.errors import ModelInputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats32 = NDArray[np.float32]
    Int64s = NDArray[np.int64]

UNKNOWN, UNUSED = -1, -1
TRAIN, VALIDATION, TEST = 0, 1, 2
_PARTS = {TRAIN: "train", VALIDATION: "validation", TEST: "test"}
LARGEST = 8 << 30
"""Bytes of an array: a thousand columns of two million nodes."""
_LARGEST_TABLE = 32 << 30
_WIDER = 5
"""Columns that a relation adds for each of a node, at most: a sum and four means."""
_FLOATS, _INTEGERS = "f", "iu"
_NAMES = {_FLOATS: "floats", _INTEGERS: "integers"}
_LARGEST_FLOAT = float(np.finfo(np.float32).max)
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_ARRAY = "an array in NumPy's .npy format, version 1 or 2, without objects"


@dataclass(frozen=True, slots=True, eq=False)
class ArrayGraph:
    """Nodes with columns, labels and parts, and the links between them.

    Attributes
    ----------
    x
        Shape (n, d), NaN where unknown.
    y
        Shape (n,). 1 positive, 0 negative, `UNKNOWN`.
    relations
        Links of each, shape (2, m), in [0, n): tails, then heads.
    split
        Shape (n,). `TRAIN`, `VALIDATION`, `TEST`, `UNUSED`.
    """

    x: Floats32
    y: Int64s
    relations: Mapping[str, Int64s]
    split: Int64s

    def rows(self, part: int) -> NDArray[np.intp]:
        """Nodes of a part whose label is known."""
        return np.flatnonzero((self.split == part) & (self.y != UNKNOWN))


def read_arrays(x: Path, y: Path, edges: Path, split: Path) -> ArrayGraph:
    """Read and check the four files of a graph.

    Parameters
    ----------
    edges
        One array, or several by name in an .npz file.

    Raises
    ------
    ModelInputError
        Anything of them cannot be; file, field, value and what was expected are named.
    """
    columns = _columns(x)
    n = len(columns)
    labels = _codes(y, "y", n, x, (UNKNOWN, 0, 1))
    parts = _codes(split, "split", n, x, (UNUSED, *_PARTS))
    graph = ArrayGraph(columns, labels, _relations(edges, n), parts)
    wanted = columns.nbytes * (1 + _WIDER * len(graph.relations))
    if wanted > _LARGEST_TABLE:
        raise ModelInputError(
            str(x),
            f"size with {len(graph.relations)} relations",
            f"{wanted} bytes",
            f"no more than {_LARGEST_TABLE}; give fewer columns",
        )
    for part, name in _PARTS.items():
        rows = graph.rows(part)
        hits = int(labels[rows].sum())
        if not 0 < hits < len(rows):
            raise ModelInputError(
                str(split),
                f"split {part} ({name})",
                f"{len(rows)} nodes with a known label, {hits} of them positive",
                f"some of each class in {y}",
            )
    return graph


def _columns(path: Path) -> Floats32:
    found = _read(path)
    _check(path, "x", found, _FLOATS, 2)
    if not found.size:
        raise ModelInputError(str(path), "x", found.shape, "nodes and columns")
    with np.errstate(over="ignore"):
        columns = found.astype(np.float32, order="C")
    wrong = np.isinf(columns)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ModelInputError(
            str(path),
            f"x[{row}, {column}]",
            found[row, column],
            f"NaN or a number up to {_LARGEST_FLOAT:.3g}",
        )
    return columns


def _codes(path: Path, field: str, n: int, x: Path, allowed: tuple[int, ...]) -> Int64s:
    found = _read(path)
    _check(path, field, found, _INTEGERS, 1)
    if len(found) != n:
        raise ModelInputError(
            str(path), f"length of {field}", len(found), f"{n}, the nodes of {x}"
        )
    wrong = ~np.isin(found, allowed)
    if wrong.any():
        row = int(np.argmax(wrong))
        listed = ", ".join(map(str, allowed))
        raise ModelInputError(
            str(path), f"{field}[{row}]", found[row], f"one of {listed}"
        )
    return found.astype(np.int64)


def _relations(path: Path, n: int) -> dict[str, Int64s]:
    if path.suffix != ".npz":
        return {"edge": _links(path, "edges", _read(path), n)}
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            found = {
                item.filename.removesuffix(".npy"): _member(path, archive, item)
                for item in members
            }
    except OSError as error:
        raise _unreadable(path, error) from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ModelInputError(str(path), "file", error, "an .npz file") from error
    if not found:
        raise ModelInputError(str(path), "file", "empty", "an array for each relation")
    if len(found) < len(members):
        names = ", ".join(found)
        raise ModelInputError(
            str(path), "file", f"{len(members)} arrays named {names}", "each name once"
        )
    return {name: _links(path, name, array, n) for name, array in found.items()}


def _member(
    path: Path, archive: zipfile.ZipFile, item: zipfile.ZipInfo
) -> NDArray[Any]:
    try:
        with archive.open(item) as file:
            return _array(path, file, item.file_size)
    except (RuntimeError, zlib.error, EOFError) as error:  # encrypted, or damaged
        raise ModelInputError(str(path), item.filename, error, _ARRAY) from error


def _links(path: Path, field: str, found: NDArray[Any], n: int) -> Int64s:
    _check(path, field, found, _INTEGERS, 2)
    if found.shape[0] != 2:
        raise ModelInputError(
            str(path), f"shape of {field}", found.shape, "(2, m), tails and heads"
        )
    wrong = (found < 0) | (found >= n)
    if wrong.any():
        end, link = np.argwhere(wrong)[0]
        raise ModelInputError(
            str(path), f"{field}[{end}, {link}]", found[end, link], f"a node below {n}"
        )
    return found.astype(np.int64)


def _check(path: Path, field: str, found: NDArray[Any], kinds: str, axes: int) -> None:
    if found.dtype.kind not in kinds:
        raise ModelInputError(str(path), f"type of {field}", found.dtype, _NAMES[kinds])
    if found.ndim != axes:
        raise ModelInputError(
            str(path), f"shape of {field}", found.shape, f"{axes} axes"
        )


def _read(path: Path) -> NDArray[Any]:
    try:
        with path.open("rb") as file:
            return _array(path, file, path.stat().st_size)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ModelInputError:
    return ModelInputError(str(path), "file", error.strerror or error, "a file to read")


def _array(path: Path, file: IO[bytes], size: int) -> NDArray[Any]:
    """An array of no more bytes than its file has."""
    try:
        version = npy.read_magic(file)
        shape, fortran, dtype = _HEADERS[version](file)
    except (ValueError, KeyError, TokenError) as error:
        raise ModelInputError(str(path), "file", error, _ARRAY) from error
    if dtype.hasobject or not dtype.itemsize or min(shape, default=0) < 0:
        raise ModelInputError(str(path), "array", f"{shape} of {dtype}", _ARRAY)
    wanted = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if wanted > min(size, LARGEST):
        raise ModelInputError(
            str(path), "size", f"{wanted} bytes", f"no more than {min(size, LARGEST)}"
        )
    content = file.read(wanted)
    if len(content) < wanted:
        raise ModelInputError(str(path), "file", "cut off", f"{wanted} bytes")
    found = np.frombuffer(content, dtype)
    return found.reshape(shape, order="F" if fortran else "C")
