"""The published score of one firm, with its reasons and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.analysis.model_findings import NAME
from graph.analysis.model_score_parts import (
    figures_of,
    missing_of,
    not_scored_of,
    reason_of,
    rule_words,
    stale_of,
    summary_of,
)
from graph.analysis.model_score_records import (
    EvidenceNode,
    Flag,
    ModelScore,
    RuleHit,
    ScoreInBrief,
)
from graph.analysis.party_cases import case_book, kept_cases
from graph.analysis.score_book import score_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.analysis.answer import PartyRef
    from graph.analysis.published import Published
    from graph.analysis.score_book import ScoreBook
    from graph.stores.base import Store

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
    "second_opinion": None,
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
        "second_opinion": book.second.of(
            book, published.snapshot.number("party", party_id)
        ),
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


def _code(
    book: ScoreBook | None, row: int | None, party_type: str | None
) -> str | None:
    """Why a party has no score; None: it has one, or rules looked at it."""
    if party_type != FIRM:
        return "not_a_firm"
    if book is None:
        return "not_published"
    return "new" if row is None else book.not_scored[row]


def _hits(published: Published, book: ScoreBook, party_id: str) -> tuple[RuleHit, ...]:
    evidence = book.evidence(party_id)
    return tuple(
        RuleHit(
            **rule_words(hit),
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
