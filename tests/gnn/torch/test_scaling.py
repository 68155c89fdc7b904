import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gnn.torch.scaling import Columns, Scaling
from torch_graphs import FIRM, every_relation, graph_of, random_graph

NAN = np.nan


def test_columns_are_told_in_spreads_from_their_mean():
    columns = Columns.of(np.array([[1, 7, 0], [3, 7, NAN], [5, 7, NAN]], np.float32))
    told = columns.applied(np.array([[3, 9, 1], [NAN, 7, NAN]], np.float32))
    assert told.tolist() == [[0, 0, 0, 0], [0, 0, 0, 1]]
    assert columns.applied(np.array([[5, 7, 0]], np.float32))[0, 0] == pytest.approx(
        2 / np.std([1, 3, 5])
    )
    assert columns.width == 4


def test_unknown_is_the_median_where_asked_for():
    columns = Columns.of(np.array([[0], [0], [9], [NAN]], np.float32), by_median=True)
    assert columns.fill.tolist() == [0]
    assert Columns.of(np.array([[0], [0], [9], [NAN]], np.float32)).fill == [3]


def test_what_is_far_out_is_cut():
    columns = Columns.of(np.array([[0], [1]], np.float32))
    far = np.array([[1e9], [-1e9], [3e38]], np.float32)
    assert columns.applied(far).tolist() == [[10], [-10], [10]]
    widest = np.array([[3e38], [3e38], [1]], np.float32)
    wide = Columns.of(widest, by_median=True)
    assert np.isfinite(wide.applied(-far)).all()


@given(
    arrays(np.float32, (6, 3), elements=st.floats(-1e6, 1e6, width=32) | st.just(NAN))
)
def test_what_is_told_is_finite_and_of_training_within_spreads(values):
    columns = Columns.of(values)
    told = columns.applied(values)
    assert told.shape == (6, columns.width)
    assert np.isfinite(told).all()
    assert np.abs(told).max(initial=0) <= 10


def test_columns_of_nothing_tell_nothing():
    for values in (np.zeros((0, 2)), np.full((3, 2), NAN)):
        columns = Columns.of(values.astype(np.float32))
        assert not columns.applied(np.ones((1, 2), np.float32))[:, :2].any()


def test_a_graph_keeps_its_edges_and_gets_degrees_in_their_mean():
    raw = random_graph(2)
    graph = Scaling.of(raw).applied(raw)
    kind = (FIRM, "pays", FIRM)
    assert torch.equal(graph[kind].edge_index, raw[kind].edge_index)
    seen = raw[FIRM].degree[:, 0] > 0
    assert graph[FIRM].degree[seen, 0].mean() == pytest.approx(1)
    assert torch.equal(graph[FIRM].key, raw[FIRM].key)


def test_a_scaling_survives_json_and_learns_from_the_rows_it_may():
    raw = graph_of(every_relation())
    one = Scaling.of(raw)
    two = Scaling.from_dict(json.loads(json.dumps(one.to_dict())))
    assert torch.equal(one.applied(raw)[FIRM].x, two.applied(raw)[FIRM].x)
    graph = random_graph(4)
    rows = np.zeros(60, np.bool_)
    rows[:20] = True
    part = Scaling.of(graph, {FIRM: rows}).columns[FIRM]
    assert part.mean == pytest.approx(graph[FIRM].x[:20].mean(0).numpy(), abs=1e-6)
