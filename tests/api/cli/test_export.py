"""``suretynet export`` in each format, of the whole and of parts."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from pyarrow import parquet

from village_facts import SECRETS

AT = ("--as-of", "2026-01-01T00:00:00Z")


def exported(cli, folder, path, layout, *options):
    done = cli("export", path, "--format", layout, *options, "--json",
               "--data-dir", folder)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("layout", ["parquet", "graphml", "gexf", "neo4j-admin"])
def test_a_format_is_written_whole_for_its_owner_alone(cli, village_dir, layout):
    path = village_dir / "out"
    answer, said = exported(cli, village_dir, path, layout, *AT)
    assert (answer["path"], answer["format"]) == (str(path), layout)
    assert answer["at"]["as_of"] == "2026-01-01T00:00:00.000Z"
    assert answer["facts"]["party"] == 9
    assert path.stat().st_mode & 0o077 == 0
    assert answer["hidden"] == 1
    assert "without personal data: party.personal_id" in said
    again = cli("export", path, "--format", layout, "--data-dir", village_dir)
    assert again.returncode == 2
    assert "is there and not empty" in again.stderr
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    told = b"".join(file.read_bytes() for file in files)
    assert [secret for secret in SECRETS if secret.encode() in told] == []


def test_personal_data_go_along_where_they_are_asked_for(cli, village_dir):
    path = village_dir / "out"
    answer, _ = exported(cli, village_dir, path, "parquet", "--personal")
    assert (answer["left_out"], answer["hidden"]) == ([], 0)
    assert (
        "13900000000"
        in parquet.read_table(path / "contact.parquet")["value"].to_pylist()
    )


def test_bands_are_those_published_of_that_instant(cli, village_dir):
    answer, _ = exported(cli, village_dir, village_dir / "now.gexf", "gexf")
    assert answer["bands"] == 0
    answer, _ = exported(cli, village_dir, village_dir / "then.gexf", "gexf", *AT)
    graph = nx.read_gexf(village_dir / "then.gexf")
    bands = {
        node: data["band"] for node, data in graph.nodes(data=True) if "band" in data
    }
    assert len(bands) == answer["bands"] == 7
    assert all("viz" in graph.nodes[node] for node in bands)


def test_a_circle_goes_out_as_it_was_published(cli, village_dir):
    listed = json.loads(
        cli("circles", "list", "--json", "--data-dir", village_dir).stdout
    )
    circle = listed["items"][0]["circle_id"]
    path = village_dir / "circle.graphml"
    answer, _ = exported(cli, village_dir, path, "graphml", "--circle", circle)
    assert answer["facts"]["party"] == 4
    assert answer["bands"] == 3
    assert set("abcp") <= set(nx.read_graphml(path))
    unknown = cli(
        "export", village_dir / "x", "--circle", "C-0", "--data-dir", village_dir
    )
    assert unknown.returncode == 4


def test_surroundings_of_a_party_are_loaded_elsewhere(cli, tmp_path):
    party = "party_id,party_type,name\n" + "".join(
        f"c:{name},company,企业{name}\n" for name in "abcd"
    )
    ownership = "owner_id,asset_id,share\nc:a,c:b,0.5\nc:b,c:c,0.5\nc:c,c:d,0.5\n"
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "party.csv").write_text(party, encoding="utf-8")
    (folder / "ownership.csv").write_text(ownership, encoding="utf-8")
    data = tmp_path / "data"
    cli("load", folder, "--data-dir", data)
    out = tmp_path / "out"
    answer, _ = exported(cli, data, out, "native", "--party", "c:a", "--depth", "2")
    assert answer["facts"] == {"party": 3, "ownership": 2}
    done = cli("load", out, "--data-dir", tmp_path / "other", "--json")
    assert json.loads(done.stdout)["totals"]["added"] == 5


def test_what_does_not_go_together_is_said(cli, village_dir):
    for options, reason in (
        ((), "name one path"),
        (("x", "--out", "y"), "name one path"),
        (("x", "--format", "xml"), "expected native, parquet, graphml, gexf or neo4j"),
        (("x", "--circle", "C-1", "--party", "a"), "not with --circle"),
        (("x", "--depth", "2"), "needs --party"),
    ):
        done = cli("export", *options, "--data-dir", village_dir)
        assert done.returncode == 2
        assert reason in done.stderr
    nobody = cli("export", village_dir / "x", "--party", "z", "--data-dir", village_dir)
    assert nobody.returncode == 4
    assert not (village_dir / "x").exists()
