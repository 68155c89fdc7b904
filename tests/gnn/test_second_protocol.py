"""What is told of two scorers, on firms whose scores are written by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from gnn.labels import Labels
from gnn.second_protocol import (
    BOTH,
    MODEL_SEEDS,
    NETWORK,
    NULLS,
    TREES,
    Bench,
    found_bench,
    judge_second,
    planted_bench,
)
from gnn.second_scorer import SecondScorer

SCHEMES, SIZE, FIRMS = 40, 3, 2_000
HIDDEN = np.arange(FIRMS) < SCHEMES * SIZE


def moment():
    scheme = np.where(HIDDEN, np.arange(FIRMS) // SIZE, -1).astype(np.int32)
    labels = Labels(
        positive=HIDDEN,
        left_out=np.zeros(FIRMS, bool),
        masked=np.zeros(FIRMS, bool),
        scheme=scheme,
        schemes=tuple(map(str, range(SCHEMES))),
        types=("circle",) * SCHEMES,
    )
    cluster = np.where(HIDDEN, scheme, np.arange(FIRMS)).astype(np.int32)
    ids = tuple(map(str, range(FIRMS)))
    return SimpleNamespace(labels=labels, cluster=cluster, ids=ids)


def noisy(seed, strength):
    """Scores that tell what is hidden with some noise of their own."""
    return np.random.default_rng(seed).normal(size=FIRMS) + strength * HIDDEN


def learned(scores):
    return SimpleNamespace(
        validate=scores,
        test=scores,
        epochs=4,
        device="cpu",
        cpu_seconds=1.0,
        edges={"ap": 0.5},
        network=SimpleNamespace(to_bytes=lambda: b"weights"),
    )


class Networks:
    """Networks that tell so much of what is hidden: with edges, and without."""

    def __init__(self, edges, none):
        self.edges, self.none = edges, none

    def network(self, seed):
        return learned(noisy(100 + seed, self.edges))

    def perceptron(self, seed):
        return learned(noisy(200 + seed, self.none))

    def rewired(self, seed):
        return learned(noisy(300 + seed, 0.0))

    def others(self, seed):
        return {"SAGE": noisy(400 + seed, self.none)}


def judged(edges, none, **options):
    def trees(seed):
        return (noisy(seed, 2.0),) * 2

    bench = Bench(
        moment(), trees, lambda item: (item.validate, item.test), lambda raw: raw
    )
    return judge_second(bench, Networks(edges, none), seed=1, **options)


def test_a_bench_grows_no_trees_that_are_there():
    here, later = moment(), moment()
    values = np.arange(FIRMS, dtype=np.float32)[:, None]
    for item, shift in ((here, 0), (later, 1)):
        table = SimpleNamespace(features=SimpleNamespace(values=values + shift))
        item.only = lambda _, table=table: table
    data = SimpleNamespace(validate=here, test=later)
    grown = SimpleNamespace(raw=lambda found: found[:, 0])
    planted = planted_bench(data, (), lambda raw: raw, {7: grown})
    known, judged = planted.trees(7)
    assert planted.moment is later
    assert (judged - known == 1).all()
    scored = noisy(1, 2.0)
    found = found_bench(data, (), {7: scored})
    assert found.moment is here
    assert all(raw is scored for raw in found.trees(7))
    network = SimpleNamespace(apart=scored)
    assert all(raw is scored for raw in found.network(network))
    assert found.counted(scored) is scored


@pytest.fixture(scope="module")
def strong():
    return judged(3.5, 0.5)


def test_a_network_that_tells_more_than_all_nulls_ranks(strong):
    told = strong.told
    assert told["ranks"]
    assert [run["model_seed"] for run in told["runs"]] == [1, 2, 3]
    for run in told["runs"]:
        assert set(run["figures"]) == {TREES, NETWORK, BOTH, *NULLS}
        for name in (TREES, *NULLS):
            assert run["differences"][f"{BOTH} less {name}"]["ap"]["low"] > 0
        assert run["best_null"] == "trees + trees"
        assert run["edges"] == {"ap": 0.5}


def test_other_networks_are_told_of_with_the_first_seed(strong):
    first, *later = judged(3.5, 0.5, others=True).told["runs"]
    assert not any("others" in run for run in (*later, *strong.told["runs"]))
    told = first["others"]
    assert set(told["figures"]) == {NETWORK, "SAGE"}
    assert told["figures"][NETWORK] == first["figures"][NETWORK]
    assert told["differences"][f"{NETWORK} less SAGE"]["ap"]["low"] > 0


def test_what_is_told_of_it_is_what_is_kept(strong):
    read = SecondScorer.of(SimpleNamespace(others=strong.scorer.files, folder=None))
    assert read.ranks
    assert read.weights == b"weights"
    assert len(read.standing["gain"]) == MODEL_SEEDS
    one = strong.told["runs"][0]["differences"]
    assert read.standing["gain"][0] == one[f"{BOTH} less {TREES}"]["ap"]
    assert read.standing["over_best_null"][0] == one[f"{BOTH} less trees + trees"]["ap"]


def test_a_network_that_is_no_better_than_one_without_edges_does_not_rank():
    told = judged(2.5, 2.6).told
    assert not told["ranks"]
    assert {run["best_null"] for run in told["runs"]} == {"trees + perceptron"}
    assert all(
        run["differences"][f"{BOTH} less {TREES}"]["ap"]["low"] > 0
        for run in told["runs"]
    )
