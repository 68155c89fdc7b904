"""The records of a score that flags a firm, whether a model or rules gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.analysis.answer import Meaning, PartyRef, Probability, Sentence
from graph.analysis.flagged_since import FlaggedSince
from graph.analysis.party_cases import FirmState, PartyCase
from graph.analysis.receipt import Receipt
from graph.instant import At

Contribution = Annotated[
    float, Meaning("What it adds to the raw score, in log-odds; below 0 it lowers it.")
]
ScoreBand = Annotated[
    int | None,
    Meaning("Band of the chance; null: not scored, or by rules.", low=1, high=5),
]
By = Annotated[str | None, Meaning("model | rules | gnn; null: nothing was published.")]

MEANING = Sentence("confirmed within 12 months", "12 个月内被查实")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A calibrated probability with its 95 % interval."""

    value: Annotated[float, Meaning("Probability of what `meaning` says.", 0, 1)]
    low: Annotated[float, Meaning("Lower end of the 95 % interval.", 0, 1)]
    high: Annotated[float, Meaning("Upper end of the 95 % interval.", 0, 1)]
    meaning: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScored:
    """Why a firm has no score, which is not a low one."""

    code: Annotated[
        str,
        Meaning("not_a_firm | not_collected | out_of_range | new | not_published"),
    ]
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReason:
    """What features of one sort add to a raw score.

    The last one of a longer list has no feature: it is what `others` add together.
    """

    group: Annotated[str, Meaning("Letter of the group of features, or else.")]
    label: Sentence
    text: Sentence
    feature: Annotated[str | None, Meaning("The feature that adds most of it.")]
    value: Annotated[float | None, Meaning("Its value; null: not known.")]
    unit: str | None
    contribution: Contribution
    kinds: Annotated[
        tuple[str, ...],
        Meaning("Kinds of facts behind it, as `/v1/ontology` has them."),
    ]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingGroup:
    """A group of features of which nothing was collected, here or of this firm."""

    group: str
    label: Sentence
    kinds: tuple[str, ...]
    here: Annotated[bool, Meaning("False: nothing of it is in the whole snapshot.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNode:
    """A node that a rule's hit rests on, to open it."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleName:
    """A rule that fits a firm. It is no model and has no chance."""

    rule: str
    label: Sentence
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHit(RuleName):
    """A rule that fits a firm, with its evidence."""

    parties: tuple[PartyRef, ...]
    facts: tuple[EvidenceNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSummary:
    """What gave the scores, in a line."""

    model_id: str
    task: str
    trained_at: Annotated[str | None, Meaning("Last day whose outcomes it learnt.")]
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleScores:
    """Scores of an earlier snapshot, kept because the latest model was refused."""

    snapshot_id: str
    as_of: str | None
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBandShare:
    """Firms in a band of chances."""

    band: int
    label: Sentence
    low: Probability
    high: Probability
    firms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInBrief:
    """A flag of a firm beside its other figures; all of it is at `/v1/model-scores`."""

    by: By
    flagged: Annotated[bool, Meaning("By a model: band 3 or higher; else a rule fits.")]
    raw_score: Annotated[float | None, Meaning("Log-odds, for ranking.")]
    chance: Chance | None
    band: ScoreBand
    rank: Annotated[int | None, Meaning("1 is the highest of the `scored` firms.")]
    scored: int
    since: Annotated[FlaggedSince | None, Meaning("Null: not flagged, or not kept.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """The mark of a flagged firm in a picture."""

    by: Annotated[str, Meaning("model | rules")]
    band: ScoreBand


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """A firm by the graph network alone.

    `chance` is the one that the served score gives to the firm of the same rank.
    """

    rank: Annotated[int | None, Meaning("1 is the highest; null: not scored.")]
    raw_score: Annotated[float | None, Meaning("Log-odds by the network alone.")]
    chance: Chance | None
    band: Annotated[int | None, Meaning("Band of that chance.", low=1, high=5)]
    agreement: Annotated[
        str | None,
        Meaning(
            "agrees: its chance lies in the 95 % interval of the served one; else "
            "higher | lower."
        ),
    ]
    ranks: Annotated[bool, Meaning("Whether it ranks together with the trees.")]
    scored: Annotated[bool, Meaning("False: the extra gnn was not installed.")]
    standing: Annotated[Sentence, Meaning("What it is worth, as measured.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelScore(ScoreInBrief):
    """How strongly a firm looks like those that were found to commit fraud.

    `base` and the contributions of the reasons sum to `raw_score`. It accuses nobody,
    and was not validated on real guarantee fraud.
    """

    party: PartyRef
    not_scored: NotScored | None
    base: Annotated[float | None, Meaning("Raw score of the average firm.")]
    reasons: tuple[ModelReason, ...]
    reasons_kept: Annotated[
        bool,
        Meaning(
            "False: reasons are kept of higher bands and ranks only, none is told."
        ),
    ]
    not_collected: tuple[MissingGroup, ...]
    rules: tuple[RuleHit, ...]
    status: Annotated[FirmState | None, Meaning("Null: not to be told.")]
    case: PartyCase
    model: ModelSummary | None
    second_opinion: Annotated[
        SecondOpinion | None, Meaning("Null: the model has no graph network.")
    ]
    stale: StaleScores | None
    inputs_as_of: Annotated[str | None, Meaning("Facts after it are not in the score.")]
    at: At
    receipt: Receipt | None
