"""Draws of neighbours that depend on who is drawn for, not on how it is numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch_geometric.sampler import BaseSampler, HeteroSamplerOutput

from gnn.torch.graph import indptr_of
from graph.kernels.hashing import mix, modular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch_geometric.data import HeteroData
    from torch_geometric.sampler import NodeSamplerInput

    from gnn.torch.graph import EdgeType

    Words = NDArray[np.uint64]
    Rows = NDArray[np.int64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)


class CsrSampler(BaseSampler):
    """Neighbours of neighbours, in a tree of its own for each seed node.

    A row with more edges than are wanted is cut into as many spans in time, and one
    edge is drawn of each; its name is a hash of the seed, the epoch, the keys of the
    seed node and of the node whose neighbours are drawn, and the relation.

    Parameters
    ----------
    data
        As `hetero` gives it.
    fan_out
        Edges of each relation and step; None takes all.
    seed
        Of all draws.

    Attributes
    ----------
    epoch
        Set it for other draws.
    """

    def __init__(
        self, data: HeteroData, fan_out: Sequence[int | None], seed: int
    ) -> None:
        self.epoch = 0
        self._fan_out, self._seed = tuple(fan_out), seed
        self._keys = {kind: data[kind].key.numpy().view(np.uint64)
                      for kind in data.node_types}  # fmt: skip
        self._rows: dict[EdgeType, tuple[Rows, Rows]] = {}
        for kind in data.edge_types:
            edge_index = data[kind].edge_index
            starts = indptr_of(edge_index, len(self._keys[kind[2]]))
            self._rows[kind] = (starts.numpy(), edge_index[0].numpy())

    @property
    def edge_permutation(self) -> None:
        """Edges are numbered as in the graph."""
        return

    def sample_from_edges(self, *args: Any, **kwargs: Any) -> Any:
        """Nobody asks for it.

        Raises
        ------
        NotImplementedError
            Always.
        """
        raise NotImplementedError

    def sample_from_nodes(
        self, index: NodeSamplerInput, **_: Any
    ) -> HeteroSamplerOutput:
        """The tree of each of these nodes."""
        kind = index.input_type
        seeds = index.node.numpy()
        tree = _Tree(self._keys, kind, seeds)
        base = _base(self._seed, self.epoch)
        with modular():
            for step, most in enumerate(self._fan_out):
                tree.grow(self._rows, most, _mixed(base + np.uint64(step)))
        return tree.output((index.input_id, index.time))


class _Tree:
    """Nodes and edges that were drawn, each seed's apart."""

    def __init__(self, keys: dict[str, Words], kind: str, seeds: Rows) -> None:
        self._keys, self._kind = keys, kind
        none = np.zeros(0, np.int64)
        self.node: dict[str, Rows] = dict.fromkeys(keys, none)
        self.batch: dict[str, Rows] = dict.fromkeys(keys, none)
        self.node[kind], self.batch[kind] = seeds, np.arange(len(seeds))
        self._seed_keys = keys[kind][seeds]
        self._begin = dict.fromkeys(keys, 0)
        self.edges: dict[EdgeType, list[tuple[Rows, Rows, Rows]]] = {}
        self.grown = [{name: len(rows) for name, rows in self.node.items()}]

    def grow(
        self,
        rows: dict[EdgeType, tuple[Rows, Rows]],
        most: int | None,
        base: np.uint64,
    ) -> None:
        """Draw neighbours of the nodes that were found last."""
        begin, end = self._begin, {name: len(at) for name, at in self.node.items()}
        found: dict[str, list[tuple[Rows, Rows]]] = {name: [] for name in self.node}
        drawn = {}
        for place, (kind, (indptr, tails)) in enumerate(rows.items()):
            source, _, target = kind
            part = slice(begin[target], end[target])
            heads, batch = self.node[target][part], self.batch[target][part]
            relation = base + np.uint64(place) * _GAMMA
            stream = _mixed(_mixed(relation ^ self._seed_keys[batch])
                         ^ self._keys[target][heads])  # fmt: skip
            edge, of = _drawn(indptr, heads, most, stream)
            found[source].append((tails[edge], batch[of]))
            drawn[kind] = (edge, of + begin[target])
        self._number(found, drawn)
        self._begin = end

    def _number(
        self,
        found: dict[str, list[tuple[Rows, Rows]]],
        drawn: dict[EdgeType, tuple[Rows, Rows]],
    ) -> None:
        """Give each node of each tree one place, the new ones after the old."""
        places: dict[str, list[Rows]] = {}
        for name, parts in found.items():
            sizes = [len(nodes) for nodes, _ in parts]
            nodes = np.concatenate([self.node[name], *(nodes for nodes, _ in parts)])
            batch = np.concatenate([self.batch[name], *(batch for _, batch in parts)])
            pair = batch * (len(self._keys[name]) + 1) + nodes
            _, first, inverse = np.unique(pair, return_index=True, return_inverse=True)
            order = np.argsort(first, kind="stable")
            rank = np.empty(len(order), np.int64)
            rank[order] = np.arange(len(order))
            old = len(self.node[name])
            local = rank[inverse]
            self.node[name], self.batch[name] = nodes[first[order]], batch[first[order]]
            places[name] = np.split(local[old:], np.cumsum(sizes)[:-1]) if sizes else []
        used = dict.fromkeys(found, 0)
        for kind, (edge, head) in drawn.items():
            tail = places[kind[0]][used[kind[0]]]
            used[kind[0]] += 1
            self.edges.setdefault(kind, []).append((tail, head, edge))
        self.grown.append({name: len(rows) for name, rows in self.node.items()})

    def output(self, metadata: Any) -> HeteroSamplerOutput:
        """As PyTorch Geometric wants it."""
        whole = {
            kind: [np.concatenate(part) for part in zip(*parts, strict=True)]
            for kind, parts in self.edges.items()
        }
        row, col, edge = (
            {kind: torch.from_numpy(parts[at]) for kind, parts in whole.items()}
            for at in range(3)
        )
        return HeteroSamplerOutput(
            node={name: torch.from_numpy(rows) for name, rows in self.node.items()},
            row=row,
            col=col,
            edge=edge,
            batch={name: torch.from_numpy(rows) for name, rows in self.batch.items()},
            num_sampled_nodes={
                name: np.diff([0, *(step[name] for step in self.grown)]).tolist()
                for name in self.node
            },
            num_sampled_edges={
                kind: [len(tail) for tail, _, _ in parts]
                for kind, parts in self.edges.items()
            },
            metadata=metadata,
        )


def shuffled(keys: Words, seed: int, draw: int) -> Rows:
    """Places of nodes in an order that their keys and the seed decide, shape (n,)."""
    with modular():
        return np.argsort(_mixed(_base(seed, draw) ^ keys), kind="stable")


def _base(seed: int, draw: int) -> np.uint64:
    with modular():
        return np.uint64(_mixed(np.uint64(seed) + _GAMMA * np.uint64(draw + 1)))


def _drawn(
    indptr: Rows, heads: Rows, most: int | None, stream: Words
) -> tuple[Rows, Rows]:
    """Edges of these heads, and which head each is of, both in the heads' order."""
    begin, degree = indptr[heads], indptr[heads + 1] - indptr[heads]
    count = degree if most is None else np.minimum(degree, most)
    of = np.repeat(np.arange(len(heads)), count)
    place = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    if most is None:
        return begin[of] + place, of
    with modular():
        word = _mixed(stream[of] + place.astype(np.uint64) * _GAMMA)
    uniform = (word >> np.uint64(11)).astype(np.float64) * 2.0**-53
    span = degree[of] / count[of]
    drawn = np.minimum(np.floor((place + uniform) * span), degree[of] - 1)
    edge = begin[of] + np.where(degree[of] > most, drawn, place).astype(np.int64)
    # spans that are not whole share an edge, which is taken once
    again = np.zeros(len(edge), np.bool_)
    again[1:] = (edge[1:] == edge[:-1]) & (of[1:] == of[:-1])
    return edge[~again], of[~again]


def _mixed(words: Any) -> Any:
    """Each word mixed, of one or of an array."""
    return mix(words)
