"""Loading a million parties and three million facts; their snapshot; point reads.

Each step is a child process, measured with the children of its own.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from graph.snapshot import Snapshot
from graph.snapshot.verification import verify_once
from graph.snapshot_build import build_snapshot
from graph.stores import open_store
from graph.vocabulary import KINDS
from tests.benchmarks.bundles import MIX, write_bundle
from tests.benchmarks.harness import GIGABYTE, Row, run_child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.harness import Child, Workplace

TOPIC = "store"
OPENINGS = 21
BUILDS = 3
PARTIES = 1_000
PASSES = 6
PEER = "csv and sqlite3, unchecked"


def measure(place: Workplace) -> Iterator[Row]:
    """Load, build, open, read."""
    bundle, database = place.folder / "bundle", place.folder / "facts.db"
    write_bundle(place.large, bundle)
    before = _plain_load(bundle, place.folder / "plain-before.db")
    start = perf_counter()
    loaded = _load(bundle, database)
    seconds = perf_counter() - start
    plain = (before + _plain_load(bundle, place.folder / "plain-after.db")) / 2
    counts = orjson.loads(loaded.output)["totals"]
    assert counts["rejected"] == 0, counts
    assert counts["added"] == 4_000_000, counts
    note = f"{seconds:.0f} s by the wall"
    yield Row(
        TOPIC,
        f"load, {MIX}",
        loaded.cpu,
        "s",
        peer=PEER,
        theirs=plain,
        bar="load-ratio",
        note=note,
    )
    memory = loaded.memory / GIGABYTE
    yield Row(TOPIC, "load, peak memory", memory, "GB", bar="load-memory")
    size = database.stat().st_size / GIGABYTE
    yield Row(TOPIC, "size of the SQLite file", size, "GB")
    exported = _export(database)
    written = orjson.loads(exported.output)["facts"]
    assert sum(written.values()) == 4_000_000, written
    yield Row(
        TOPIC,
        "native export of it",
        exported.cpu,
        "s",
        peer="its load",
        theirs=loaded.cpu,
        bar="export-ratio",
    )
    builds = [
        _step("build", database, place.folder / f"snapshots-{turn}").report
        for turn in range(BUILDS)
    ]
    built = sorted(builds, key=lambda report: report["cpu"])[BUILDS // 2]
    turns = ", ".join(f"{report['cpu']:.1f}" for report in builds)
    note = f"median of {turns}; {built['seconds']:.0f} s by the wall"
    yield Row(
        TOPIC,
        "snapshot of it",
        built["cpu"],
        "s",
        peer=PEER,
        theirs=plain,
        bar="snapshot-ratio",
        note=note,
    )
    memory = built["memory"] / GIGABYTE
    yield Row(TOPIC, "snapshot of it, peak memory", memory, "GB")
    folder = Path(built["folder"])
    figures = _step("read", database, folder).report
    note = f"first in the process {figures['first']:.1f} ms"
    yield Row(
        TOPIC,
        "opening it, arrays of check and contagion mapped",
        figures["opening"],
        "ms",
        bar="snapshot-open",
        note=note,
    )
    what = f"point read of a party, p50 of {PARTIES:,}"
    hot, first = figures["hot_read"], figures["first_read"]
    yield Row(TOPIC, f"{what}, hot", hot, "ms", bar="point-read")
    yield Row(TOPIC, f"{what}, first time", first, "ms")


def _step(name: str, *paths: Path) -> Any:
    return run_child(["-m", "tests.benchmarks.stores", name, *paths])


def _load(bundle: Path, database: Path) -> Child:
    store = f"sqlite:///{database}"
    command = ["-m", "api.cli", "load", bundle, "--json", "--source", "benchmark"]
    return run_child([*command, "--store", store, "--data-dir", database.parent])


def _export(database: Path) -> Child:
    store, folder = f"sqlite:///{database}", database.parent / "exported"
    command = ["-m", "api.cli", "export", folder, "--json", "--store", store]
    return run_child([*command, "--data-dir", database.parent])


def _plain_load(bundle: Path, database: Path) -> float:
    """CPU seconds of the peer, whose file goes."""
    child = run_child(["-m", "tests.benchmarks.plain_load", bundle, database])
    database.unlink()
    return child.cpu


def build(database: Path, folder: Path) -> dict[str, Any]:
    """Child process: have the snapshot built, in a child of its own, and weigh that."""
    with open_store(f"sqlite:///{database}") as store:
        start = perf_counter()
        built = build_snapshot(store, store.at(), folder)
        seconds = perf_counter() - start
    assert len(built.pairs.guarantor) > 900_000, "the contracts make no pairs"
    verify_once(folder / built.manifest.snapshot_id, built.manifest.files)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
        "folder": str(folder / built.manifest.snapshot_id),
    }


def open_for_checks(folder: Path) -> Snapshot:
    """Open a verified snapshot and map what the check, circles and contagion read."""
    snapshot = Snapshot.open(folder)
    verify_once(folder, snapshot.manifest.files)
    assert snapshot.pairs.forward.n == snapshot.pairs.reverse.n == snapshot.n_parties
    assert len(snapshot.ids("party")) == len(snapshot.component)
    assert len(snapshot.party_key) == snapshot.nodes("party").num_rows
    return snapshot


def read(database: Path, folder: Path) -> dict[str, float]:
    """Child process: milliseconds of openings and of reads of one party."""
    openings = []
    for _ in range(OPENINGS):
        start = perf_counter()
        open_for_checks(folder)
        openings.append(perf_counter() - start)
    snapshot = Snapshot.open(folder)
    random = np.random.default_rng(2)
    chosen = random.integers(0, snapshot.n_parties, PARTIES)
    ids = [snapshot.node_id("party", int(number)) for number in chosen]
    spent = np.empty((PASSES, PARTIES))
    with open_store(f"sqlite:///{database}") as store:
        at = store.at()
        for turn in range(PASSES):
            for place, party_id in enumerate(ids):
                start = perf_counter()
                store.view(at).node(KINDS["party"], party_id)
                spent[turn, place] = perf_counter() - start
    return {
        "first": openings[0] * 1e3,
        "opening": float(np.median(openings)) * 1e3,
        "first_read": float(np.median(spent[0])) * 1e3,
        "hot_read": float(np.median(spent[1:])) * 1e3,
    }


def main() -> None:
    """Child process: one step, its figures as the last line."""
    step = {"build": build, "read": read}[sys.argv[1]]
    report = step(*map(Path, sys.argv[2:4]))
    sys.stdout.write(orjson.dumps(report).decode() + "\n")


if __name__ == "__main__":
    main()
