"""A SQLite store whose process is killed in the middle of a load."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.instant import BEGINNING
from graph.stores import open_store
from graph.vocabulary import KINDS

CHILD = Path(__file__).with_name("loading_child.py")
ROUNDS = 3
PIECES_A_ROUND = 7
PIECE = 100
TIMES = ["recorded_from", "recorded_to"]


def load_and_kill(url: str, pieces: int, patience: float) -> list[str]:
    """Pieces that the child said are in; killed some time after so many of them."""
    with subprocess.Popen(
        [sys.executable, CHILD, url], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(pieces)]
        time.sleep(patience)
        child.kill()
        told += child.stdout.readlines()
        return [line.decode().strip() for line in told if line.endswith(b"\n")]


def content(url: str) -> dict[str, list[object]]:
    with open_store(url) as store:
        assert store.check() == []
        return {
            name: store.view().select(kind).drop_columns(TIMES).to_pylist()
            for name, kind in KINDS.items()
        }


@pytest.mark.integration
def test_a_kill_loses_nothing_and_halves_nothing(tmp_path, sqlite_url):
    moments = random.Random(7)
    for number in range(1, ROUNDS + 1):
        patience = moments.uniform(0, 0.03)
        told = load_and_kill(sqlite_url, number * PIECES_A_ROUND, patience)
        with open_store(sqlite_url) as store:
            assert store.check() == []
            assert store.done(told) == set(told)
            recorded = sum(
                store.changes(kind, BEGINNING).num_rows for kind in KINDS.values()
            )
            assert recorded % PIECE == 0
            assert recorded >= PIECE * len(told)
    subprocess.run([sys.executable, CHILD, sqlite_url], check=True, capture_output=True)

    undisturbed = f"sqlite:///{tmp_path}/undisturbed.db"
    subprocess.run(
        [sys.executable, CHILD, undisturbed], check=True, capture_output=True
    )
    assert content(sqlite_url) == content(undisturbed)
