from __future__ import annotations

import subprocess
import sys

import pytest

# The core must run where none of these is installed or wanted.
NOT_IN_THE_CORE = ("adbc_driver_sqlite", "fastapi", "neo4j", "numba", "pyvis", "torch")
# Half a second to two seconds each: made where they are used, not for --help.
NOT_FOR_HELP = ("lightgbm", "numba", "pandas", "pyvis", "scipy", "torch")


def loaded_by(statement: str, names: tuple[str, ...]) -> list[str]:
    """Which of the modules a statement loads in a fresh interpreter."""
    program = f"import sys; {statement}; print(*(sys.modules.keys() & {set(names)}))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return answer.stdout.split()


@pytest.mark.parametrize("module", ["graph", "graph.stores", "graph.analysis"])
def test_the_core_loads_no_driver_server_or_compiler(module: str) -> None:
    assert loaded_by(f"import {module}", NOT_IN_THE_CORE) == []


def test_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("import api.cli", NOT_FOR_HELP) == []
