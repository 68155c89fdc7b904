"""The report of what a firm's flag rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.instant import format_instant
from graph.money import exponent
from graph.vocabulary import KINDS
from visual.evidence_picture import evidence_picture
from visual.report.evidence_words import EVIDENCE_WORDS, METHODS
from visual.report.page import Report, Table, render
from visual.report.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.analysis.model_evidence import (
        EvidenceEdge,
        EvidenceHull,
        ModelEvidence,
        WithoutGroup,
    )
    from graph.analysis.model_score_records import ModelScore
    from visual.records import Annotations

RECORDS = 3
"""Records of a line that are named; more are counted."""


def evidence_page(
    found: ModelEvidence, score: ModelScore, annotations: Annotations, language: str
) -> str:
    """HTML page of a flag: figures, picture, reasons, what if not, facts, receipts."""
    words = WORDS[language] | EVIDENCE_WORDS[language]
    drawn = evidence_picture(found, annotations)
    names = {
        node.id: node.name if language == "zh" else node.name_en or node.name
        for node in drawn.nodes
    }
    names |= {f"contact|{one.id}": one.name for one in found.contacts}
    title = words["title" if found.score.flagged else "title_not"]
    party_id = found.party.party_id
    return render(
        Report(
            language=language,
            title=title.format(name=names[party_id]),
            subtitle=" · ".join(
                (
                    party_id,
                    format_instant(found.at.as_of) or "",
                    found.receipt.snapshot_id,
                )
            ),
            figures=_figures(found, words),
            picture=drawn,
            picture_caption=words["caption"],
            reasons=list(_reasons(score, language)),
            reasons_title=WORDS[language]["why"],
            tables=[
                *_without(found, language, words),
                _facts(found, names, language, words),
                _firms(found, names, words),
                *_controllers(found, names, language, words),
            ],
            receipts_title=words["receipts"],
            receipts=[
                receipt.to_dict()
                for receipt in (found.receipt, score.receipt)
                if receipt is not None
            ],
            notices=list(_notices(found, language, words)),
        )
    )


def _figures(found: ModelEvidence, words: Mapping[str, str]) -> list[tuple[str, str]]:
    score = found.score
    if score.chance is None:
        told = "rules" if score.by == "rules" else "not_scored"
        return [(words["chance_of"], words[told])]
    chance = score.chance
    interval = f"{chance.value:.1%} ({chance.low:.1%} – {chance.high:.1%})"
    return [
        (words["chance_of"], interval),
        (words["band"], str(score.band)),
        (words["rank"], words["rank_of"].format(rank=score.rank, scored=score.scored)),
        (words["raw_score"], f"{score.raw_score:.3f}"),
    ]


def _reasons(score: ModelScore, language: str) -> Iterator[str]:
    """What each sort of features adds, the largest first; then rules that fit."""
    for reason in score.reasons:
        yield f"{getattr(reason.text, language)} ({reason.contribution:+.3f})"
    for rule in score.rules:
        yield f"{getattr(rule.label, language)}: {getattr(rule.text, language)}"


def _without(
    found: ModelEvidence, language: str, words: Mapping[str, str]
) -> Iterator[Table]:
    if found.counterfactual is None:
        return
    rows = [_without_row(one, words) for one in found.counterfactual.groups]
    method = METHODS[found.counterfactual.method][language]
    columns = ("group", "edges", "change", "then")
    title = words["counterfactual"].format(method=method)
    yield Table(title, [words[name] for name in columns], rows)


def _without_row(one: WithoutGroup, words: Mapping[str, str]) -> tuple[Any, ...]:
    if not one.collected:
        return words[f"group.{one.group}"], words["not_collected"], None, None
    then = None if one.chance_without is None else f"{one.chance_without:.1%}"
    change = None if one.change is None else f"{one.change:+.3f}"
    return words[f"group.{one.group}"], one.edges, change, then


def _facts(
    found: ModelEvidence,
    names: Mapping[str, str],
    language: str,
    words: Mapping[str, str],
) -> Table:
    rows = [
        (
            words[f"group.{edge.group}"],
            names[edge.source],
            names[edge.target],
            getattr(edge.label, language),
            None
            if edge.amount is None
            else f"{edge.amount:,.{exponent(edge.currency)}f}",
            edge.date and edge.date[:10],
            _records(edge, words),
        )
        for edge in found.edges
    ]
    columns = ("group", "from", "to", "relation", "amount", "since", "record")
    return Table(words["facts"], [words[name] for name in columns], rows)


def _records(edge: EvidenceEdge, words: Mapping[str, str]) -> str:
    """The latest records, and how many more there are."""
    named = [f"{item.source} {item.record_id}" for item in edge.records[:RECORDS]]
    told = "; ".join(named)
    more = edge.count - len(named)
    return words["more"].format(records=told, count=more) if more else told


def _firms(
    found: ModelEvidence, names: Mapping[str, str], words: Mapping[str, str]
) -> Table:
    rows = [
        (
            one.id,
            names[one.id],
            words[f"why.{one.why}"],
            one.rank,
            None if one.chance is None else f"{one.chance:.1%}",
        )
        for one in found.companies
    ]
    columns = ("id", "name", "why", "rank", "chance")
    return Table(words["firms"], [words[name] for name in columns], rows)


def _controllers(
    found: ModelEvidence,
    names: Mapping[str, str],
    language: str,
    words: Mapping[str, str],
) -> Iterator[Table]:
    rows = [_controller(hull, names, language, words) for hull in found.hulls]
    columns = ("name", "state", "members")
    if rows:
        yield Table(words["controllers"], [words[name] for name in columns], rows)


def _controller(
    hull: EvidenceHull,
    names: Mapping[str, str],
    language: str,
    words: Mapping[str, str],
) -> tuple[str, str, str]:
    party = hull.controller
    name = party.name if language == "zh" else party.name_en or party.name
    ties = [
        words["tie"].format(
            name=names[tie.party_id], why=getattr(tie.evidence, language)
        )
        for tie in hull.ties
    ]
    return name, words["confirmed" if hull.confirmed else "suspected"], ", ".join(ties)


def _notices(
    found: ModelEvidence, language: str, words: Mapping[str, str]
) -> Iterator[str]:
    """That it accuses nobody, what is not there, and what counterfactuals mean."""
    yield words["notice"]
    if found.completeness.left_out:
        yield words["cut"].format(left=found.completeness.left_out)
    if not found.completeness.circle_shown:
        yield words["circle_cut"].format(circle=found.completeness.circle)
    if missing := found.completeness.not_collected:
        kinds = [getattr(KINDS[kind].label, language) for kind in missing]
        yield words["missing"].format(kinds=words["comma"].join(kinds))
    if found.counterfactual is not None:
        yield words["frozen"]
    elif found.no_counterfactual is not None:
        why = getattr(found.no_counterfactual.text, language)
        yield words["no_counterfactual"].format(why=why)
