from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gnn.array_files import read_arrays
from gnn.errors import ModelInputError

if TYPE_CHECKING:
    from pathlib import Path

N = 9
GOOD = {
    "x": np.arange(2.0 * N).reshape(N, 2),
    "y": np.array([0, 1, -1] * 3),
    "edges": np.array([[0, 1, 2], [1, 2, 8]]),
    "split": np.repeat(np.array([0, 1, 2], np.int8), 3),
}


def changed(name: str, place: object, value: object) -> np.ndarray:
    array = GOOD[name].copy()
    array[place] = value
    return array


def files(folder: Path, **others: object) -> dict[str, Path]:
    """The four files; an array, bytes, or None for a missing one, in place of one."""
    paths = {}
    for name, array in {**GOOD, **others}.items():
        paths[name] = folder / f"{name}.npy"
        if isinstance(array, bytes):
            paths[name].write_bytes(array)
        elif array is not None:
            np.save(paths[name], array)
    return paths


def refusal(paths: dict[str, Path]) -> str:
    with pytest.raises(ModelInputError) as caught:
        read_arrays(**paths)
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_arrays_are_read_as_they_are(tmp_path: Path) -> None:
    x = np.asfortranarray(changed("x", (0, 1), np.nan))
    graph = read_arrays(**files(tmp_path, x=x, edges=GOOD["edges"].astype(np.int32)))
    np.testing.assert_array_equal(graph.x, x.astype(np.float32))
    np.testing.assert_array_equal(graph.relations["edge"], GOOD["edges"])
    assert graph.rows(1).tolist() == [3, 4]
    assert graph.y.tolist() == GOOD["y"].tolist()


def test_an_archive_holds_a_relation_an_array(tmp_path: Path) -> None:
    paths = files(tmp_path)
    paths["edges"] = tmp_path / "edges.npz"
    np.savez_compressed(paths["edges"], pays=GOOD["edges"], owns=GOOD["edges"][:, :0])
    graph = read_arrays(**paths)
    assert {name: links.shape for name, links in graph.relations.items()} == {
        "pays": (2, 3), "owns": (2, 0),
    }  # fmt: skip
    np.savez(paths["edges"], pays=np.zeros((3, 2), int))
    assert "edges.npz: shape of pays is (3, 2); expected (2, m)" in refusal(paths)
    with zipfile.ZipFile(paths["edges"], "w"):
        pass
    assert "edges.npz: file is empty; expected an array for each" in refusal(paths)
    with zipfile.ZipFile(paths["edges"], "w") as archive:
        archive.writestr("notes.txt", "no array")
    assert "edges.npz: file is" in refusal(paths)
    with zipfile.ZipFile(paths["edges"], "w") as archive:
        for name in ("pays", "pays.npy"):
            with archive.open(name, "w") as file:
                np.save(file, GOOD["edges"])
    assert "2 arrays named pays; expected each name once" in refusal(paths)
    paths["edges"].write_bytes(b"no archive")
    assert "expected an .npz file" in refusal(paths)


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        ("x", None, "x.npy: file is No such file or directory"),
        ("x", b"", "x.npy: file is "),
        ("x", b"a,b\n1,2\n", "expected an array in NumPy's .npy format"),
        ("x", np.zeros(N), "x.npy: shape of x is (9,); expected 2 axes"),
        ("x", np.zeros((N, 2), int), "type of x is int64; expected floats"),
        ("x", np.zeros((N, 0)), "x is (9, 0); expected nodes and columns"),
        ("x", np.array([[object()]]), "x.npy: array is (1, 1) of object"),
        ("x", changed("x", (3, 1), np.inf), "x.npy: x[3, 1] is inf; expected NaN or"),
        ("x", changed("x", (3, 1), np.inf).astype("f2"), "x.npy: x[3, 1] is inf; exp"),
        ("x", changed("x", (3, 1), -1e300), "x[3, 1] is -1e+300; expected NaN or a"),
        ("y", np.zeros(N), "y.npy: type of y is float64; expected integers"),
        ("y", GOOD["y"][:4], "y.npy: length of y is 4; expected 9, the nodes of"),
        ("y", changed("y", 5, 2), "y.npy: y[5] is 2; expected one of -1, 0, 1"),
        ("edges", np.zeros((3, 2), int), "shape of edges is (3, 2); expected (2, m)"),
        ("edges", np.zeros(4, int), "shape of edges is (4,); expected 2 axes"),
        ("edges", np.zeros((2, 4)), "type of edges is float64; expected integers"),
        ("edges", changed("edges", (1, 2), 9), "edges[1, 2] is 9; expected a node bel"),
        ("edges", changed("edges", (0, 1), -1), "edges[0, 1] is -1; expected a node"),
        ("split", GOOD["split"][:, None], "shape of split is (9, 1); expected 1 axes"),
        ("split", changed("split", 0, 7), "split.npy: split[0] is 7; expected one of"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, name: str, array, said: str) -> None:
    assert said in refusal(files(tmp_path, **{name: array}))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_each_part_needs_both_classes(tmp_path: Path, part: int) -> None:
    y = changed("y", 3 * part, 1)
    said = refusal(files(tmp_path, y=y))
    assert f"split.npy: split {part} (" in said
    assert "2 nodes with a known label, 2 of them positive; expected some of" in said


def test_all_nodes_in_one_part_are_refused(tmp_path: Path) -> None:
    said = refusal(files(tmp_path, split=np.zeros(N, np.int8)))
    assert "split 1 (validation) is 0 nodes with a known label" in said


def test_no_more_memory_is_asked_for_than_a_file_fills(tmp_path: Path) -> None:
    paths = files(tmp_path)
    content = paths["x"].read_bytes()
    paths["x"].write_bytes(content.replace(b"(9, 2)", b"(9, 9**9)"[:6]))
    assert "x.npy: file is" in refusal(paths)
    header = content[:128].replace(b"(9, 2), }   ", b"(10**9, 2),}")
    paths["x"].write_bytes(header + content[128:])
    assert "x.npy: file is" in refusal(paths)
    header = content[:128].replace(b"(9, 2), }   ", b"(99999, 2),}")
    paths["x"].write_bytes(header + content[128:])
    assert "x.npy: size is 1599984 bytes; expected no more than 272" in refusal(paths)
    paths["x"].write_bytes(content[:-1])
    assert "x.npy: file is cut off" in refusal(paths)


def test_a_table_that_no_memory_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gnn.array_files._LARGEST_TABLE", 400)
    said = refusal(files(tmp_path))
    assert "x.npy: size with 1 relations is 432 bytes; expected no more than" in said
