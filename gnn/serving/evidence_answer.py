"""The evidence of a firm's flag with names, for whoever asks."""

from __future__ import annotations

import math
from threading import Lock
from typing import TYPE_CHECKING, Any

from gnn.evidence import MOST_FIRMS, MOST_IN_CIRCLE
from gnn.serving.evidence_edges import drawn, edge_of
from gnn.serving.evidence_ground import FlagGround
from graph.analysis.answer import Completeness, values_of
from graph.analysis.circle import ControllerTie
from graph.analysis.control import common_controllers
from graph.analysis.description import PERSONAL_MASK, described, name_of
from graph.analysis.model_evidence import (
    NAME,
    EvidenceCompany,
    EvidenceCompleteness,
    EvidenceContact,
    EvidenceHull,
    EvidenceParty,
    FlagCounterfactual,
    ModelEvidence,
    NoCounterfactual,
)
from graph.analysis.model_score_parts import not_scored_of, stale_of, summary_of
from graph.analysis.neighbourhood import Neighbourhood, Shown, describe
from graph.analysis.score_book import score_book
from graph.analysis.wording import said, type_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gnn.evidence import Evidence
    from gnn.serving.evidence_ground import FoundEvidence
    from graph.analysis.neighbourhood import NodeKey
    from graph.analysis.published import Published
    from graph.model import Fact
    from graph.stores.base import Store

KINDS_LOOKED_AT = (
    *("guarantee", "ownership", "role", "family", "contact_use", "transfer"),
)
_ADVICE = (
    f"At most {MOST_FIRMS} firms are listed, and no circle of more than "
    f"{MOST_IN_CIRCLE}: look around a listed firm, or open the circle."
)
_MAKING = Lock()


def flag_ground(published: Published, store: Store) -> FlagGround:
    """Where evidence is found, made once for each publication of scores.

    Notes
    -----
    Others wait while it is made, a second or two for 20,000 firms; then none does.
    """
    book = score_book(published, store)
    run = None if book is None else book.run
    kept = published.kept.get(NAME)
    if kept is None or kept[0] != run:
        with _MAKING:
            kept = published.kept.get(NAME)
            if kept is None or kept[0] != run:
                kept = run, FlagGround.published(published.snapshot, book)
                published.kept[NAME] = kept
    ground: FlagGround = kept[1]
    return ground


def model_evidence(
    published: Published,
    store: Store,
    party_id: str,
    *,
    without: Collection[str] = (),
    sees_personal: bool,
) -> ModelEvidence:
    """What the flag of a firm of the published snapshot rests on.

    Parameters
    ----------
    without
        Groups of `gnn.evidence_facts.GROUPS` without which, together, its score is told
        as well.

    Raises
    ------
    NotFoundError
        No company of the published snapshot is known by that id.

    Notes
    -----
    Some tens of milliseconds, once the ground is there.
    """
    book = score_book(published, store)
    ground = flag_ground(published, store)
    found = ground.found(party_id, without)
    return evidence_record(
        ground,
        found,
        sees_personal=sees_personal,
        receipt=published.stamped(found.receipt),
        model=None if book is None else summary_of(book),
        stale=None if book is None else stale_of(book),
    )


def evidence_record(
    ground: FlagGround,
    found: FoundEvidence,
    *,
    sees_personal: bool,
    **added: Any,
) -> ModelEvidence:
    """Evidence with the names of its nodes.

    Parameters
    ----------
    added
        Fields of the record that are taken as they are.
    """
    snapshot, firms = ground.firms.snapshot, ground.firms.parties
    evidence, at = found.evidence, snapshot.manifest.at
    keys: list[NodeKey] = [
        *(("party", snapshot.node_id("party", int(firms[n]))) for n in evidence.firms),
        *(("party", snapshot.node_id("party", n)) for n in evidence.persons),
        *(("contact", snapshot.node_id("contact", n)) for n in evidence.contacts),
    ]
    listed = len(evidence.firms)
    facts = describe(snapshot.view, keys)
    surroundings = Neighbourhood(
        focus=keys[0],
        nodes=tuple(
            Shown(key, min(place, 1), facts.get(key)) for place, key in enumerate(keys)
        ),
        links=drawn(found.links),
        completeness=_cut(evidence),
    )
    named = [
        (key, *name_of(facts.get(key), key, sees_personal=sees_personal))
        for key in keys
    ]
    persons = named[listed : listed + len(evidence.persons)]
    currency = snapshot.manifest.reporting_currency
    scores, told = ground.scores, found.without
    defaults: dict[str, Any] = {"model": None, "stale": None, "receipt": found.receipt}
    return ModelEvidence(
        **defaults | added,
        party=described(facts.get(keys[0]), keys[0], at, sees_personal=sees_personal),
        score=scores.brief(found.row),
        not_scored=not_scored_of(scores.not_scored[found.row]),
        companies=tuple(
            _company(ground, row, why, name)
            for (row, why), name in zip(evidence.firms.items(), named, strict=False)
        ),
        persons=tuple(
            EvidenceParty(id=key[1], name=name, name_en=english)
            for key, name, english in persons
        ),
        contacts=tuple(
            EvidenceContact(
                id=key[1],
                name=f"{name} {key[1]}" if name == PERSONAL_MASK else name,
                label=said(type_label(facts[key])) if key in facts else None,
            )
            for key, name, _ in named[listed + len(persons) :]
        ),
        edges=tuple(edge_of(link, currency) for link in found.links),
        counterfactual=told if isinstance(told, FlagCounterfactual) else None,
        no_counterfactual=told if isinstance(told, NoCounterfactual) else None,
        hulls=tuple(_hulls(ground, found, facts, sees_personal=sees_personal)),
        completeness=_completeness(evidence, snapshot.manifest.counts),
        at=at,
        surroundings=surroundings,
    )


def _company(
    ground: FlagGround, row: int, why: str, named: tuple[NodeKey, str, str | None]
) -> EvidenceCompany:
    scores, (key, name, english) = ground.scores, named
    chance = float(scores.chance[row])
    return EvidenceCompany(
        id=key[1],
        name=name,
        name_en=english,
        rank=int(scores.rank[row]) or None,
        chance=None if math.isnan(chance) else chance,
        band=int(scores.band[row]) or None,
        flagged=bool(scores.flagged[row]),
        why=why,
    )


def _hulls(
    ground: FlagGround,
    found: FoundEvidence,
    facts: Mapping[NodeKey, Fact],
    *,
    sees_personal: bool,
) -> Iterator[EvidenceHull]:
    """Who stands behind several of the firms, most firms first."""
    snapshot = ground.firms.snapshot
    numbers = ground.firms.parties[list(found.evidence.firms)].tolist()
    controllers = common_controllers(snapshot, numbers)
    keys = [("party", snapshot.node_id("party", one.number)) for one in controllers]
    others = describe(snapshot.view, [key for key in keys if key not in facts])
    for one, key in zip(controllers, keys, strict=True):
        fact = facts.get(key) or others.get(key)
        ties = tuple(
            ControllerTie(snapshot.node_id("party", tie.firm), tie.basis, tie.evidence)
            for tie in one.ties
        )
        yield EvidenceHull(
            controller=described(
                fact, key, snapshot.manifest.at, sees_personal=sees_personal
            ),
            confirmed=one.confirmed,
            members=tuple(tie.party_id for tie in ties),
            ties=ties,
        )


def _cut(evidence: Evidence) -> Completeness:
    return Completeness.cut(
        len(evidence.firms) + evidence.left_out,
        "evidence:firms" if evidence.left_out else "",
        "" if evidence.circle_shown else "evidence:circle",
        advice=_ADVICE,
    )


def _completeness(
    evidence: Evidence, counts: Mapping[str, int]
) -> EvidenceCompleteness:
    return EvidenceCompleteness(
        **values_of(Completeness, _cut(evidence)),
        shown=len(evidence.firms),
        left_out=evidence.left_out,
        circle=evidence.circle,
        circle_shown=evidence.circle_shown,
        not_collected=tuple(kind for kind in KINDS_LOOKED_AT if not counts.get(kind)),
    )
