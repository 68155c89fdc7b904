"""What tests share.

Fixture strategy: use the smallest data that shows the point and build odd shapes in
the test itself; toy graphs and Hypothesis strategies live in ``graph.testing``. Only
things outside the process are fixtures here: the folder of shared data, the Neo4j
server (started once per run), Chromium. A test that asks for one which this machine
lacks is skipped, or fails where ``SURETYNET_REQUIRE`` names it: a list of ``neo4j``,
``browser`` and ``shared_data``, or ``all``.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph.compiled import keep_compiled
from graph.testing.strategies import THOROUGH
from neo4j_server import Neo4jServer, emptied, jar_folder, neo4j_server
from resources import ENVIRONMENT, require

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

# Before anything imports numba.
keep_compiled(ROOT / "build")

# Repeatable in each run; a deadline would measure the machine instead of the code.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile(
    "reduced", settings.get_profile("repeatable"), max_examples=10
)
settings.register_profile("few", settings.get_profile("repeatable"), max_examples=4)
settings.register_profile(
    "thorough", settings.get_profile("repeatable"), max_examples=THOROUGH
)
settings.load_profile("repeatable")

MARK_BY_FIXTURE = {
    "neo4j_instance": "neo4j",
    "neo4j_jars": "neo4j",
    "chromium_path": "browser",
    "shared_data": "shared_data",
    "demo_dir": "integration",
    "refusal": "integration",
    "village_dir": "integration",
}


# Tests that share what is dear to make, a mark or a fixture, share a worker; of several
# the first counts. A browser lives as long as its file.
GROUPS = {
    "neo4j": "neo4j",
    "demo_dir": "demo",
    "refusal": "wheel",
    "browser": "{file}",
}


@pytest.hookimpl(tryfirst=True)  # the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, so that -m can choose and workers share."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for fixture in MARK_BY_FIXTURE.keys() & fixtures:
            item.add_marker(MARK_BY_FIXTURE[fixture])
        needs = fixtures | {mark.name for mark in item.iter_markers()}
        group = next((GROUPS[need] for need in GROUPS if need in needs), None)
        if group is not None:
            name = group.format(file=item.path.stem)
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the sources."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of published data sets, read in place."""
    default = ROOT.parent / "shared" / "data"
    folder = Path(ENVIRONMENT.get("SURETYNET_SHARED_DATA", default))
    if not folder.is_dir():
        require("shared_data", f"no folder {folder}; set SURETYNET_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Program of a Chromium browser."""
    names = (ENVIRONMENT.get("SURETYNET_TEST_CHROMIUM", ""), *CHROMIUM_NAMES)
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None:
        require("browser", "no Chromium here; scripts/provision.sh installs it")
    return found


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """Temporary folder of this run, which its workers share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def neo4j_jars() -> Path:
    """Folder of the programs of Neo4j."""
    if not jar_folder().is_dir():
        require("neo4j", "no Neo4j jars here; scripts/provision.sh fetches them")
    return jar_folder()


@pytest.fixture(scope="session")
def neo4j_instance(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Neo4jServer]:
    """Server of this run: the one named by the environment, else one of our own."""
    if url := ENVIRONMENT.get("SURETYNET_TEST_NEO4J_URL"):
        yield Neo4jServer(
            url=url,
            user=ENVIRONMENT.get("SURETYNET_TEST_NEO4J_USER", ""),
            password=ENVIRONMENT.get("SURETYNET_TEST_NEO4J_PASSWORD", ""),
        )
        return
    jars = request.getfixturevalue("neo4j_jars")
    home = run_folder(tmp_path_factory) / "neo4j"
    home.mkdir()  # there already: two workers have tests of Neo4j, against GROUPS
    log = ROOT / "test-artifacts" / "neo4j.log"
    with neo4j_server(jars, home, log) as server:
        yield server


@pytest.fixture
def neo4j_url(neo4j_instance: Neo4jServer) -> str:
    """Store URL of a Neo4j database with nothing in it; what it held is deleted."""
    return emptied(neo4j_instance)
