"""The records of lists of firms that are flagged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.analysis.answer import Completeness, Meaning, PartyRef, Total
from graph.analysis.model_score_records import (
    By,
    MissingGroup,
    ModelReason,
    ModelSummary,
    NotScored,
    RuleName,
    ScoreBandShare,
    ScoreInBrief,
    StaleScores,
)
from graph.analysis.party_cases import FirmState
from graph.analysis.receipt import Receipt
from graph.analysis.same_evidence import SameEvidence
from graph.instant import At


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedFirm(ScoreInBrief):
    """A firm with its score and what adds most to it."""

    party: PartyRef
    not_scored: NotScored | None
    top: Annotated[
        ModelReason | None, Meaning("The largest reason of facts, where kept.")
    ]
    second: ModelReason | None
    not_collected: tuple[MissingGroup, ...]
    rules: tuple[RuleName, ...]
    evidence: Annotated[
        SameEvidence | None, Meaning("Null: no other of the list has the same.")
    ]
    status: FirmState


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScoredShare(NotScored):
    """How many firms were not scored for a reason."""

    firms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCounts:
    """How many firms were scored, flagged, and not scored; zeros without scores."""

    by: By
    scored: int
    flagged: int
    least_flagged: Annotated[int, Meaning("Lowest band that a model flags.")]
    bands: Annotated[tuple[ScoreBandShare, ...], Meaning("None by rules.")]
    statuses: Annotated[
        dict[str, int], Meaning("Flagged firms by what was said of them.")
    ]
    not_scored: tuple[NotScoredShare, ...]
    model: ModelSummary | None
    stale: StaleScores | None
    inputs_as_of: Annotated[str | None, Meaning("Facts after it are in no score.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedList(FlagCounts):
    """A page of firms; `total` counts those of all pages."""

    items: tuple[FlaggedFirm, ...]
    total: Total
    at: At
    completeness: Completeness
    receipt: Receipt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags(FlagCounts):
    """Flagged firms at a glance, with the first of those that are open."""

    firms: tuple[FlaggedFirm, ...]
