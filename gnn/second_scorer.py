"""The second scorer that a model's folder may hold: a graph network beside the trees.

Its weights are a file of the folder; nothing here needs torch until it scores.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Self

import orjson

from gnn.combination import Combination
from gnn.errors import ModelFileError
from gnn.extra import torch_part
from graph.analysis.receipt import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from gnn.counterfactual_record import NetworkScores
    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.model import Model

    Floats = NDArray[np.float64]

WEIGHTS, SECOND = "network.safetensors", "second.json"
_REASON = 400
"""Most characters of what is wrong with weights."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondScorer:
    """A network and how it goes together with the trees.

    Attributes
    ----------
    weights
        Safetensors.
    combination
        Of trees and network, in this order.
    ranks
        Whether the combination won against the trees and all nulls, so that it ranks.
    standing
        What is told of it, as JSON keeps it: device, epochs, and for each training the
        `gain` over the trees and that `over_best_null`, with ``point``, ``low`` and
        ``high``.
    file
        Of the weights, as errors name it.
    """

    weights: bytes
    combination: Combination
    ranks: bool
    standing: Mapping[str, Any]
    file: str = WEIGHTS

    @property
    def files(self) -> dict[str, bytes]:
        """Files of the model's folder by name."""
        told = {
            "combination": self.combination.to_dict(),
            "ranks": self.ranks,
            "standing": self.standing,
        }
        plain = orjson.loads(canonical_bytes(told))
        text = orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        return {WEIGHTS: self.weights, SECOND: text + b"\n"}

    @classmethod
    def of(cls, model: Model) -> Self | None:
        """That of a model; None: it has none.

        Raises
        ------
        ModelFileError
            Of the two files one is missing, or what stands beside the weights cannot
            be.
        """
        weights, text = (model.others.get(name) for name in (WEIGHTS, SECOND))
        if weights is None and text is None:
            return None
        file, beside = (
            name if model.folder is None else str(model.folder / name)
            for name in (WEIGHTS, SECOND)
        )
        if weights is None or text is None:
            raise ModelFileError(file if weights is None else beside, "it is missing")
        try:
            told = orjson.loads(text)
            return cls(
                weights=weights,
                combination=Combination.from_dict(told["combination"]),
                ranks=_yes_or_no(told["ranks"]),
                standing=_standing(told["standing"]),
                file=file,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelFileError(beside, f"it cannot be read: {error}") from error

    def check(self) -> None:
        """Refuse weights that cannot be those of a network, before any firm is scored.

        Raises
        ------
        MissingExtraError
            The extra gnn is not installed here.
        ModelFileError
            They cannot.
        """
        with self._named():
            torch_part("scoring").read(self.weights)

    def logits(
        self, firms: Firms, features: FeatureTable, device: str = "auto"
    ) -> tuple[Floats, str]:
        """Log-odds of each firm by the network, shape (n,), and the device's name.

        Raises
        ------
        MissingExtraError
            The extra gnn is not installed here.
        ModelFileError
            The weights are none, of other columns, or give a firm no finite log-odds.
        """
        with self._named():
            scored: tuple[Floats, str] = torch_part("scoring").logits_of(
                self.weights, firms, features, device
            )
        return scored

    def gradients(
        self, firms: Firms, features: FeatureTable, row: int, device: str = "auto"
    ) -> dict[str, Any]:
        """A diagnostic of the network, see `gnn.torch.gradients.gradients_of`.

        Raises
        ------
        MissingExtraError
            The extra gnn is not installed here.
        ModelFileError
            The weights are none, or of other columns.
        """
        with self._named():
            told: dict[str, Any] = torch_part("gradients").gradients_of(
                self.weights, firms, features, row, device
            )
        return told

    def counterfactuals(self, firms: Firms, features: FeatureTable) -> NetworkScores:
        """What scores firms without edges, see `gnn.torch.counterfactual`.

        Raises
        ------
        MissingExtraError
            The extra gnn is not installed here.
        ModelFileError
            The weights are none, or of other columns.
        """
        part = torch_part("counterfactual")
        with self._named():
            scores: NetworkScores = part.NetworkCounterfactuals(
                self.weights, firms, features
            )
        return scores

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Name the file of the weights whole in what is wrong with them, in short.

        Of other shapes torch tells weight by weight.
        """
        try:
            yield
        except ModelFileError as error:
            reason = shorten(error.reason, _REASON, placeholder=" ...")
            raise ModelFileError(self.file, reason) from error


def _yes_or_no(told: Any) -> bool:
    if not isinstance(told, bool):
        raise TypeError(f"ranks is {told!r}, and neither true nor false")
    return told


def _standing(told: Any) -> Mapping[str, Any]:
    """The same, if it has both gains of each training."""
    gains, others = told["gain"], told["over_best_null"]
    if not len(gains) == len(others) > 0:
        raise ValueError(f"it has {len(gains)} gains and {len(others)} over nulls")
    for item in (*gains, *others):
        for name in ("point", "low", "high"):
            if not isinstance(item[name], (int, float)):
                raise TypeError(f"{name} of a gain is {item[name]!r}, and no number")
    standing: Mapping[str, Any] = told
    return standing
