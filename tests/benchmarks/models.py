"""The scorer of related-party fraud: skill on three economies, and what it costs.

Run as a script it computes the features of one snapshot, for the peak of its memory.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from api.data_dir import planted_case
from api.model_runs import EconomyRun
from gnn.dataset import Days, dataset
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.making import FRAUD
from gnn.protocol import SERVED
from gnn.second_protocol import TREES
from gnn.training import fit
from graph.analysis.history import History
from graph.analysis.publication import open_published
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.stores import open_store
from tests.benchmarks.harness import GIGABYTE, Row, cpu_seconds, run_child
from tests.benchmarks.service import ROUNDS, ask, authorization, demo, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.harness import Workplace

TOPIC = "models"
COMPANIES = 100_000
SEEDS = (7, 8, 9)
MODEL_SEED = 1
WITHOUT_WORLDS = tuple(group for group in Group if group is not Group.CONTAGION)
ASKED = 10_000
"""Parties whose score is asked for, in turn."""


def measure(place: Workplace) -> Iterator[Row]:
    """Skill first, then the costs on the demo economy of the same size."""
    for seed in SEEDS:
        run = EconomyRun(
            folder=place.folder / "models",
            companies=COMPANIES,
            task=FRAUD,
            seed=MODEL_SEED,
            progress=lambda *_: None,
            long=False,
        )
        yield from _skill(seed, run.figures(seed))
    yield from _costs(place)


def _skill(seed: int, told: dict[str, Any]) -> Iterator[Row]:
    for name, figures in told["figures"].items():
        served = name == TREES
        for key, bar in (("auc", "models-auc"), ("ap", "models-ap")):
            yield Row(
                TOPIC,
                f"seed {seed}: {key} of {name}",
                figures[key]["point"],
                key.upper(),
                bar=bar if served else "",
                note=_interval(figures[key]),
            )
    for key in ("recall_at_1_percent_fpr", "precision_at_500"):
        item = told["figures"][TREES][key]
        what = f"seed {seed}: {key.replace('_', ' ')}"
        yield Row(TOPIC, what, item["point"], "", note=_interval(item))
    for other in ("T+N", "T+G"):
        gain = told["differences"][f"{TREES} less {other}"]["ap"]
        yield Row(
            TOPIC,
            f"seed {seed}: lower bound of the gain over {other}",
            gain["low"],
            "AP",
            bar="models-gain",
            note=f"{gain['point']:.3f} {_interval(gain)}",
        )


def _interval(item: dict[str, float]) -> str:
    return f"95 % {item['low']:.3f}-{item['high']:.3f}"


def _costs(place: Workplace) -> Iterator[Row]:
    data = demo(place, COMPANIES)
    case = planted_case(data)
    assert case is not None, "the demo has a linked case"
    with open_store(f"sqlite:///{(data / 'suretynet.db').resolve()}") as store:
        published = open_published(store, data).snapshot.manifest.snapshot_id
        past = History(store, place.folder / "models-past")
        found = dataset(
            past, Days.before(date.fromisoformat(str(case["as_of"]))), SERVED
        )
    child = run_child(["-m", "tests.benchmarks.models", str(data), published])
    yield Row(
        TOPIC,
        "features of one snapshot without R",
        child.report["seconds"],
        "s",
        bar="models-features",
        note=f"{child.report['columns']} columns",
    )
    memory = child.memory / GIGABYTE
    yield Row(TOPIC, "peak memory of that", memory, "GB", bar="models-memory")
    model = fit(found, SERVED, MODEL_SEED)
    spent = cpu_seconds(lambda: fit(found, SERVED, MODEL_SEED))
    yield Row(TOPIC, "training", spent, "s", bar="models-training")
    values = found.validate.features.values
    spent = cpu_seconds(lambda: model.raw(values))
    what = f"scores of {len(values):,} firms"
    yield Row(TOPIC, what, spent, "s", bar="models-scoring")
    yield from _asked(data, found.validate.ids[:ASKED])


def _asked(data: Path, ids: tuple[str, ...]) -> Iterator[Row]:
    with serving(data) as port:
        headers = f"Host: 127.0.0.1:{port}\r\n{authorization(data)}\r\n"
        spent = ask(
            port,
            {
                "score": [
                    f"GET /v1/model-scores/{party} HTTP/1.1\r\n{headers}\r\n"
                    for party in ids
                ],
                "empty": [f"GET /healthz HTTP/1.1\r\n{headers}\r\n"],
            },
            rounds=ROUNDS,
        )
    tails = {
        name: [float(np.percentile(turn, 99)) for turn in turns]
        for name, turns in spent.items()
    }
    pairs = zip(tails["score"], tails["empty"], strict=True)
    ratios = [score / empty for score, empty in pairs]
    yield Row(
        TOPIC,
        f"p99 of a score over the empty handler's, median of {ROUNDS} rounds",
        median(ratios),
        "x",
        bar="models-tail-ratio",
        note="rounds " + ", ".join(f"{ratio:.2f}" for ratio in ratios),
    )
    score, empty = (median(tails[name]) for name in ("score", "empty"))
    yield Row(
        TOPIC, "p99 of a score", score, "ms", "the empty handler", empty, "models-tail"
    )


def _features(data: Path, snapshot_id: str) -> dict[str, float]:
    snapshot = SnapshotDirectory(data).open(snapshot_id)
    columns = []

    def build() -> None:
        columns.append(build_features(Firms(snapshot), WITHOUT_WORLDS).values.shape[1])

    return {"seconds": cpu_seconds(build), "columns": columns[0]}


if __name__ == "__main__":
    from graph.compiled import keep_compiled

    keep_compiled(Path(__file__).parents[2] / "build")
    told = _features(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write(orjson.dumps(told).decode())
