"""The village of the analyses, as a store and at its instant."""

from __future__ import annotations

import pytest

from graph.testing.facts import memory_store
from village_facts import AS_OF, village_rows


@pytest.fixture(scope="session")
def village():
    with memory_store(village_rows()) as store:
        yield store


@pytest.fixture(scope="session")
def village_view(village):
    return village.view(village.at(AS_OF))
