"""What a result came from, so that anybody can make it again, byte by byte."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.engines.base import Engine
    from graph.instant import At
    from graph.progress import Progress, StageProgress
    from graph.snapshot import Snapshot


def canonical_bytes(value: Any) -> bytes:
    """Compact JSON with sorted keys and shortest floats, NaN as null.

    Dataclasses, numpy arrays and numpy scalars are taken as the plain values they
    hold.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": [2]})
    b'{"a":[2],"b":1.0}'
    """
    return orjson.dumps(
        value,
        default=_plain,
        option=orjson.OPT_SORT_KEYS
        | orjson.OPT_SERIALIZE_NUMPY
        | orjson.OPT_NON_STR_KEYS
        | orjson.OPT_PASSTHROUGH_DATACLASS,
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):  # one level: asdict copies
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _normal(value: Any) -> Any:
    """Whole floats as integers: after a way through JavaScript there are no others."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(item) for item in value]
    return value


_EXACT = 2**53
"""Integers below are exact as floats."""


def digest(data: bytes) -> str:
    """BLAKE2b-128 as hexadecimal text."""
    return blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a result depends on, and the hash of the result itself.

    `suretynet replay` makes it again. Equal keys mean equal result bytes. `run` (how
    long, where) is not part of the key, nor is `known_at`: what was known decides
    through the snapshot's content, and two instants of knowledge with the same
    content are one snapshot.
    """

    analysis: str
    version: str
    snapshot_id: str
    as_of: str | None
    known_at: str | None
    parameters: Mapping[str, Any]
    engine: str
    result_hash: str = ""
    run: Mapping[str, Any] = field(default_factory=dict)

    def key(self) -> str:
        """Hash of what the result depends on; JSON and back leaves it as it is."""
        return digest(
            canonical_bytes(
                {
                    "analysis": self.analysis,
                    "version": self.version,
                    "snapshot_id": self.snapshot_id,
                    "as_of": self.as_of,
                    "parameters": _normal(self.parameters),
                    "engine": self.engine,
                }
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, the key included."""
        return {**asdict(self), "key": self.key()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Receipt:
        """Back from `to_dict`.

        Raises
        ------
        ValueError
            A field is missing or of another type, or the key does not fit the fields.
        """
        texts = ("analysis", "version", "snapshot_id", "engine", "result_hash", "key")
        wrong = [name for name in texts if not isinstance(values.get(name), str)]
        wrong += [
            name
            for name in ("parameters", "run")
            if not isinstance(values.get(name), dict)
        ]
        wrong += [
            name
            for name in ("as_of", "known_at")
            if not isinstance(values.get(name), str | None)
        ]
        if wrong:
            raise ValueError(f"not a receipt: {', '.join(wrong)} missing or wrong")
        receipt = cls(**{name: values.get(name) for name in cls.__slots__})  # type: ignore[arg-type] # checked just above
        try:
            key = receipt.key()
        except TypeError as error:  # of orjson: a number or text that no receipt has
            raise ValueError(f"not a receipt: {error}") from error
        if values["key"] != key:
            raise ValueError("the receipt was altered: its key does not fit its fields")
        return receipt


class Issuer:
    """Times an analysis and seals its receipt."""

    def __init__(
        self,
        analysis: str,
        version: str,
        snapshot: Snapshot,
        parameters: Any,
        engine: Engine,
    ) -> None:
        at: At = snapshot.manifest.at
        axes = at.to_dict()
        self._draft = Receipt(
            analysis=analysis,
            version=version,
            snapshot_id=snapshot.manifest.snapshot_id,
            as_of=axes["as_of"],
            known_at=axes["known_at"],
            parameters=asdict(parameters) if is_dataclass(parameters) else parameters,  # type: ignore[arg-type] # never a class
            engine=engine.name,
        )
        self._start = time.perf_counter()

    def seal(self, result: Any) -> Receipt:
        """The receipt of this result."""
        return replace(
            self._draft,
            result_hash=digest(
                result if isinstance(result, bytes) else canonical_bytes(result)
            ),
            run={
                "seconds": round(time.perf_counter() - self._start, 6),
                "host": platform.node(),
            },
        )


@contextmanager
def stage(progress: Progress | None, name: str) -> Iterator[StageProgress]:
    """Report a stage's progress as (name, done, total); ends at total."""
    last = 1

    def report(done: int, total: int) -> None:
        nonlocal last
        last = total
        if progress is not None:
            progress(name, done, total)

    report(0, 1)
    yield report
    report(last, last)
