"""One question of every kind, asked before the first caller does.

Dictionaries, templates and libraries are loaded when they are first used. Here they are
used on what is to be served, so that no caller waits for them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import structlog

from api.answers import answer
from gnn.serving.evidence_answer import flag_ground
from graph.analysis.analyses import findings_rows
from graph.analysis.between import named_paths, paths_between
from graph.analysis.circle import circle_record
from graph.analysis.circle_timeline import timeline_of_circle
from graph.analysis.communities import CommunityParameters, largest_communities
from graph.analysis.contract import contract_record
from graph.analysis.flagged_firms import flagged_list
from graph.analysis.link_sources import contracts_of
from graph.analysis.model_scores import model_score
from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.analysis.party import party_record
from graph.analysis.party_timeline import timeline_of_party
from graph.analysis.pattern_list import pattern_list
from graph.analysis.portfolio import portfolio_record
from graph.analysis.registry import ANALYSES
from graph.analysis.report import circle_report, party_report
from graph.analysis.ring_list import ring_list
from graph.analysis.search import search_record
from graph.analysis.search_groups import search_groups
from graph.errors import NotFoundError, NotPublishedError
from visual.payload import circle_picture, picture
from visual.records import Annotations
from visual.report import circle_page, party_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.analysis.published import Published
    from graph.stores.base import Store

LOG = structlog.get_logger("suretynet.api.warm")

SEARCHES = ("有限公司", "youxian gongsi")
"""Chinese, and in the words of a reading, which need the dictionary."""
LAYOUTS = ("hops", "layers", "force")


def use_all(published: Published, store: Store, *, heavy: bool = True) -> None:
    """Answer one question of each kind; one that fails is logged and left to callers.

    Parameters
    ----------
    heavy
        Whether heavy reads are computed here: what takes seconds to make is made, too.

    About the cost of a report of the riskiest party and of the smallest circle, and of
    the communities by default, which are kept.
    """
    asked = (_whole, _of_circle, _of_party)
    for ask in (*asked, _heavy) if heavy else asked:
        try:
            for record in ask(published, store):
                answer(record)
        except Exception as error:  # noqa: BLE001 - what can be served is served
            LOG.warning(
                "not used before", part=ask.__name__, reason=type(error).__name__
            )


def _whole(published: Published, store: Store) -> Iterator[object]:
    yield portfolio_record(published, store=store)
    yield pattern_list()
    with suppress(NotPublishedError):  # the rings are kept from here on
        yield ring_list(published, published.rings(store), limit=1)
    yield largest_communities(published, CommunityParameters(), 1)
    yield flagged_list(published, store, limit=1)  # the scores are kept from here on
    view = store.view(published.at)
    for text in SEARCHES:
        yield search_record(published, view, text, limit=1)
        yield search_groups(published, view, text, sees_personal=True, limit=1)
    for analysis in ANALYSES.values():
        for table in analysis.tables:
            with suppress(NotFoundError):  # published before there was such a one
                yield findings_rows(published, store, analysis.name, table, limit=1)


def _heavy(published: Published, store: Store) -> Iterator[object]:
    """Where what flags rest on is found, which is kept from here on."""
    flag_ground(published, store).prepare()
    yield from ()


def _of_circle(published: Published, store: Store) -> Iterator[object]:
    if not published.findings.circles:
        return
    smallest = min(published.findings.circles, key=lambda row: row.firms).circle_id
    annotations = Annotations.at(
        published, published.at, sees_personal=False, store=store
    )
    found = circle_record(published, smallest)
    yield found
    yield circle_picture(found, annotations)
    yield timeline_of_circle(published, smallest, sees_personal=False)
    circle_page(circle_report(published, smallest), annotations, "en")


def _of_party(published: Published, store: Store) -> Iterator[object]:
    if not published.snapshot.n_parties:
        return
    at = published.at
    worst = int(np.argmax(published.findings.increment))
    party_id = published.snapshot.node_id("party", worst)
    yield party_record(published, store.view(at), party_id, sees_personal=False)
    yield model_score(published, store, party_id, sees_personal=False)
    yield timeline_of_party(store.view(at), party_id, sees_personal=False)
    annotations = Annotations.at(published, at, sees_personal=False, store=store)
    focus = ("party", party_id)
    near = neighbourhood(published.snapshot.view, focus, Extent())
    for layout in LAYOUTS:
        yield picture(near, at, layout=layout, annotations=annotations)
    party_page(party_report(published, party_id), annotations, "en")
    ends = [node.key for node in near.nodes if node.key[0] == "party"]
    found = paths_between(published.snapshot.view, focus, ends[-1])
    yield named_paths(found, at, sees_personal=False)
    named: Sequence[str] = [
        contract for link in near.links if link.facts for contract in contracts_of(link)
    ]
    for guarantee_id in named[:1]:
        yield contract_record(store.view(at), guarantee_id, sees_personal=False)
