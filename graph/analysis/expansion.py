"""How many links a party has before any is drawn: the expand menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence
from graph.analysis.neighbourhood import expansion_counts
from graph.analysis.wording import DIRECTION_LABELS
from graph.instant import At

if TYPE_CHECKING:
    from graph.stores.base import Store


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many links there are before drawing any."""

    relation: str
    direction: str
    label: Sentence
    total: int
    shown_cap: int


@dataclass(frozen=True, slots=True)
class Expansions:
    """The expand menu of a party."""

    party_id: str
    relations: tuple[Expansion, ...]
    at: At


def expansions(store: Store, at: At, party_id: str, shown_cap: int) -> Expansions:
    """Links of a party by relation and direction; `shown_cap` are drawn at once."""
    counts = expansion_counts(store, at, party_id)
    relations = tuple(
        Expansion(
            relation,
            direction,
            DIRECTION_LABELS[relation, direction],
            total,
            shown_cap,
        )
        for (relation, direction), total in counts.items()
    )
    return Expansions(party_id, relations, at)
