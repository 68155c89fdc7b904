import json

import numpy as np
import pyarrow as pa
import pytest

from feature_rows import NOW, companies
from gnn.errors import ModelInputError
from gnn.features import FeatureSchema, Group, build_features
from gnn.features.files import write_features
from gnn.features.firms import Firms
from graph.testing.facts import snapshot_of


@pytest.fixture(scope="module")
def snapshot():
    return snapshot_of({"party": companies("b", "a")}, NOW)


def test_a_table_is_read_back_with_its_schema(snapshot, tmp_path):
    table = build_features(Firms(snapshot), [Group.OWN])
    write_features(tmp_path / "new" / "out", table, snapshot)
    folder = tmp_path / "new" / "out"
    assert sorted(path.name for path in folder.iterdir()) == [
        "features.arrow",
        "schema.json",
    ]
    assert list(folder.parent.iterdir()) == [folder]
    with pa.memory_map(str(folder / "features.arrow")) as file:
        read = pa.ipc.open_file(file).read_all()
    assert read["party_id"].to_pylist() == ["a", "b"]
    assert read.column_names[1:] == list(table.schema.names)
    for place, name in enumerate(table.schema.names):
        values = read[name].to_numpy()
        np.testing.assert_array_equal(values, table.values[:, place])
        assert values.dtype == np.float32
    told = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    assert FeatureSchema.from_dict(told).digest == table.schema.digest == told["digest"]
    assert told["snapshot_id"] == snapshot.manifest.snapshot_id
    assert told["as_of"] == NOW
    assert told["collected"] == {"T": True}


def test_a_folder_in_use_is_left_alone(snapshot, tmp_path):
    (tmp_path / "note").write_text("mine", encoding="utf-8")
    table = build_features(Firms(snapshot), [Group.OWN])
    with pytest.raises(ModelInputError, match="new or an empty"):
        write_features(tmp_path, table, snapshot)
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_columns_of_some_groups_are_those_of_a_table_of_these_groups(snapshot):
    whole = build_features(Firms(snapshot))
    for groups in ((Group.OWN,), (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP)):
        part, alone = whole.only(groups), build_features(Firms(snapshot), groups)
        assert part.schema.digest == alone.schema.digest
        assert np.array_equal(part.values, alone.values, equal_nan=True)
