"""Scores of a snapshot's firms by a network that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from gnn.errors import ModelFileError
from gnn.second_scorer import WEIGHTS
from gnn.torch.device import chosen_device, device_name
from gnn.torch.graph import build_graph
from gnn.torch.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.torch.device import Asked


def read(weights: bytes) -> Network:
    """A kept network.

    Raises
    ------
    ModelFileError
        The weights are none, or not finite.
    """
    network = Network.from_bytes(weights, WEIGHTS)
    for name, weight in network.model.state_dict().items():
        if not torch.isfinite(weight).all():
            raise ModelFileError(WEIGHTS, f"{name} is not finite")
    return network


def opened(
    weights: bytes, firms: Firms, features: FeatureTable
) -> tuple[Network, HeteroData]:
    """A kept network with the raw graph of a snapshot that it is to score.

    Raises
    ------
    ModelFileError
        The weights are none, or of other columns than these.
    """
    network = read(weights)
    graph = build_graph(firms, features)
    network.check_fits(graph, WEIGHTS)
    return network, graph


def logits_of(
    weights: bytes, firms: Firms, features: FeatureTable, asked: Asked
) -> tuple[NDArray[np.float64], str]:
    """Log-odds of each firm, shape (n,), and the name of the device.

    Raises
    ------
    ModelFileError
        The weights are none, of other columns than these, or give a firm no finite
        log-odds.
    """
    network, graph = opened(weights, firms, features)
    logits, device = network.logits(graph, chosen_device(asked))
    if lost := np.count_nonzero(~np.isfinite(logits)):
        raise ModelFileError(WEIGHTS, f"it gives {lost:,} firms log-odds without end")
    return logits, device_name(device)
