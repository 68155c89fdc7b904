"""The records of what the flag of a firm rests on: nodes, facts, and what if not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from graph.analysis.answer import (
    INTERNAL,
    Completeness,
    Meaning,
    Money,
    PartyRef,
    Sentence,
)
from graph.analysis.circle import ControllerTie
from graph.analysis.description import SourceRecord
from graph.analysis.model_score_records import (
    ModelSummary,
    NotScored,
    ScoreBand,
    ScoreInBrief,
    StaleScores,
)
from graph.analysis.neighbourhood import Neighbourhood
from graph.analysis.receipt import Receipt
from graph.instant import At

NAME = "model_evidence"
"""The analysis that answers with it."""

Group = Annotated[
    str, Meaning("shared_control | guarantees | payments | contacts; why it is there.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCompany:
    """A firm that the flag rests on, the flagged one first."""

    id: str
    name: str
    name_en: str | None
    rank: Annotated[int | None, Meaning("1 is the highest of the scored firms.")]
    chance: Annotated[float | None, Meaning("As of a score.", low=0, high=1)]
    band: ScoreBand
    flagged: bool
    why: Annotated[
        str,
        Meaning(
            "flagged: it is the one asked for. circle, network: of its guarantee "
            "circle or network. step: high up within two steps of guarantees, "
            "holdings, shared persons or contacts. partner: guarantees it or is "
            "guaranteed. payment: high up, and paid or was paid. holder: owns "
            "two of those listed."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceParty:
    """A person behind two or more of the firms."""

    id: str
    name: str
    name_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContact:
    """A contact point of two or more of the firms; its value may be masked."""

    id: str
    name: Annotated[str, Meaning("Its value; masked, the mask with the id.")]
    label: Annotated[Sentence | None, Meaning("What it is, such as a telephone.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEdge:
    """Facts of one kind from one node to another; `graph` draws it by the same id."""

    id: str
    group: Group
    kind: Annotated[str, Meaning("Of facts, as `/v1/ontology` has it.")]
    relation: str
    source: Annotated[str, Meaning("Node of the picture.")]
    target: str
    amount: Annotated[
        Money, Meaning("What guarantees come to, or was paid in a year.", money=True)
    ]
    currency: str
    share: Annotated[float | None, Meaning("Of a holding.", low=0, high=1)]
    role: Annotated[str | None, Meaning("Code of a role or of a family tie.")]
    label: Sentence
    date: Annotated[str | None, Meaning("When the first of them began, or moved.")]
    last: Annotated[str | None, Meaning("When the last of them began, or moved.")]
    count: Annotated[int, Meaning("How many facts there are.", low=1)]
    contracts: tuple[str, ...]
    records: Annotated[
        tuple[SourceRecord, ...], Meaning("Where they were read; the latest 20.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceHull:
    """Firms of the evidence that answer to one controller: a conclusion, no fact."""

    controller: PartyRef
    confirmed: Annotated[bool, Meaning("By majorities alone; else suspected.")]
    members: tuple[str, ...]
    ties: tuple[ControllerTie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutGroup:
    """The score of the firm without its edges of one group; null: not collected."""

    group: Group
    collected: bool
    edges: Annotated[int, Meaning("Edges of the firm that are taken away.", low=0)]
    raw_without: Annotated[float | None, Meaning("Log-odds.")]
    chance_without: Annotated[float | None, Meaning("As of a score.", low=0, high=1)]
    change: Annotated[
        float | None,
        Meaning("Log-odds without less those with; above 0 the edges lower the score."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutGroups:
    """The score without several groups at once: computed, never summed."""

    groups: tuple[Group, ...]
    raw_without: float | None
    chance_without: Annotated[float | None, Meaning("As of a score.", low=0, high=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCounterfactual:
    """What the score would be if ties of the firm were not there.

    The firm's features are computed again from what is within two steps of it. All
    else stays as it is.
    """

    method: Annotated[
        str,
        Meaning(
            "What was computed again: boosted trees, and a graph network that ranks "
            "with them; without the extra gnn its share stays as it is."
        ),
    ]
    frozen: Annotated[
        tuple[str, ...],
        Meaning("Features that depend on the edges and were not computed again."),
    ]
    groups: Annotated[
        tuple[WithoutGroup, ...], Meaning("Each alone, the largest change first.")
    ]
    together: Annotated[
        WithoutGroups | None, Meaning("Where `without` names several; else null.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCounterfactual:
    """Why there is no counterfactual."""

    code: Annotated[str, Meaning("not_scored | by_rules | stale | no_model")]
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCompleteness(Completeness):
    """What the rule names and the evidence shows of it."""

    shown: Annotated[int, Meaning("Firms; at most 25.")]
    left_out: Annotated[int, Meaning("Firms that the rule names beyond those.")]
    circle: Annotated[int, Meaning("Firms in the guarantee circle, itself included.")]
    circle_shown: Annotated[
        bool, Meaning("False: more than 30 firms, which is no evidence.")
    ]
    not_collected: Annotated[
        tuple[str, ...], Meaning("Kinds of facts of which nothing is in the snapshot.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEvidence:
    """What the flag of a firm rests on, found by rule, and the facts among it.

    A firm that is not flagged or has no score has evidence, too: what it would rest on.
    It accuses nobody.
    """

    party: PartyRef
    score: ScoreInBrief
    not_scored: NotScored | None
    model: ModelSummary | None
    stale: StaleScores | None
    companies: tuple[EvidenceCompany, ...]
    persons: tuple[EvidenceParty, ...]
    contacts: tuple[EvidenceContact, ...]
    edges: tuple[EvidenceEdge, ...]
    hulls: tuple[EvidenceHull, ...]
    counterfactual: FlagCounterfactual | None
    no_counterfactual: Annotated[
        NoCounterfactual | None, Meaning("Null where there is one.")
    ]
    completeness: EvidenceCompleteness
    at: At
    receipt: Receipt
    # What a picture is drawn from is not part of the answer.
    surroundings: Neighbourhood = field(metadata=INTERNAL)
