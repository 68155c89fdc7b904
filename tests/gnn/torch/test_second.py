"""The second scorer of a small economy: trained, kept, and applied again."""

import numpy as np
import pytest

from api.model_runs import EconomyRun
from feature_rows import NOW
from gnn.errors import ModelFileError
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.model_files import open_model
from gnn.second_scorer import SecondScorer
from gnn.torch.inputs import GROUPS
from gnn.torch.network import Network
from gnn.torch.parameters import NetworkParameters
from gnn.torch.scoring import logits_of
from graph.testing.facts import snapshot_of
from torch_graphs import every_relation

COMPANIES, ECONOMY = 2_000, 3


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("economy")
    with pytest.MonkeyPatch.context() as patch:
        served = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP)
        small = NetworkParameters(hidden=8, epochs=2, every=1)
        patch.setattr("gnn.protocol.SERVED", served)
        patch.setattr("gnn.protocol.MODELS", {"T": (Group.OWN,), "T+G+D+E": served})
        patch.setattr("gnn.protocol.AGAINST", ())
        patch.setattr("api.model_runs.SERVED", served)
        patch.setattr("api.model_runs.Group", served)
        patch.setattr("gnn.torch.second.Networks.__init__.__defaults__", (None, small))
        run = EconomyRun(folder, COMPANIES, "fraud", 1, lambda *_: None, long=False,
                         device="cpu", others=True)  # fmt: skip
        yield run.figures(ECONOMY), open_model(folder / f"seed-{ECONOMY}" / "model")


def test_an_economy_tells_of_both_scorers_and_keeps_the_network(run):
    told, model = run
    second = told["second"]
    assert [item["model_seed"] for item in second["runs"]] == [1, 2, 3]
    assert second["device"] == "cpu"
    assert {"scheme: guarantee_circle", "missing edge: yes"} <= set(
        second["runs"][0]["gains"]
    )
    beside = second["runs"][0]["others"]["figures"]
    assert {"network", "own attributes as inputs", "RGCN", "BWGNN"} <= set(beside)
    scorer = SecondScorer.of(model)
    assert scorer.ranks is second["ranks"]
    assert model.metrics["second"]["runs"] == second["runs"]


def test_guarantees_of_schemes_are_told_by_a_head_of_their_own(run):
    told, model = run
    weights = model.others["network.safetensors"]
    assert Network.from_bytes(weights, "network.safetensors").edges is not None
    for item in told["second"]["runs"]:
        edges = item["edges"]
        assert 0 < edges["positive"] < edges["edges"]
        assert 0 < edges["ap"] <= 1
        assert 0 < edges["ap_of_ends"] <= 1


def test_a_kept_network_scores_a_snapshot(run):
    scorer = SecondScorer.of(run[1])
    firms = Firms(snapshot_of(every_relation(), NOW))
    features = build_features(firms, GROUPS)
    logits, device = scorer.logits(firms, features, "cpu")
    assert device == "cpu"
    assert np.isfinite(logits).all()
    again, _ = scorer.logits(firms, features, "cpu")
    assert again.tobytes() == logits.tobytes()


def test_a_network_of_other_bytes_is_refused(run):
    scorer = SecondScorer.of(run[1])
    firms = Firms(snapshot_of(every_relation(), NOW))
    features = build_features(firms, GROUPS)
    with pytest.raises(ModelFileError, match=r"network\.safetensors"):
        logits_of(scorer.weights[:-4], firms, features, "cpu")
