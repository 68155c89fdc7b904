"""The second scorer that a model's folder may hold: a graph network beside the trees.

Its weights are a file of the folder; nothing here needs torch until it scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import orjson

from gnn.combination import Combination
from gnn.errors import ModelFileError
from gnn.extra import torch_part
from graph.analysis.receipt import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.model import Model

    Floats = NDArray[np.float64]

WEIGHTS, SECOND = "network.safetensors", "second.json"


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
        What is told of it: gains with intervals, device and epochs, as JSON keeps it.
    """

    weights: bytes
    combination: Combination
    ranks: bool
    standing: Mapping[str, Any]

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
            Of the two files one is missing, or it cannot be read.
        """
        weights, text = (model.others.get(name) for name in (WEIGHTS, SECOND))
        if weights is None and text is None:
            return None
        if weights is None or text is None:
            missing = WEIGHTS if weights is None else SECOND
            raise ModelFileError(missing, "it is missing")
        try:
            told = orjson.loads(text)
            return cls(
                weights=weights,
                combination=Combination.from_dict(told["combination"]),
                ranks=bool(told["ranks"]),
                standing=told["standing"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelFileError(SECOND, f"it cannot be read: {error}") from error

    def logits(
        self, firms: Firms, features: FeatureTable, device: str = "auto"
    ) -> tuple[Floats, str]:
        """Log-odds of each firm by the network, shape (n,), and the device's name.

        Raises
        ------
        MissingExtraError
            The extra gnn is not installed here.
        ModelFileError
            The weights are none, or of other columns.
        """
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
        told: dict[str, Any] = torch_part("gradients").gradients_of(
            self.weights, firms, features, row, device
        )
        return told
