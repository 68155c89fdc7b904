"""The sources of a link are those that a picture from the store carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.link_sources import BARS, sources_of_link
from graph.analysis.links import links_of
from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.instant import At
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store, write
from visual.payload import edge_of

AT = At(5, 2**52)
SEEN = {"collected_at": 86_400_000, "file": "ties.csv"}


def some_rows():
    """Contracts of two sources, ties of several kinds, an event."""
    rows = guarantee_rows(("a", "b"), ("b", "a"), ("a|1", "b"))
    for place, row in enumerate([*rows["guarantee"], *rows["guarantor"]]):
        row.update(SEEN, row=place)
    rows["guarantee"].append(rows["guarantee"][0] | {"source": "uest", "row": 90})
    rows["ownership"] = [
        {"owner_id": "a", "asset_id": "b", "share": 1, "row": 7, "source": "x|y"}
        | SEEN,
        {"owner_id": "b", "asset_id": "a|1", "share": 1, "record_id": "r|1"} | SEEN,
    ]
    rows["loan"] = [{"loan_id": "l", "borrower_id": "b", "row": 3} | SEEN]
    rows["risk_event"] = [
        {"party_id": "b", "event_type": "litigation", "row": 4} | SEEN
    ]
    return rows


def assert_sources_are_those_of_pictures(store):
    parties = [("party", name) for name in ("a", "b", "a|1")]
    contracts = [("guarantee", name) for name in ("a>b", "b>a", "a|1>b")]
    page = links_of(store.view(AT), [*parties, *contracts], RELATIONS, fold=False)
    links = page.links
    assert {"guarantee", "ownership", "loan", "event"} <= {
        link.relation for link in links
    }
    for edge in map(edge_of, links):
        found = sources_of_link(store, AT, edge.id)
        assert found.id == edge.id
        assert list(found.sources) == edge.source_records
        assert found.recorded_from == edge.recorded_from
        assert found.at == AT


def test_sources_are_those_of_a_picture_from_the_store(filled):
    store = filled(some_rows())
    assert_sources_are_those_of_pictures(store)
    (contract, promise) = sources_of_link(store, AT, "guarantee|b|b>a").sources
    assert (contract.record_id, contract.row) == ("b>a", 1)
    assert (promise.record_id, promise.row) == ("guarantor-b-b>a", 4)
    assert promise.file == "ties.csv"
    assert promise.collected_at == "1970-01-02T00:00:00.000Z"


@pytest.mark.integration
def test_they_are_on_neo4j(neo4j_url):
    with open_store(neo4j_url) as store:
        write(store, some_rows())
        assert_sources_are_those_of_pictures(store)


def test_a_corrected_record_is_read_as_it_was_known(filled):
    store = filled(some_rows())
    before = store.at(5)
    (link_id,) = (
        link.link_id
        for link in links_of(store.view(AT), [("party", "a")], ["ownership"]).links
    )
    tie = {"owner_id": "a", "asset_id": "b", "share": 2, "source": "x|y"}
    later = tie | {"file": "new.csv", "collected_at": 2 * SEEN["collected_at"]}
    write(store, {"ownership": [later]})
    files = [
        sources_of_link(store, at, link_id).sources[0].file
        for at in (before, store.at(5))
    ]
    assert files == ["ties.csv", "new.csv"]


@pytest.mark.parametrize(
    "link_id",
    [
        "",
        "|",
        "guarantee",
        "guarantee|a",
        "guarantee|b|a>b",
        "guarantee|a|a>b|",
        "guarantee||",
        "ownership|test|nothing|0",
        "ownership|x|y|ownership-a-b|0",
        "ownership|x|y|ownership-a-b|later",
        "horoscope|test|x|0",
        "control|a|b",
        "ownership|" + "|" * (BARS * 3),
    ],
)
def test_what_is_no_link_is_not_found(filled, link_id):
    with pytest.raises(NotFoundError) as caught:
        sources_of_link(filled(some_rows()), AT, link_id)
    assert (caught.value.what, caught.value.name) == ("link", link_id)


def test_a_link_is_not_found_before_it_is_true(filled):
    store = filled(
        {
            "party": [{"party_id": name} for name in "ab"],
            "ownership": [
                {"owner_id": "a", "asset_id": "b", "share": 1, "valid_from": 3}
            ],
        }
    )
    link_id = "ownership|test|ownership-a-b|3"
    assert sources_of_link(store, At(3, 2**52), link_id).sources
    with pytest.raises(NotFoundError):
        sources_of_link(store, At(2, 2**52), link_id)


STORE = memory_store(some_rows())


@given(st.text(st.sampled_from("ab|>1"), max_size=9))
def test_any_text_is_a_link_or_is_not_found(rest):
    try:
        found = sources_of_link(STORE, AT, f"guarantee|{rest}")
    except NotFoundError:
        return
    assert found.sources
