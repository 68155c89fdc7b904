"""Ten thousand possible worlds on one core, in a child process for its memory."""

from __future__ import annotations

import sys
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
import orjson

from graph.algorithms.loss_network import LossNetwork
from graph.algorithms.world_blocks import WorldsSample
from graph.algorithms.worlds import sample_worlds
from graph.kernels.hashing import party_keys
from tests.benchmarks.harness import GIGABYTE, Row, run_child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.harness import Workplace
    from tests.benchmarks.networks import Network

TOPIC = "worlds"
WORLDS = 10_000
CASES = (
    # mean own default probability, mean pass-through, bar
    (0.02, 0.10, "worlds-3-percent"),
    (0.03, 0.20, "worlds-8-percent"),
)


def measure(place: Workplace) -> Iterator[Row]:
    """The large network at two levels of distress."""
    network = place.large
    for mean_self, mean_pass, bar in CASES:
        path = place.folder / "losses.npz"
        write_losses(network, path, mean_self, mean_pass)
        child = run_child(["-m", "tests.benchmarks.worlds", path])
        report = child.report
        what = f"{network.title}, mean default rate {report['rate']:.1%}"
        yield Row(TOPIC, f"{WORLDS:,} on {what}", report["cpu"], "s", bar=bar)
        memory = child.memory / GIGABYTE
        yield Row(TOPIC, f"peak memory, {what}", memory, "GB", bar="worlds-memory")


def write_losses(
    network: Network, path: Path, mean_self: float, mean_pass: float
) -> None:
    """Write the network in loss direction with probabilities of these means."""
    reverse = network.rows.reverse()
    random = np.random.default_rng(1)
    own = network.drawn.p_self[network.numbering[0]]
    np.savez(
        path,
        indptr=reverse.indptr,
        indices=reverse.indices,
        p_edge=random.beta(1.0, 1.0 / mean_pass - 1.0, network.rows.m),
        p_self=(own * (mean_self / own.mean())).clip(max=0.999),
        component=network.numbering[1],
    )


def main() -> None:
    """Child process: draw the worlds of a written network and print the cost."""
    with np.load(sys.argv[1]) as held:
        arrays = {name: held[name] for name in held.files}
    keys = party_keys(f"firm:{number}" for number in range(len(arrays["p_self"])))
    network = LossNetwork(**arrays, node_key=keys)
    # One word compiles the kernels.
    sample_worlds(network, WorldsSample(1))
    start = process_time()
    result = sample_worlds(network, WorldsSample(WORLDS))
    report = {"cpu": process_time() - start, "rate": float(result.pd.mean())}
    sys.stdout.write(orjson.dumps(report).decode() + "\n")


if __name__ == "__main__":
    main()
