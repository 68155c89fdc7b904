"""One model and one published snapshot, shared: what is written to has its own."""

from __future__ import annotations

import pytest

import api.analyses  # noqa: F401 - enters the analysis
from feature_rows import NOW
from gnn.model_files import write_model
from gnn.serving.model_directory import ModelDirectory
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.testing.facts import memory_store
from scored_firms import rows, small_model


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    """A model as its trainer wrote it."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    write_model(folder, small_model(rows()), {"seconds": 1})
    return folder


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """A data folder of a snapshot that the model scored."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def model_id(data_dir, model_folder):
    """The model's id in the data folder."""
    return ModelDirectory(data_dir).adopt(model_folder)


@pytest.fixture(scope="session")
def store(data_dir, model_id):
    """A store that publishes the scores."""
    opened = memory_store(rows())
    given = {"model_score": {"model_id": model_id}}
    publish(opened, data_dir, at=opened.at(NOW), given=given)
    return opened


@pytest.fixture(scope="session")
def published(store, data_dir):
    """What is published."""
    return open_published(store, data_dir)
