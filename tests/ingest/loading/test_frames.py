"""Data frames by kind: their columns, their typed cells, what is refused."""

import datetime as dt

import pandas as pd

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest import load_frames
from ingest.loading.load import load

ON = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
IDS = ["a:1", "a:2", "a:3"]


def parties(**columns):
    told = {"party_id": IDS, "party_type": ["company"] * 3, "name": list("ABC")}
    return pd.DataFrame(told | columns)


def facts(store, kind="party"):
    """Facts in the order of their records or ids, without where they were read."""
    view = store.view()
    form = KINDS[kind].form
    table = (view.nodes if form == "node" else view.select)(KINDS[kind])
    return table.to_pylist()


def column(store, name, kind="party"):
    return [row[name] for row in facts(store, kind)]


def loaded(frames, store, **options):
    report = load_frames(frames, store, collected_at=ON, **options)
    assert report.exit_code == 0, (report.rejected, report.files)
    return report


def rejected(frames, store):
    report = load_frames(frames, store, collected_at=ON)
    return [(item.file, item.row, item.column, item.value) for item in report.rejected]


def test_frames_by_kind_are_the_facts_of_the_same_files(store, bundle):
    promises = {
        "record_id": ["r1"],
        "guarantee_id": ["g:1"],
        "guarantor_id": ["a:1"],
    }
    contracts = {
        "guarantee_id": ["g:1"],
        "debtor_id": ["a:2"],
        "guarantee_kind": ["guarantee"],
        "cap": [1250.5],
        "currency": ["CNY"],
        "valid_from": [dt.date(2024, 5, 1)],
    }
    frames = {
        "party": parties(),
        "guarantee": pd.DataFrame(contracts),
        "guarantor": pd.DataFrame(promises),
    }
    report = loaded(frames, store, source="delivery")
    assert [item.file for item in report.files] == [
        "frame party", "frame guarantee", "frame guarantor"
    ]  # fmt: skip
    texts = {name: frame.to_csv(index=False) for name, frame in frames.items()}
    with open_store("memory://") as other:
        load(bundle(**texts), other, collected_at=ON)
        for kind in frames:
            found = [without_place(row) for row in facts(store, kind)]
            assert found == [without_place(row) for row in facts(other, kind)]
            assert found


def without_place(row):
    left_out = {"file", "row", "recorded_from", "recorded_to"}
    return {name: value for name, value in row.items() if name not in left_out}
