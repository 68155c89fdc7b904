"""What a table is about, from all of its heads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.mapping.suggest.heads import Head

KIND_ROLES: dict[str, tuple[str, ...]] = {
    "guarantee": ("guarantor", "debtor", "creditor"),
    "guarantor": ("guarantor", "debtor", "creditor"),
    "loan": ("borrower", "lender", "debtor", "creditor"),
    "ownership": ("owner", "asset"),
    "role": ("person", "company"),
    "risk_event": ("party", "counterparty"),
    "family": ("person", "relative"),
}
"""Roles that the parties of a kind of fact have."""

_OF_ROLE = {
    "guarantor": "guarantee", "debtor": "guarantee", "creditor": "guarantee",
    "borrower": "loan", "lender": "loan", "owner": "ownership", "asset": "ownership",
    "person": "role", "party": "risk_event", "counterparty": "risk_event",
    "relative": "family",
}  # fmt: skip
_MAIN = {
    "ownership": "owner",
    "role": "person",
    "risk_event": "party",
    "party": "party",
    "loan": "borrower",
    "financials": "party",
    "rating": "party",
}
_TOGETHER = (
    {"guarantee", "guarantor", "loan"},
    {"party", "financials", "rating", "risk_event"},
)
"""Kinds whose facts stand in one table, with the same parties."""
_REGISTER = "party"
"""What only describes parties has half a vote: lists of other facts do so, too."""
_WEAK = _MAIN | {"ownership": "asset", "role": "company"}
_OF_REGISTRIES = {
    "uscc", "lei", "registered_capital", "established_on", "business", "sector",
    "country", "city", "region", "website",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """The kind of fact that a table holds, and whether another is as likely.

    `loans` says whether it speaks of loans beside their borrowers and lenders, `acted`
    has the kinds of fact whose parties it names.
    """

    kind: str | None
    clear: bool
    kinds: tuple[str, ...] = ()
    loans: bool = False
    acted: frozenset[str] = frozenset()

    def holds(self, kind: str) -> bool:
        """Whether the table has, or is about, parties that facts of the kind need."""
        if kind == self.kind or kind in self.acted:
            return True
        return any(kind in group and self.kind in group for group in _TOGETHER)

    @property
    def role(self) -> str | None:
        """Whose a field is that says of no party which."""
        return _MAIN.get(self.kind or "")

    @property
    def weak_role(self) -> str | None:
        """Whom 企业 and 公司 mean."""
        return _WEAK.get(self.kind or "")


def context_of(heads: Iterable[Head]) -> Context:
    """What most heads speak of; each has a vote for each kind it speaks of."""
    heads = [head for head in heads if not head.stopped]
    spoken = [_spoken_of(head) for head in heads]
    loans = any(
        "loan" in kinds and not set(head.roles) & {"borrower", "lender"}
        for head, kinds in zip(heads, spoken, strict=True)
    )
    if not loans and any("guarantor" in head.roles for head in heads):
        spoken = [_as_guaranteed(kinds) for kinds in spoken]
    votes: Counter[str] = Counter()
    for kinds in spoken:
        for kind in kinds:
            votes[kind] += 1 if kind == _REGISTER else 2
    ranked = votes.most_common()
    if not ranked:
        return Context(None, clear=False)
    clear = len(ranked) == 1 or ranked[0][1] > ranked[1][1]
    order = tuple(kind for kind, _ in ranked)
    roles = {role for head in heads for role in head.roles}
    acted = frozenset(_OF_ROLE[role] for role in roles if role in _OF_ROLE)
    return Context(order[0], clear, order, loans, acted)


def _as_guaranteed(kinds: set[str]) -> set[str]:
    """Borrowers of a list with guarantors and no loan are those who are guaranteed."""
    return {"guarantee" if kind == "loan" else kind for kind in kinds}


def _spoken_of(head: Head) -> set[str]:
    kinds = {_OF_ROLE[role] for role in head.roles if role in _OF_ROLE}
    kinds |= set(head.kinds)
    kinds |= {next(iter(fact)) for fact in head.facts if len(fact) == 1}
    if not kinds and _OF_REGISTRIES & set(head.party):
        kinds.add(_REGISTER)
    return kinds - {"guarantor"}
