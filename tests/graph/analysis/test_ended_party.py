"""A struck-off firm of a circle has one story everywhere."""

from __future__ import annotations

import pytest

from graph.analysis.circle import circle_record
from graph.analysis.circles import circle_list
from graph.analysis.contagion import ContagionParameters
from graph.analysis.doubtful_facts import doubtful_facts
from graph.analysis.party import party_record
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.report import party_report
from graph.stores import open_store
from ingest.loading.load import load


@pytest.mark.shared_data
@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}/facts.db"])
def test_the_published_case_has_its_outcome(shared_data, tmp_path, url):
    with open_store(url.format(tmp_path)) as store:
        folder = shared_data / "faults" / "closed-party-open-guarantee"
        report = load(folder, store, source="faults")
        assert report.exit_code == 0
        (doubt,) = doubtful_facts(store, store.at())
        assert doubt.startswith("2 facts name a party that has ended: ")
        assert doubt.count("names c:B, ended on 2020-01-01") == 2
        publish(store, tmp_path, parameters=ContagionParameters(n_worlds=64))
        published = open_published(store, tmp_path)
        (circle,) = circle_list(published).items
        members = {
            member.party.party_id: member.party
            for member in circle_record(published, circle.circle_id).members
        }
        assert set(members) == {"c:A", "c:B", "c:C"}
        assert (members["c:B"].name, members["c:B"].ended_on) == ("乙", "2020-01-01")
        assert members["c:A"].ended_on is None
        view = published.snapshot.view
        page = party_record(published, view, "c:B", sees_personal=True)
        assert (page.name, page.ended_on) == ("乙", "2020-01-01")
        assert [item.circle_id for item in page.circles] == [circle.circle_id]
        assert party_report(published, "c:B").score.party == members["c:B"]
        (hit,) = store.view().search("乙")
        assert (hit.party_id, hit.ended_on) == ("c:B", "2020-01-01")
        assert store.view().counts() == {
            "party.company": 4,
            "guarantee": 3,
            "guarantee.company-company": 3,
        }
