"""Graph networks on a graph given as arrays: one type of nodes, edges without columns.

Some nodes are known, others are not, and all stand in one graph: training and
validation are nodes of it, and the network of the epoch that validates best is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import structlog

from gnn.array_files import TRAIN, VALIDATION
from gnn.array_trees import SEEDS
from gnn.torch.device import computed_on, device_name, one_thread
from gnn.torch.edge_sage import Shape
from gnn.torch.graph import hetero
from gnn.torch.parameters import USUAL
from gnn.torch.relation import Relation
from gnn.torch.samples import Part
from gnn.torch.scaling import Scaling
from gnn.torch.training import Course

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData

    from gnn.array_files import ArrayGraph
    from gnn.torch.parameters import NetworkParameters
    from graph.progress import Progress

LOG = structlog.get_logger("suretynet.gnn.arrays")
NODE = "node"
STAGE = "graph network"
_STEPS, _JUDGEMENTS = 20, 40
"""At least so many steps between two judgements, and at most so many of those;
judgement."""
_DEARER = 4
"""An edge that is drawn costs about as much as so many that are not; judgement."""
_MEMBERS = 3
"""Networks owe something to the chance of their first weights: several are averaged.
How many is a judgement."""


@dataclass(frozen=True, slots=True, eq=False)
class ArrayNetworks:
    """What came of a graph.

    Attributes
    ----------
    logits
        Shape (n,). Of every node.
    epochs
        After how many of them each of the networks validated best.
    device
        The name of what computed it.
    """

    logits: NDArray[np.float64]
    epochs: tuple[int, ...]
    device: str


def fit_array_network(
    graph: ArrayGraph,
    seed: int,
    device: torch.device,
    progress: Progress | None = None,
    parameters: NetworkParameters = USUAL,
) -> ArrayNetworks:
    """Train networks on the training nodes, keep the best by validation, and score.

    Parameters
    ----------
    device
        To compute on; where its memory does not suffice, the CPU is used.

    Returns
    -------
    networks
        Of one seed and one thread of a CPU the same to the bit.
    """
    raw = array_data(graph)
    train = np.zeros(len(graph.x), np.bool_)
    train[graph.rows(TRAIN)] = True
    scaled = Scaling.of(raw, {NODE: train}, by_median=True).applied(raw)
    first, second = (_part(scaled, graph, part) for part in (TRAIN, VALIDATION))
    chosen = fitting(parameters, graph)

    def work(on: torch.device) -> tuple[list[NDArray[np.float64]], list[int]]:
        shape = Shape.of(
            scaled,
            NODE,
            hidden=chosen.hidden,
            layers=chosen.layers,
            dropout=chosen.dropout,
        )
        logits, epochs = [], []
        for turn in range(_MEMBERS):

            def told(done: int, most: int, turn: int = turn) -> None:
                if progress is not None:
                    progress(STAGE, turn * most + done, _MEMBERS * most)

            course = Course(shape, chosen, (seed + turn) % SEEDS, on)
            after, raw = course.chosen_epochs([first], second, told)
            logits.append(raw)
            epochs.append(after)
        if progress is not None:
            progress(STAGE, 1, 1)
        return logits, epochs

    with one_thread():
        (logits, epochs), used = computed_on(device, work)
    return ArrayNetworks(np.mean(logits, axis=0), tuple(epochs), device_name(used))


def array_data(graph: ArrayGraph) -> HeteroData:
    """Nodes with their columns and degrees, and each relation with its reverse.

    A relation that has each link both ways is its own reverse. Links of a node with
    itself say nothing. What a relation without links would tell is not learned, and the
    log says so.
    """
    n = len(graph.x)
    keys = {NODE: np.arange(n, dtype=np.uint64)}
    # by number: a name of the user's may be any, also that of another one's reverse
    relations = [
        _relation(f"relation{at}", links).ordered(keys)
        for at, links in enumerate(graph.relations.values())
    ]
    for name, item in zip(graph.relations, relations, strict=True):
        if not len(item):
            LOG.warning("relation without links", relation=name, nodes=n)
    if not any(map(len, relations)):
        LOG.warning("no links at all: nodes are told by their own columns", nodes=n)
    degrees = [
        np.log1p(np.bincount(end, minlength=n), dtype=np.float32)
        for item in relations
        for end in ((item.head,) if item.symmetric else (item.head, item.tail))
    ]
    x = np.column_stack([graph.x, *degrees])
    return hetero({NODE: x}, keys, relations)


def _relation(name: str, links: NDArray[np.int64]) -> Relation:
    tail, head = links[:, links[0] != links[1]]
    m = len(tail)
    one, other = (np.lexsort(pair) for pair in ((tail, head), (head, tail)))
    symmetric = np.array_equal(tail[one], head[other]) and np.array_equal(
        head[one], tail[other]
    )
    return Relation(
        source=NODE,
        name=name,
        target=NODE,
        facts="",
        tail=tail,
        head=head,
        time=np.zeros(m, np.int64),
        values=np.zeros((m, 0), np.float32),
        names=(),
        record=np.arange(m),
        symmetric=symmetric,
    )


def _part(scaled: HeteroData, graph: ArrayGraph, part: int) -> Part:
    judged = np.zeros(len(graph.x), np.bool_)
    judged[graph.rows(part)] = True
    # what is known of other parts stands in no label
    return Part(scaled, (graph.y == 1) & judged, judged)


def fitting(parameters: NetworkParameters, graph: ArrayGraph) -> NetworkParameters:
    """The same for a graph of so many nodes and edges.

    Small graphs have few batches to an epoch: they are judged after as many steps as
    larger ones, and each batch is scored in the graph, with all its edges, where its
    trees would cost more.
    """
    train = graph.rows(TRAIN)
    hits = int((graph.y[train] == 1).sum())
    rows = min(len(train), hits * (1 + parameters.negatives))
    every = -(-_STEPS // -(-rows // parameters.batch))
    links = sum(pair.shape[1] for pair in graph.relations.values())
    drawn, step = 0.0, 1.0
    for most in parameters.fan_out:
        step *= 2 * len(graph.relations) * min(most, links / len(graph.x))
        drawn += step
    return replace(
        parameters,
        every=every,
        epochs=_JUDGEMENTS * every,
        few_edges=0,  # all neighbours of all neighbours may be the graph
        whole=2 * links <= _DEARER * drawn * parameters.batch,
    )
