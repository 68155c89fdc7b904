"""Ready mappings on their samples: what stands beside them is what a load gives."""

import json
from datetime import UTC, datetime

import pytest

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest import load_frames
from ingest.files.sheets.opening import open_sheets
from ingest.loading.load import load
from ingest.mapping.files import mapping_of, ready_mappings, samples, write_mapping
from ingest.mapping.suggest import suggest
from sample_tables import (
    FORMS,
    FRAMES,
    as_csv,
    as_workbook,
    as_xlsx,
    sample_rows,
    sample_sheets,
)

ON = datetime(2026, 1, 31, tzinfo=UTC)


def counts(store):
    view = store.view()
    found = {
        name: (view.nodes if kind.form == "node" else view.select)(kind).num_rows
        for name, kind in KINDS.items()
    }
    return {name: count for name, count in found.items() if count}


def expected_of(name):
    """Counts that stand beside a sample."""
    return json.loads((samples()[name].parent / f"{name}.json").read_text())


@pytest.mark.parametrize("name", ready_mappings())
def test_a_sample_becomes_the_facts_that_stand_beside_it(name, store, tmp_path):
    path = as_workbook(sample_sheets(name), tmp_path / "list.xlsx")
    report = load(path, store, mapping=mapping_of(name), collected_at=ON)
    assert report.exit_code == 0, report.rejected
    assert counts(store) == expected_of(name)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_file_gives_the_same_facts(form, store, tmp_path):
    name, write = FORMS[form]
    mapping, rows = mapping_of("cn-guarantee-list"), sample_rows("cn-guarantee-list")
    options = {"mapping": mapping, "source": "list", "collected_at": ON}
    load(as_xlsx(rows, tmp_path / "first.xlsx"), store, **options)
    with open_store("memory://") as other:
        report = load(write(rows, tmp_path / name), other, **options)
        assert report.exit_code == 0, report.rejected
        for kind in KINDS.values():
            assert _contents(other, kind) == _contents(store, kind)


@pytest.mark.parametrize("form", FRAMES)
def test_every_kind_of_frame_gives_the_facts_of_its_file(form, store, tmp_path):
    rows = sample_rows("cn-guarantee-list")
    options = {"source": "list", "collected_at": ON}
    mapping = mapping_of("cn-guarantee-list")
    load(as_csv(rows, tmp_path / "list.csv"), store, mapping=mapping, **options)
    with open_store("memory://") as other:
        frame = FRAMES[form](rows)
        report = load_frames(frame, other, mapping="cn-guarantee-list", **options)
        assert report.exit_code == 0, report.rejected
        for kind in KINDS.values():
            assert _contents(other, kind) == _contents(store, kind)


def _contents(store, kind):
    table = store.view().select(kind)
    kept = [name for name in table.column_names
            if name not in {"file", "row", "recorded_from", "recorded_to"}]  # fmt: skip
    return table.select(kept).to_pylist()


@pytest.mark.parametrize(
    "name", ["cn-guarantee-list", "en-guarantee-list", "cn-bank-loans"]
)
def test_what_is_suggested_for_a_sample_loads_as_the_ready_mapping_does(
    name, store, tmp_path
):
    path = as_xlsx(sample_rows(name), tmp_path / "list.xlsx")
    suggestion = suggest(open_sheets(path).found)
    write_mapping(suggestion.mapping, tmp_path / "list.yaml")
    mapping = mapping_of(str(tmp_path / "list.yaml"))
    report = load(path, store, mapping=mapping, collected_at=ON)
    assert report.exit_code == 0
    assert counts(store) == expected_of(name)
