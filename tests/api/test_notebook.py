"""The page for notebooks is carried out on a copy of the demo."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.integration
def test_the_page_for_notebooks_runs_as_it_stands(
    root: Path,
    demo_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(demo_dir, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("graph.compiled.keep_compiled", lambda _: None)  # kept by us
    blocks = BLOCK.findall(
        (root / "docs" / "how-to" / "notebook.md").read_text("utf-8")
    )
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "notebook.md", "exec"), names)  # noqa: S102 - our own page
    assert len(blocks) == 6
    circles = names["circles"]
    assert circles["contagion_exposure"].is_monotonic_decreasing
    assert names["circle"].circle_id == circles.circle_id[0]
    assert names["score"].pd == pytest.approx(names["worst"][0].pd, abs=1e-9)
    assert set(names["graph"]) == set(
        names["published"].snapshot.ids("party").to_pylist()
    )
    assert names["firm"].party_id == names["score"].party.party_id
    assert names["report"].exit_code == 0
    assert "as of 2026-09-30" in capsys.readouterr().out
