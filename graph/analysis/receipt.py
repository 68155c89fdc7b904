"""What a result came from, so that anybody can make it again, byte by byte."""

from __future__ import annotations

import platform
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.instant import At
    from graph.snapshot import Snapshot


def canonical_bytes(value: Any) -> bytes:
    """The same bytes for equal values: sorted keys, shortest floats, no spaces.

    Dataclasses, numpy arrays and numpy scalars are taken as they are.

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
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def digest(data: bytes) -> str:
    """BLAKE2b-128 as hexadecimal text."""
    return blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a result depends on, and the hash of the result itself.

    Equal `key()` means equal result bytes. `run` (when, how long, where) is not part
    of the key.
    """

    analysis: str
    version: str
    snapshot_id: str
    as_of: str | None
    known_at: str | None
    parameters: Mapping[str, Any]
    engine: str = "local"
    result_hash: str = ""
    run: Mapping[str, Any] = field(default_factory=dict)

    def key(self) -> str:
        """Hash of what the result depends on; `known_at` is in the snapshot's facts."""
        return digest(
            canonical_bytes(
                {
                    "analysis": self.analysis,
                    "version": self.version,
                    "snapshot_id": self.snapshot_id,
                    "as_of": self.as_of,
                    "parameters": self.parameters,
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
            A field is missing, or the key does not fit the fields.
        """
        fields = {name: values.get(name) for name in cls.__slots__}
        absent = [name for name, value in fields.items() if value is None]
        if set(absent) - {"as_of", "known_at"}:
            raise ValueError(f"not a receipt: {', '.join(sorted(absent))} missing")
        receipt = cls(**fields)  # type: ignore[arg-type] # checked just above
        if values.get("key", receipt.key()) != receipt.key():
            raise ValueError("the receipt was altered: its key does not fit its fields")
        return receipt


class Issuer:
    """Times an analysis and seals its receipt."""

    def __init__(
        self, analysis: str, version: str, snapshot: Snapshot, parameters: Any
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
def stage(
    progress: Callable[[str, int, int], None] | None, name: str
) -> Iterator[Callable[[int, int], None]]:
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
