"""A load that was cut short, run again, gives the store of an undisturbed one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from graph.model import FactBatch
from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.loading.load import load

ON = datetime(2024, 5, 1, tzinfo=UTC)
NAMES = [f"c:p{number}" for number in range(40)]
FILES = {
    "party": "party_id,party_type,name\n"
    + "".join(f"{name},company,{name}\n" for name in NAMES),
    "ownership": "owner_id,asset_id,share\n"
    + "".join(f"{name},c:p0,0.02\n" for name in NAMES[1:])
    + "c:p1,c:p0,0.03\nc:ghost,c:p0,0.1\n",
}


class CutError(Exception):
    """The process would end here."""


def content(store):
    """All that is visible, without when it was recorded."""
    return {
        name: store.view()
        .select(kind)
        .drop_columns(["recorded_from", "recorded_to"])
        .to_pylist()
        for name, kind in KINDS.items()
    }


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(FactBatch, "LIMIT", 7)


@pytest.mark.integration
@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}/facts.db"])
@pytest.mark.usefixtures("small_batches")
def test_wherever_it_was_cut_the_rest_is_written(bundle, tmp_path, monkeypatch, url):
    folder = bundle(**FILES)
    with open_store("memory://") as whole:
        load(folder, whole, collected_at=ON)
        expected, commits = content(whole), whole.sequence()
    assert commits == 12
    for cut in range(commits):
        path = tmp_path / str(cut)
        path.mkdir()
        with open_store(url.format(path)) as store:
            appended = store.append

            def append(*args, store=store, cut=cut, appended=appended, **options):
                if store.sequence() == cut:
                    raise CutError
                return appended(*args, **options)

            monkeypatch.setattr(store, "append", append)
            with pytest.raises(CutError):
                load(folder, store, collected_at=ON)
            monkeypatch.undo()
            monkeypatch.setattr(FactBatch, "LIMIT", 7)
            report = load(folder, store, collected_at=ON)
            assert content(store) == expected
            assert store.sequence() == commits
            assert (report.total("added") > 0) == (cut < commits)
            assert report.total("resumed") + report.total("added") == 80
            assert report.total("rejected") == 1
            assert load(folder, store, collected_at=ON).total("unchanged") == 80


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from graph.model import FactBatch
from graph.stores import open_store
from ingest.loading.load import load

FactBatch.LIMIT = 100
with open_store(sys.argv[2]) as store:
    append = store.append

    def tell(*arguments, **options):
        print("a piece", flush=True)
        return append(*arguments, **options)

    store.append = tell
    load(Path(sys.argv[1]), store, collected_at=datetime(2024, 5, 1, tzinfo=UTC))
"""


@pytest.mark.integration
def test_a_killed_load_is_completed_by_the_same_load(bundle, tmp_path):
    names = [f"c:p{number}" for number in range(20_000)]
    rows = "".join(f"{name},company,{name}\n" for name in names)
    folder = bundle(party="party_id,party_type,name\n" + rows)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    url = f"sqlite:///{tmp_path / 'facts.db'}"
    command = [sys.executable, str(program), str(folder), url]
    kills = 0
    for pieces in (1, 10, 50):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            for _ in range(pieces):
                assert process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
            kills += process.wait() == -signal.SIGKILL
    assert kills
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open_store(url) as store, open_store("memory://") as whole:
        load(folder, whole, collected_at=ON)
        assert content(store) == content(whole)
        assert store.check() == []
