"""Reports of a circle and of a party, built from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.analysis.limits import limits_of
from graph.analysis.wording import ended
from graph.instant import format_instant
from graph.money import exponent
from visual.payload import circle_picture, picture
from visual.report.page import Report, Table, render
from visual.report.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.answer import Completeness, PartyRef
    from graph.analysis.circle import Member
    from graph.analysis.cycles import CircleCycles
    from graph.analysis.report import CircleReport, PartyReport
    from graph.analysis.score import ScoreRecord
    from graph.instant import At
    from visual.records import Annotations, Edge, Node


def circle_page(found: CircleReport, annotations: Annotations, language: str) -> str:
    """HTML page of a circle: figures, picture, reasons, members, cycles, links."""
    words, circle = WORDS[language], found.circle
    drawn = circle_picture(circle, annotations)
    names = {node.id: _name(node, language) for node in drawn.nodes}
    figures = [
        (words["firms"], str(circle.firms)),
        (words["loans"], _money(circle.loans, words)),
        (words["effective"], _money(circle.effective_amount, words)),
        (words["expected"], _money(circle.contagion_exposure, words)),
    ]
    moment = _moment(circle.at, circle.receipt.snapshot_id)
    return render(
        Report(
            language=language,
            title=getattr(circle.name, language),
            subtitle=f"{circle.circle_id} · {moment} · {circle.currency}",
            figures=figures,
            picture=drawn,
            picture_caption=words["caption"],
            reasons=[getattr(reason.text, language) for reason in circle.reasons],
            reasons_title=words["why"],
            tables=[
                _members(circle.members, language),
                _cycles(found.cycles, language),
                _links(drawn.edges, names, language),
            ],
            receipts_title=words["receipts"],
            receipts=[receipt.to_dict() for receipt in found.receipts],
            notices=[
                *_notices(circle.completeness, language, "cut"),
                *_notices(found.cycles.completeness, language, "cut_cycles"),
            ],
        )
    )


def party_page(found: PartyReport, annotations: Annotations, language: str) -> str:
    """HTML page of a party: its score and reasons, its two-hop surroundings."""
    words, score = WORDS[language], found.score
    drawn = picture(found.surroundings, score.at, annotations=annotations)
    names = {node.id: _name(node, language) for node in drawn.nodes}
    party_id = score.party.party_id
    moment = _moment(score.at, score.receipt.snapshot_id)
    return render(
        Report(
            language=language,
            title=names[party_id],
            subtitle=f"{_called(score.party, language)} · {moment}",
            figures=_figures(score, words),
            picture=drawn,
            picture_caption=words["caption"],
            reasons=[getattr(reason.text, language) for reason in score.reasons],
            reasons_title=words["why"],
            tables=[_links(drawn.edges, names, language)],
            receipts_title=words["receipts"],
            receipts=[score.receipt.to_dict()],
            notices=[
                *_notices(found.surroundings.completeness, language, "cut"),
                *_notices(score.completeness, language, "cut_score"),
            ],
        )
    )


def _figures(score: ScoreRecord, words: dict[str, str]) -> list[tuple[str, str]]:
    if score.pd is None or score.pd_error is None:
        return [(words["pd"], words["not_scored"])]
    return [
        (words["pd"], f"{score.pd:.2%} ± {1.96 * score.pd_error:.2%}"),
        (words["alone"], f"{score.self_pd:.2%}"),
    ]


def _moment(at: At, snapshot_id: str) -> str:
    return f"{format_instant(at.as_of)} · {snapshot_id}"


def _money(amount: float | None, words: dict[str, str]) -> str:
    return words["unknown"] if amount is None else f"{amount:,.0f}"


def _name(named: Node | PartyRef, language: str) -> str:
    return named.name if language == "zh" else named.name_en or named.name


def _called(party: PartyRef, language: str) -> str:
    """The id, and the end of a party that is no more."""
    if party.ended_on is None:
        return party.party_id
    return f"{party.party_id} · {getattr(ended(party.ended_on), language)}"


def _marked(party: PartyRef, language: str) -> str:
    """The name, and the end of a party that is no more."""
    name = _name(party, language)
    if party.ended_on is None:
        return name
    return f"{name} ({getattr(ended(party.ended_on), language)})"


def _members(members: Iterable[Member], language: str) -> Table:
    words = WORDS[language]
    rows: list[tuple[Any, ...]] = [
        (
            member.party.party_id,
            _marked(member.party, language),
            f"{member.self_pd:.2%}",
            f"{member.pd:.2%}",
            f"{member.pd_error:.2%}",
        )
        for member in members
    ]
    columns = ("id", "name", "alone", "contagion", "error")
    return Table(words["members"], [words[name] for name in columns], rows)


def _cycles(cycles: CircleCycles, language: str) -> Table:
    words, digits = WORDS[language], exponent(cycles.currency)
    rows = [
        (
            " → ".join(_name(party, language) for party in cycle.parties),
            words["unknown"]
            if cycle.bottleneck is None
            else f"{cycle.bottleneck:.{digits}f}",
        )
        for cycle in cycles.items
    ]
    return Table(words["cycles"], (words["cycles"], words["bottleneck"]), rows)


def _links(edges: Iterable[Edge], names: dict[str, str], language: str) -> Table:
    words = WORDS[language]
    rows = [
        (
            "" if edge.label is None else getattr(edge.label, language),
            names.get(edge.source, edge.source),
            names.get(edge.target, edge.target),
            _amount(edge),
            words[f"force.{edge.force}"],
            _records(edge, words),
        )
        for edge in edges
        if edge.relation != "more"
    ]
    columns = ("relation", "from", "to", "amount", "force", "record")
    return Table(words["links"], [words[name] for name in columns], rows)


def _amount(edge: Edge) -> str | None:
    """The amount; of several facts in several currencies each sum."""
    if edge.amount is not None or not edge.sums:
        return edge.amount
    return "; ".join(f"{item.amount} {item.currency or ''}" for item in edge.sums)


def _records(edge: Edge, words: dict[str, str]) -> str:
    """The records behind an edge, or how many there are and of which days."""
    if edge.count > 1:
        first, last = (day and day[:10] for day in (edge.valid_from, edge.last))
        return words["records"].format(
            count=edge.count, first=first or "…", last=last or "…"
        )
    return "; ".join(f"{r.source} {r.record_id}" for r in edge.source_records)


def _notices(completeness: Completeness, language: str, what: str) -> list[str]:
    if completeness.complete:
        return []
    limits = getattr(limits_of(completeness), language)
    return [WORDS[language][what].format(limits=limits)]
