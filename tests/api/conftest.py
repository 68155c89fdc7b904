"""A village small enough to know by heart, served in this process."""

from __future__ import annotations

import secrets
import shutil
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.keys import READ, SCOPES
from api.settings import Settings
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.stores import open_store
from graph.testing.facts import memory_store, write
from village_facts import AS_OF, village_rows
from waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from graph.stores.base import Store
    from graph.testing.facts import Rows

collect_ignore_glob = ["added_*"]
"""Run in processes of their own: what they add must not be known here."""

BASE_URL = "http://127.0.0.1"
QUICK = ContagionParameters(n_worlds=640)


class Village:
    """A store, its published snapshot, and what a client of it needs."""

    def __init__(self, data_dir: Path, rows: Rows | None = None) -> None:
        self.data_dir = data_dir
        self.settings = Settings(data_dir=data_dir, log_level="ERROR")
        self.store: Store = memory_store(village_rows() if rows is None else rows)
        self.snapshot_id: str | None = None

    def publish(self, as_of: int = AS_OF) -> None:
        """Publish a snapshot, by default at the village's instant."""
        snapshot = publish(
            self.store, self.data_dir, at=self.store.at(as_of), parameters=QUICK
        )
        self.snapshot_id = snapshot.manifest.snapshot_id

    def write(self, rows: Rows) -> None:
        """Commit more facts."""
        write(self.store, rows)

    @contextmanager
    def client(self, *scopes: str, **settings: Any) -> Iterator[TestClient]:
        """A client with a key of these scopes; without any, nobody is signed in."""
        chosen = self.settings.model_copy(update=settings)
        app = create_app(chosen, self.store)
        headers = {}
        if scopes:
            key = app.state.keys.mint(secrets.token_hex(4), scopes)
            headers["Authorization"] = f"Bearer {key}"
        with TestClient(app, base_url=BASE_URL, headers=headers) as client:
            if self.snapshot_id is not None:
                await_ready(client)
            yield client


def await_ready(client: TestClient) -> None:
    """Wait for a service that compiles its kernels for the first time."""
    eventually(lambda: client.get("/readyz").is_success)


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    """The published village, not to be written to."""
    built = Village(tmp_path_factory.mktemp("village"))
    built.publish()
    return built


@pytest.fixture(scope="session")
def village_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Village]:
    """Publishes other facts than the village's, by default at its instant."""

    def build(rows: Rows, as_of: int = AS_OF) -> Village:
        built = Village(tmp_path_factory.mktemp("village"), rows)
        built.publish(as_of)
        return built

    return build


@pytest.fixture
def unpublished(tmp_path: Path) -> Village:
    """A village without a snapshot."""
    return Village(tmp_path)


@pytest.fixture
def own_village(tmp_path: Path) -> Village:
    """A published village to write to."""
    built = Village(tmp_path)
    built.publish()
    return built


@pytest.fixture(scope="session")
def village_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder of the published village, whose store is a file; to be copied."""
    folder = tmp_path_factory.mktemp("village-folder")
    with open_store(Settings(data_dir=folder).store_url) as store:
        write(store, village_rows())
        publish(store, folder, at=store.at(AS_OF), parameters=QUICK)
    return folder


@pytest.fixture
def village_dir(village_folder: Path, tmp_path: Path) -> Path:
    """A data folder of the published village, to write to."""
    return shutil.copytree(village_folder, tmp_path, dirs_exist_ok=True)


@contextmanager
def serving(data_dir: Path, *, apart: bool = False) -> Iterator[TestClient]:
    """A client of a data folder's service, with readers or without."""
    app = create_app(Settings(data_dir=data_dir, log_level="CRITICAL"), apart=apart)
    key = app.state.keys.mint(secrets.token_hex(4), [READ])
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url=BASE_URL, headers=headers) as client:
        await_ready(client)
        yield client


@pytest.fixture(scope="session")
def served() -> Callable[..., AbstractContextManager[TestClient]]:
    """What serves a data folder."""
    return serving


@pytest.fixture(scope="session")
def client(village: Village) -> Iterator[TestClient]:
    """A client that sees personal data."""
    with village.client(*SCOPES) as opened:
        yield opened


@pytest.fixture(scope="session")
def reader(village: Village) -> Iterator[TestClient]:
    """A client with the scope `read` only."""
    with village.client(READ) as opened:
        yield opened


@pytest.fixture(scope="session")
def stranger(village: Village) -> Iterator[TestClient]:
    """A client without a key."""
    with village.client() as opened:
        yield opened


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run_cli(*arguments: object, stdin: str = "", **environment: str) -> Done:
    """Run the command line in this process, with few worlds.

    Only tests of starting and of being killed need a process of their own, which
    takes seconds to load compiled kernels.
    """
    out, err = StringIO(), StringIO()
    code: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setattr(sys, "argv", ["suretynet", *map(str, arguments)])
        patch.setattr(sys, "stdin", StringIO(stdin))
        patch.setenv("SURETYNET_N_WORLDS", "640")
        for name, value in environment.items():
            patch.setenv(name, value)
        with redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code
    return Done(int(code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def cli() -> Callable[..., Done]:
    """The command line as a function; keywords are environment variables."""
    return run_cli


@pytest.fixture(scope="session")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data folder of a demo of 1,000 companies, made once; not to be written to."""
    folder = tmp_path_factory.mktemp("demo")
    done = run_cli("demo", "--data-dir", folder, "--companies", 1_000)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def demo_client(demo_dir: Path) -> Iterator[TestClient]:
    """The demo as served, to a caller who sees personal data."""
    app = create_app(Settings(data_dir=demo_dir, log_level="ERROR"))
    key = app.state.keys.mint("tests", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url=BASE_URL, headers=headers) as client:
        await_ready(client)
        yield client
