"""What each member is in its circle, and the sentences on the circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.answer import Chip, Reason, Sentence
from graph.analysis.contagion import ContagionParameters
from graph.analysis.event_evidence import evidence_of, named_reason
from graph.analysis.explain_words import party_name
from graph.analysis.neighbourhood import Neighbourhood, Shown
from graph.analysis.relations import DISPLAYS
from graph.legal_force import Force
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.analysis.control import Controller
    from graph.analysis.findings import Findings
    from graph.snapshot import Snapshot


def roles_of(snapshot: Snapshot, numbers: NDArray[np.int32]) -> dict[int, Sentence]:
    """What each member is in its circle, by party number."""
    forward, reverse = snapshot.pairs.forward, snapshot.pairs.reverse
    members = set(numbers.tolist())
    found = {}
    for number in numbers.tolist():
        debtors, guarantors = (
            members.intersection(csr.row(number).tolist()) for csr in (forward, reverse)
        )
        if debtors & guarantors:
            found[number] = Sentence("mutual pair", "互保")
        elif len(debtors) + len(guarantors) > 2:
            found[number] = Sentence("on several cycles", "多环成员")
        else:
            found[number] = Sentence("ring member", "环上成员")
    return found


def circle_reasons(
    snapshot: Snapshot,
    findings: Findings,
    circle_id: str,
    surroundings: Neighbourhood,
    controllers: Sequence[Controller] = (),
) -> list[Reason]:
    """Sentences on a circle, the strongest finding first.

    Everything that counts against a member is among them: readers fold what is too
    much, and nothing is left out.
    """
    members = findings.members[circle_id]
    numbers = snapshot.numbers("party", list(members))
    reasons = [
        *(_controlled(snapshot, item, len(members)) for item in controllers[:2]),
        *([] if controllers else _shared(surroundings)),
        *_events(snapshot, findings, numbers),
        *_contagion(snapshot, findings, numbers),
    ]
    reasons.extend(_without_force(surroundings))
    return reasons


_CARRIES = (Force.IN_FORCE, Force.REDUCED, Force.CALLED, None)
"""What binds; None is for what is no guarantee."""


def _without_force(surroundings: Neighbourhood) -> list[Reason]:
    members = {node.key for node in surroundings.nodes if node.hops == 0}
    count = sum(
        link.stands_for
        for link in surroundings.links
        if link.force not in _CARRIES and {link.tail, link.head} <= members
    )
    if not count:
        return []
    some = "1 guarantee" if count == 1 else f"{count} guarantees"
    verbs = "has no force and counts" if count == 1 else "have no force and count"
    return [
        Reason(
            Sentence(
                f"{some} among them {verbs} nothing.",
                f"其间有 {count} 笔担保不具效力，未计入。",
            ),
            (Chip("fact", Sentence("Contracts", "担保合同")),),
        )
    ]


def _controlled(snapshot: Snapshot, controller: Controller, size: int) -> Reason:
    name = party_name(snapshot, controller.number)
    count = len(controller.ties)
    rest = size - count + 1
    status = (
        Sentence("confirmed", "已确认")
        if controller.confirmed
        else Sentence("suspected", "疑似")
    )
    return Reason(
        Sentence(
            f"{count} of the {size} firms answer to {name.en}: {size} guarantors on "
            f"paper are {rest} in fact.",
            f"{size} 家企业中有 {count} 家听命于{name.zh}："
            f"账面 {size} 个保证人，实际只有 {rest} 个。",
        ),
        (
            Chip("status", status),
            *(Chip("derived", t.evidence) for t in controller.ties),
        ),
        tuple(snapshot.node_id("party", tie.firm) for tie in controller.ties),
    )


def _shared(surroundings: Neighbourhood) -> list[Reason]:
    """Outsiders with ties to two members or more by ownership, office or contact."""
    members = {node.key for node in surroundings.nodes if node.hops == 0}
    reasons = []
    for node in surroundings.nodes:
        if node.hops == 0:
            continue
        tied = sorted(
            {
                link.other(node.key)[1]
                for link in surroundings.links
                if node.key in (link.tail, link.head)
                and link.other(node.key) in members
                and DISPLAYS[link.relation].background
            }
        )
        if len(tied) > 1:
            reasons.append((len(tied), _tie(node, tied, len(members))))
    reasons.sort(key=lambda entry: -entry[0])
    return [reason for _, reason in reasons[:2]]


def _tie(node: Shown, tied: list[str], size: int) -> Reason:
    if node.key[0] == "party":
        name = _name_of(node)
    else:
        label = KINDS[node.key[0]].label
        name = Sentence(f"one {label.en.lower()}", f"同一{label.zh}")
    count = len(tied)
    return Reason(
        Sentence(
            f"{count} of the {size} firms are tied to {name.en}.",
            f"{size} 家企业中有 {count} 家与{name.zh}关联。",
        ),
        (
            Chip("status", Sentence("suspected", "疑似")),
            Chip("fact", Sentence("Registry", "工商登记")),
        ),
        tuple(tied),
    )


def _name_of(node: Shown) -> Sentence:
    """Names of a party in both languages, its id where it has none."""
    known = {} if node.fact is None else node.fact.properties
    chinese = known.get("name", node.key[1])
    return Sentence(known.get("name_en", chinese), chinese)


def _events(
    snapshot: Snapshot, findings: Findings, numbers: NDArray[np.int32]
) -> list[Reason]:
    """What courts and ledgers say of members, worst first; of each its worst loan."""
    parameters = ContagionParameters.of_receipt(findings.receipts["pd"])
    reasons, borrowers = [], set()
    for item in evidence_of(snapshot, numbers, parameters):
        if item.is_loan:
            if item.party in borrowers:
                continue
            borrowers.add(item.party)
        party_id = snapshot.node_id("party", item.party)
        reasons.append(named_reason(item, party_id, party_name(snapshot, item.party)))
    return reasons


def _contagion(
    snapshot: Snapshot, findings: Findings, numbers: NDArray[np.int32]
) -> Iterator[Reason]:
    """The member that contagion hits hardest, unless it shows at none of them."""
    worst = int(numbers[np.argmax(findings.increment[numbers])])
    name = party_name(snapshot, worst)
    alone, together = (
        f"{figures[worst]:.1%}" for figures in (findings.self_pd, findings.pd)
    )
    if alone == together:
        return
    yield Reason(
        Sentence(
            f"Contagion hits {name.en} hardest: {alone} alone, {together} "
            "with everyone it guarantees.",
            f"传染对{name.zh}影响最大：自身 {alone}，计入担保后 {together}。",
        ),
        (Chip("derived", Sentence("possible worlds", "可能世界模拟")),),
        (snapshot.node_id("party", worst),),
    )
