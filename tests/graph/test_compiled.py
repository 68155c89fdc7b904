"""Where compiled kernels are kept."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from graph import compiled


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The module as if it stood beside two kernels of our own."""
    kernels = tmp_path / "kernels"
    kernels.mkdir()
    (kernels / "one.py").write_text("1")
    (kernels / "two.py").write_text("2")
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    return kernels


def test_the_same_sources_have_one_folder(copied, tmp_path):
    folder = compiled.cache_folder(tmp_path / "data")
    assert folder == compiled.cache_folder(tmp_path / "data")
    assert folder.parent == tmp_path / "data" / "numba"


def test_a_change_in_any_kernel_names_a_new_folder(copied, tmp_path):
    before = compiled.cache_folder(tmp_path)
    (copied / "two.py").write_text("3")
    changed = compiled.cache_folder(tmp_path)
    (copied / "two.py").rename(copied / "three.py")
    assert len({before, changed, compiled.cache_folder(tmp_path)}) == 3


@pytest.fixture
def processor(monkeypatch):
    """Has the system describe its processor so; None has it say nothing."""
    read = Path.read_text

    def describe(text):
        def answer(path, **options):
            if path != Path("/proc/cpuinfo"):
                return read(path, **options)
            if text is None:
                raise FileNotFoundError
            return text

        monkeypatch.setattr(Path, "read_text", answer)

    return describe


def test_another_compiler_or_processor_names_a_new_folder(
    tmp_path, processor, monkeypatch
):
    folders = {compiled.cache_folder(tmp_path)}
    processor("model name: another")
    folders.add(compiled.cache_folder(tmp_path))
    monkeypatch.setattr(compiled, "version", lambda _: "0")
    folders.add(compiled.cache_folder(tmp_path))
    assert len(folders) == 3


def test_the_platform_names_the_processor_where_the_system_does_not(
    tmp_path, processor, monkeypatch
):
    processor(None)
    monkeypatch.setattr(platform, "processor", lambda: "one")
    one = compiled.cache_folder(tmp_path)
    monkeypatch.setattr(platform, "processor", lambda: "other")
    assert compiled.cache_folder(tmp_path) != one


def test_a_folder_of_the_environment_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(compiled.VARIABLE, "mine")
    compiled.keep_compiled(tmp_path)
    assert os.environ[compiled.VARIABLE] == "mine"
    monkeypatch.delenv(compiled.VARIABLE)
    compiled.keep_compiled(tmp_path)
    assert os.environ[compiled.VARIABLE] == str(compiled.cache_folder(tmp_path))
