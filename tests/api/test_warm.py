from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.compiled import VARIABLE

SERVICE = Path(__file__).with_name("warm_service.py")


def late(data_dir: Path, **environment: str) -> tuple[list[str], list[str]]:
    """Kernels compiled and modules loaded after `/readyz`, with every route used."""
    done = subprocess.run(
        [sys.executable, str(SERVICE), str(data_dir)],
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
    )
    found = json.loads(done.stdout)
    assert found["compiled"]
    assert set(found["seen"]) <= {200, 404}
    return found["late"], found["modules"]


@pytest.mark.integration
def test_no_route_waits_for_a_kernel_or_a_library(village_dir: Path) -> None:
    assert late(village_dir) == ([], [])


@pytest.mark.slow
def test_with_no_kernel_kept_all_are_compiled_before_the_service_is_ready(
    village_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("kernels")
    assert late(village_dir, **{VARIABLE: str(empty)})[0] == []
