"""Scores of a snapshot's firms by a network that was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.second_scorer import WEIGHTS
from gnn.torch.device import chosen_device, device_name
from gnn.torch.graph import build_graph
from gnn.torch.network import Network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.torch.device import Asked


def opened(
    weights: bytes, firms: Firms, features: FeatureTable
) -> tuple[Network, HeteroData]:
    """A kept network with the raw graph of a snapshot that it is to score.

    Raises
    ------
    ModelFileError
        The weights are none, or of other columns than these.
    """
    network = Network.from_bytes(weights, WEIGHTS)
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
        The weights are none, or of other columns than these.
    """
    network, graph = opened(weights, firms, features)
    logits, device = network.logits(graph, chosen_device(asked))
    return logits, device_name(device)
