from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from ingest.synthetic.blocks import (
    CIRCLE_SHAPES,
    dense_core,
    draw_circles,
    mutual_chain,
    mutual_pair,
)

DRAWERS = {name: drawer for name, (_, drawer) in CIRCLE_SHAPES.items()} | {
    "mutual_pair": mutual_pair,
    "mutual_chain": mutual_chain,
    "dense_core": lambda random: dense_core(random, 14),
}


@pytest.mark.parametrize("shape", DRAWERS)
@pytest.mark.parametrize("seed", range(6))
def test_a_block_has_the_circles_it_says_and_one_component(shape, seed, strict_circles):
    block = DRAWERS[shape](np.random.default_rng(seed))
    graph = nx.DiGraph(block.arcs.tolist())
    assert block.shape == shape
    assert set(graph) == set(range(block.size))
    assert nx.is_strongly_connected(graph)
    assert strict_circles(graph) == set(map(frozenset, block.circles))


def test_a_joint_group_is_everyone_for_everyone():
    block = DRAWERS["joint_group"](np.random.default_rng(3))
    assert len(block.arcs) == block.size * (block.size - 1)
    assert block.joint


def test_the_dense_core_survives_peeling_to_three_neighbours():
    block = dense_core(np.random.default_rng(5), 30)
    graph = nx.Graph(block.arcs.tolist())
    assert len(nx.k_core(graph, 3)) == 30


def test_each_shape_is_drawn_even_when_few_are_asked_for():
    drawn = draw_circles(np.random.default_rng(1), 0)
    assert {block.shape for block in drawn} == set(CIRCLE_SHAPES)
