"""The published score of one firm, with its reasons and what was said of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from graph.analysis.answer import PartyRef, Sentence
from graph.analysis.model_findings import NAME, score_book
from graph.analysis.model_score_records import (
    MEANING,
    Chance,
    EvidenceNode,
    Flag,
    MissingGroup,
    ModelReason,
    ModelScore,
    ModelSummary,
    NotScored,
    RuleHit,
    RuleName,
    ScoreInBrief,
    StaleScores,
)
from graph.analysis.party_cases import case_book, kept_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.analysis.model_findings import ScoreBook
    from graph.analysis.published import Published
    from graph.stores.base import Store

NOT_SCORED: Mapping[str, Sentence] = {
    "not_a_firm": Sentence("only companies are scored", "仅对企业评分"),
    "not_collected": Sentence(
        "nothing of a whole group of facts was collected", "有一类信息完全未采集"
    ),
    "out_of_range": Sentence(
        "too unlike all firms that the model learnt from", "与训练样本差异过大"
    ),
    "new": Sentence("not in the snapshot that was scored", "不在已评分的快照中"),
    "not_published": Sentence("no scores are published", "尚未发布评分"),
}
"""Why a firm has no score, by code."""
FIRM = "company"


def model_score(
    published: Published, store: Store, party_id: str, *, sees_personal: bool
) -> ModelScore:
    """The score of a party of the published snapshot, or why it has none.

    Raises
    ------
    NotFoundError
        No such party in the published snapshot.

    Notes
    -----
    A few reads of columns where `answers_at_once`; case outcomes are read once for each
    commit.
    """
    party = published.party(party_id)
    case = case_book(published, store).case(
        party_id, sees_personal=sees_personal, party_type=party.party_type
    )
    book = score_book(published, store)
    row = row_of(published, book, party_id)
    told = {} if book is None else _told(published, book, row, party_id)
    return ModelScore(
        **_NOTHING | figures_of(book, row) | told,
        party=party,
        not_scored=not_scored_of(_code(book, row, party.party_type)),
        status=case.state,
        case=case,
        at=published.at,
    )


def answers_at_once(published: Published) -> bool:
    """Whether scores and cases were read already, so that the store is not."""
    read = kept_cases(published, published.sequence())
    return read is not None and NAME in published.kept


_NOTHING: dict[str, Any] = {
    "base": None,
    "reasons": (),
    "reasons_kept": False,
    "not_collected": (),
    "rules": (),
    "model": None,
    "stale": None,
    "inputs_as_of": None,
    "receipt": None,
}


def _told(
    published: Published, book: ScoreBook, row: int | None, party_id: str
) -> dict[str, Any]:
    """What a book tells of a party beside its figures."""
    reasons = tuple(map(reason_of, book.reasons(party_id)))
    return {
        "base": book.model["base"],
        "reasons": reasons,
        "reasons_kept": bool(reasons),
        "not_collected": missing_of(book, row),
        "rules": _hits(published, book, party_id),
        "model": summary_of(book),
        "stale": stale_of(book),
        "inputs_as_of": book.receipt.as_of,
        "receipt": published.stamped(book.receipt),
    }


def score_in_brief(
    published: Published, store: Store, party_id: str
) -> ScoreInBrief | None:
    """The flag of a party; None where nothing is published of it."""
    book = score_book(published, store)
    row = row_of(published, book, party_id)
    return None if row is None else ScoreInBrief(**figures_of(book, row))


def flag_of(book: ScoreBook, party_id: str) -> Flag | None:
    """The mark of a party; None where it is not flagged, or not known."""
    for row in book.rows([party_id]).tolist():
        if book.flagged[row]:
            return Flag(by=book.by, band=int(book.band[row]) or None)
    return None


def row_of(published: Published, book: ScoreBook | None, party_id: str) -> int | None:
    """Row of a party in a book; None: it has none.

    Raises
    ------
    NotFoundError
        No such party in the published snapshot.
    """
    number = published.snapshot.number("party", party_id)
    return None if book is None else book.row(number)


def not_scored_of(code: str | None) -> NotScored | None:
    """A code in words."""
    return None if code is None else NotScored(code=code, text=NOT_SCORED[code])


def _code(
    book: ScoreBook | None, row: int | None, party_type: str | None
) -> str | None:
    """Why a party has no score; None: it has one, or rules looked at it."""
    if party_type != FIRM:
        return "not_a_firm"
    if book is None:
        return "not_published"
    return "new" if row is None else book.not_scored[row]


def figures_of(book: ScoreBook | None, row: int | None) -> dict[str, Any]:
    """What gave the scores, and the figures of a row, by their names in records."""
    if book is None or row is None:
        found = dict.fromkeys(("rank", "raw_score", "chance", "band"))
        by, scored = (None, 0) if book is None else (book.by, book.n_scored)
        return {**found, "flagged": False, "by": by, "scored": scored}
    raw, chance = float(book.raw_score[row]), float(book.chance[row])
    return {
        "by": book.by,
        "scored": book.n_scored,
        "flagged": bool(book.flagged[row]),
        "rank": int(book.rank[row]) or None,
        "raw_score": None if math.isnan(raw) else raw,
        "band": int(book.band[row]) or None,
        "chance": None
        if math.isnan(chance)
        else Chance(
            value=chance,
            low=float(book.low[row]),
            high=float(book.high[row]),
            meaning=MEANING,
        ),
    }


def missing_of(book: ScoreBook, row: int | None) -> tuple[MissingGroup, ...]:
    """Groups of which nothing was collected, of all firms or of this one."""
    own = set() if row is None else set(book.missing[row].split(","))
    return tuple(
        MissingGroup(
            group=name,
            label=Sentence(group["label_en"], group["label_zh"]),
            kinds=kinds_of(group),
            here=group["collected"],
        )
        for name, group in book.groups.items()
        if name in own or not group["collected"]
    )


def summary_of(book: ScoreBook) -> ModelSummary | None:
    """The model in a line; None where rules flag."""
    model = book.model
    if model["model_id"] is None:
        return None
    return ModelSummary(
        model_id=model["model_id"],
        task=book.manifest["task"],
        trained_at=book.manifest["windows"].get("known"),
        text=Sentence(model["text_en"], model["text_zh"]),
    )


def stale_of(book: ScoreBook) -> StaleScores | None:
    """That the scores are of an earlier snapshot; None: they are of this one."""
    if not book.stale:
        return None
    day = (book.receipt.as_of or "")[:10]
    return StaleScores(
        snapshot_id=book.receipt.snapshot_id,
        as_of=book.receipt.as_of,
        text=Sentence(
            f"Scores of {day}: the latest model was refused, see the models",
            f"评分日期 {day}：最新模型被拒绝，详见模型页",
        ),
    )


def reason_of(row: Mapping[str, Any]) -> ModelReason:
    """A row of ``model_reason`` as a record."""
    return ModelReason(
        group=row["group"],
        label=Sentence(row["label_en"], row["label_zh"]),
        text=Sentence(row["text_en"], row["text_zh"]),
        feature=row["feature"],
        value=row["value"],
        unit=row["unit"],
        contribution=row["contribution"],
        kinds=kinds_of(row),
        others=row["others"],
    )


def kinds_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Kinds of facts that a row names."""
    return tuple(filter(None, row["kinds"].split(",")))


def rule_names(rows: Iterable[Mapping[str, Any]]) -> tuple[RuleName, ...]:
    """Rows of ``rule_hit`` as records without evidence."""
    return tuple(RuleName(**_words(row)) for row in rows)


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": row["rule"],
        "label": Sentence(row["label_en"], row["label_zh"]),
        "text": Sentence(row["text_en"], row["text_zh"]),
    }


def _hits(published: Published, book: ScoreBook, party_id: str) -> tuple[RuleHit, ...]:
    evidence = book.evidence(party_id)
    return tuple(
        RuleHit(
            **_words(hit),
            parties=_parties(published, evidence, hit["rule"]),
            facts=tuple(
                EvidenceNode(kind=row["kind"], id=row["node_id"])
                for row in evidence
                if row["rule"] == hit["rule"] and row["kind"] != "party"
            ),
        )
        for hit in book.hits(party_id)
    )


def _parties(
    published: Published, evidence: Iterable[Mapping[str, Any]], rule: str
) -> tuple[PartyRef, ...]:
    """Parties of a rule's evidence that the snapshot knows."""
    named = [row for row in evidence if row["rule"] == rule and row["kind"] == "party"]
    numbers = published.snapshot.numbers("party", [row["node_id"] for row in named])
    return tuple(
        published.party_at(number) for number in numbers[numbers >= 0].tolist()
    )
