"""Identity, contents and origin of a snapshot, written as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - read when a manifest is parsed
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from graph.errors import SnapshotCorruptError, StateFileError
from graph.instant import At  # noqa: TC001 - the same
from graph.state_file import parse_state
from graph.vocabulary import VERSION

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "manifest.json"
DIGEST_BYTES = 16
_REMEDY = "build the snapshot again"
_SEAL = "digest"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Identity, contents and origin of a snapshot.

    Attributes
    ----------
    snapshot_id
        BLAKE2b-128 over the instant `at.as_of`, the reporting currency, the vocabulary
        version and the files. Equal facts give an equal id on every store.
    at
        `known_at` says what was known; it is not part of the id.
    counts
        Nodes and facts per kind, and guarantor-debtor pairs as ``pair``.
    origin
        Where the facts came from: store, its last commit by `known_at` as ``sequence``,
        when built. Not part of the id.
    files
        BLAKE2b-128 of each file by name.
    assumptions
        Sentences on what was taken for granted or left out.
    """

    snapshot_id: str
    at: At
    reporting_currency: str
    vocabulary: str = VERSION
    counts: Mapping[str, int] = field(default_factory=dict)
    origin: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Text of the manifest's file, with a hash over all that it says."""
        values = asdict(self)
        values[_SEAL] = _digest(values)
        return json.dumps(values, indent=1, ensure_ascii=False) + "\n"

    def write(self, directory: Path) -> None:
        """Write the manifest's file, the last of a snapshot's."""
        (directory / FILE_NAME).write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def from_json(cls, text: str, path: str = FILE_NAME) -> Manifest:
        """Back from `to_json`.

        Manifests of releases that kept no hash are taken as they are.

        Raises
        ------
        SnapshotCorruptError
            The text is no manifest, was altered, or its id does not fit its files.
        """
        try:
            manifest = parse_state(text, cls, path, _REMEDY)
        except StateFileError as error:
            reason = str(error).removeprefix(f"{path} cannot be used: ")
            raise SnapshotCorruptError(path, f"not a manifest: {reason}") from error
        values = json.loads(text)
        if values.get(_SEAL, _digest(values)) != _digest(values):
            raise SnapshotCorruptError(path, "it was altered")
        expected = snapshot_id(
            manifest.at.as_of,
            manifest.reporting_currency,
            manifest.vocabulary,
            manifest.files,
        )
        if manifest.snapshot_id != expected:
            raise SnapshotCorruptError(path, "its id does not fit its files")
        return manifest


def _digest(values: Mapping[str, Any]) -> str:
    """Hash over what a manifest says, the hash itself aside."""
    said = {name: value for name, value in values.items() if name != _SEAL}
    content = json.dumps(said, sort_keys=True)
    return blake2b(content.encode(), digest_size=DIGEST_BYTES).hexdigest()


def snapshot_id(
    as_of: int, reporting_currency: str, vocabulary: str, files: Mapping[str, str]
) -> str:
    """Id of a snapshot with these files, as hexadecimal text."""
    content = json.dumps([as_of, reporting_currency, vocabulary, sorted(files.items())])
    return blake2b(content.encode(), digest_size=DIGEST_BYTES).hexdigest()
