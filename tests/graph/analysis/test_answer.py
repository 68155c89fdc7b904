"""Completeness, bands and words that cover the vocabulary."""

from __future__ import annotations

import pytest

from graph.analysis.answer import Completeness
from graph.analysis.bands import BANDS, band_of, bands_of
from graph.analysis.links import Link
from graph.analysis.wording import (
    FORCE_REASONS,
    FORCE_STATES,
    node_subtitle,
    relation_label,
)
from graph.instant import At
from graph.legal_force import Force
from graph.model import Fact, facts_of
from graph.testing.facts import batch
from graph.vocabulary import KINDS, SHARE_UNIT

NOW = At(as_of=10**12, known_at=10**12)


def fact(kind, **row) -> Fact:
    table = batch(KINDS[kind], [row]).table
    table = table.append_column("recorded_from", [[0]])
    return facts_of(KINDS[kind], table.append_column("recorded_to", [[None]]))[0]


def link(relation, *facts):
    return Link("id", relation, ("party", "a"), ("party", "b"), facts)


def test_an_answer_without_limits_is_whole():
    assert Completeness.cut(3, "", advice="x") == Completeness.whole(3)
    assert Completeness.cut(3) == Completeness(complete=True, explored=3)


def test_limits_are_named_once_and_in_order():
    found = Completeness.cut(3, "nodes", "", "limit", "nodes", advice="less")
    assert not found.complete
    assert found.truncated_by == ("limit", "nodes")
    assert found.advice == "less"


def test_bands_join_without_gaps():
    assert [number for number, *_ in BANDS] == [1, 2, 3, 4, 5]
    assert [end for *_, end in BANDS[:-1]] == [start for _, _, start, _ in BANDS[1:]]


@pytest.mark.parametrize(
    ("pd", "error", "own", "bands"),
    [
        (0.02, 0.0, 0.02, (2, 2)),
        (0.0295, 0.0001, 0.01, (2, 2)),
        (0.0295, 0.0002, 0.01, (2, 3)),  # 2.77 errors reach 0.03006
        (0.0305, 0.0002, 0.01, (2, 3)),
        (0.0305, 0.01, 0.0302, (3, 3)),  # the own part is known
        (0.0305, 0.02, 0.0, (1, 4)),
        (1.0, 0.01, 0.5, (5, 5)),
        (None, 0.1, 0.0, (None, None)),
        (float("nan"), 0.1, 0.0, (None, None)),
    ],
)
def test_how_far_a_band_may_move(pd, error, own, bands):
    assert bands_of(pd, error, own) == bands
    assert bands_of(pd, 0.0, own) == (band_of(pd), band_of(pd))


def test_every_state_of_force_has_words():
    assert set(FORCE_STATES) == set(FORCE_REASONS) == {None, *Force}


@pytest.mark.parametrize(
    ("share", "percent"),
    [(SHARE_UNIT, "100 %"), (SHARE_UNIT // 3, "33.33 %"), (0, "0 %")],
)
def test_ownership_is_labelled_with_its_share(share, percent):
    found = relation_label(link("ownership", fact("ownership", share=share)))
    assert (found.en, found.zh) == (percent, percent)


def test_links_without_a_figure_are_labelled_with_their_relation():
    assert relation_label(link("ownership", fact("ownership"))).en == "owns"
    assert relation_label(link("guarantee", fact("guarantee"))).zh == "担保"
    director = fact("role", role_type="director")
    assert relation_label(link("role", director)).en == "director"
    spouse = fact("family", relation="spouse")
    assert relation_label(link("family", spouse)).zh == "配偶"
    assert relation_label(link("control")).en == "controls"


def test_subtitles_say_what_a_node_is():
    event = fact(
        "risk_event", party_id="a", event_type="bankruptcy", valid_from=86_400_000
    )
    assert node_subtitle(None, NOW).en == "not described"
    assert node_subtitle(event, NOW).en == "Bankruptcy · 1970-01-02"
    assert (
        node_subtitle(fact("party", party_id="a", party_type="bank"), NOW).zh == "银行"
    )
    assert node_subtitle(fact("party", party_id="a", party_type="company"), NOW) is None
    gone = fact("party", party_id="a", party_type="company", valid_to=86_400_000)
    assert node_subtitle(gone, NOW).en == "ended on 1970-01-01"
    assert node_subtitle(gone, NOW).zh == "已于 1970-01-01 终止"
