"""How processes treat memory that lives long."""

from __future__ import annotations

import gc

import pytest

from api.collector import SELDOM, set_apart
from api.service import Service


@pytest.fixture(autouse=True)
def restored():
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class Ring:
    """Garbage that only the collector frees."""

    freed = 0

    def __init__(self) -> None:
        self.own = self

    def __del__(self) -> None:
        Ring.freed += 1


def test_what_is_there_is_set_apart_and_what_was_is_collected():
    set_apart()
    assert gc.get_freeze_count() > 1_000
    assert gc.get_threshold() == SELDOM
    ring, freed = Ring(), Ring.freed
    set_apart()
    del ring
    gc.collect()
    assert Ring.freed == freed
    set_apart()
    assert Ring.freed == freed + 1


def test_it_is_called_for_each_publication_before_that_answers(own_village):
    seen = []
    service = Service(
        own_village.settings, own_village.store, lambda: seen.append(service.ready)
    )
    own_village.publish()
    service.refresh()
    service.refresh()
    assert (seen, service.ready) == ([False], True)
