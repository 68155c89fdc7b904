"""Parties by name, a page at a time."""

from __future__ import annotations

import pytest

from graph.analysis import search
from graph.analysis.answer import Total
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.search import search_record
from graph.testing.facts import guarantee_rows, memory_store

FIRMS = "abcdefg"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Searches among seven firms; a and b are in the guarantee network."""
    rows = guarantee_rows(("a", "b"))
    rows["party"] = [
        {"party_id": firm, "party_type": "company", "name": f"Firm {firm.upper()}"}
        for firm in FIRMS
    ]
    store = memory_store(rows)
    folder = tmp_path_factory.mktemp("published")
    publish(store, folder, at=store.at(0), parameters=ContagionParameters(n_worlds=64))
    published = open_published(store, folder)

    def ask(text, as_of=0, **page):
        return search_record(published, store.view(store.at(as_of)), text, **page)

    return ask


def ids(record):
    return [hit.party_id for hit in record.items]


def test_pages_follow_each_other_and_the_last_knows_the_total(found):
    pages = [found("firm", offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [name for page in pages for name in ids(page)] == list(FIRMS)
    relations = [page.total.relation for page in pages]
    assert relations == ["gte", "gte", "eq"]
    assert pages[-1].total == Total(7)
    assert all(page.completeness.complete for page in pages)


def test_no_page_goes_beyond_the_limit_and_the_last_says_so(found, monkeypatch):
    monkeypatch.setattr(search, "SEARCH_LIMIT", 5)
    last = found("firm", offset=3, limit=3)
    assert ids(last) == ["d", "e"]
    assert last.total == Total(5, "gte")
    assert last.completeness.truncated_by == ("search_limit",)
    assert last.completeness.advice


def test_near_names_are_suggested_where_nothing_is_found(found):
    record = found("firmxyz")
    assert record.items == ()
    assert [hit.party_id for hit in record.suggestions] == list(FIRMS[:5])
    assert found("firm").suggestions == found("zz").suggestions == ()


def test_bands_are_those_published_for_the_instant(found):
    bands = {hit.party_id: hit.band for hit in found("firm").items}
    assert bands["a"] is not None
    assert bands["g"] is None
    assert {hit.band for hit in found("firm", as_of=1).items} == {None}


def test_types_limit_what_is_found(found):
    assert found("firm", party_types=["person"]).items == ()
