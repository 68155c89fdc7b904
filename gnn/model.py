"""A model that scores firms: trees, what margins mean, and where it comes from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnn.abstention import Ranges
    from gnn.calibration import Calibration
    from gnn.features.schema import FeatureSchema
    from gnn.models.boosted import BoostedModel


def versions() -> dict[str, str]:
    """Of this code and of the libraries that a model's bytes depend on.

    ``code`` is a hash over the sources of this package.
    """
    folder = Path(__file__).parent
    sources = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        sources.update(path.relative_to(folder).as_posix().encode())
        sources.update(path.read_bytes())
    libraries = ("suretynet", "lightgbm", "numpy", "scipy")
    return {
        "code": sources.hexdigest()[:32],
        "python": python_version(),
        **{name: version(name) for name in libraries},
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """All that scores firms, and where it comes from.

    Attributes
    ----------
    task
        What the score says: ``fraud``, say.
    schema
        Columns of the trees, with the limits within which they are counted.
    snapshots, windows
        Ids of the snapshots, and days, by their part in training.
    parameters, metrics
        As JSON can hold them; NaN becomes null.
    others
        Further files by name, such as plots.
    model_id
        Hash of the manifest; empty until the model is written.
    folder
        From which it was read; None: from none.
    """

    task: str
    seed: int
    schema: FeatureSchema
    trees: BoostedModel
    calibration: Calibration
    ranges: Ranges
    snapshots: Mapping[str, str]
    windows: Mapping[str, str]
    parameters: Mapping[str, Any]
    metrics: Mapping[str, Any]
    versions: Mapping[str, str] = field(default_factory=versions)
    others: Mapping[str, bytes] = field(default_factory=dict)
    model_id: str = ""
    folder: Path | None = None
