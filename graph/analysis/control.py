"""Who stands behind several firms at once: majority chains, spouses, shared contacts.

A firm answers to whoever holds more than half of it directly or through a chain of
such majorities; spouses count as one. That is *confirmed*. A firm that shares two or
more contact points or officers with a confirmed one is only *suspected*: such signals
never merge anybody silently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from graph.analysis.answer import Sentence
from graph.analysis.explain_words import party_name
from graph.analysis.wording import said
from graph.vocabulary import KINDS, SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.kernels.csr import Csr, Int32s
    from graph.snapshot import Snapshot

MAJORITY = SHARE_UNIT // 2
"""More than half of the votes controls: Company Law 2023, article 265."""
SOFT_SIGNALS = 2
"""Shared contacts or officers that raise a suspicion: a judgement, not law."""
MAX_LAYERS = 10
SHARED_BY = 20
"""A contact or officer of more firms than this (an agent's address) ties nobody."""

Signal: TypeAlias = tuple[str, int]
"""``contact`` and the number of a contact point, or ``role`` and that of an officer."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a firm answers to a controller.

    `basis` is ``majority`` (confirmed), ``spouse`` or ``signals`` (suspected).
    """

    firm: int
    basis: str
    evidence: Sentence


@dataclass(frozen=True, slots=True)
class Controller:
    """A party behind two or more of the firms asked about."""

    number: int
    ties: tuple[Tie, ...]

    @property
    def confirmed(self) -> bool:
        """The weakest tie decides the word."""
        return all(tie.basis == "majority" for tie in self.ties)

    @property
    def firms(self) -> frozenset[int]:
        """Party numbers of the firms."""
        return frozenset(tie.firm for tie in self.ties)

    @property
    def strength(self) -> tuple[int, int]:
        """Ties in all, and those that do not rest on shared signals alone."""
        return len(self.ties), sum(tie.basis != "signals" for tie in self.ties)


def common_controllers(
    snapshot: Snapshot, firms: Sequence[int]
) -> tuple[Controller, ...]:
    """Controllers of two or more of these firms, most firms first.

    Parameters
    ----------
    firms
        Party numbers.

    Notes
    -----
    O(owners above the firms). Majorities held jointly by several controlled firms
    are not added up here.
    """
    hard: dict[int, dict[int, Tie]] = defaultdict(dict)
    for firm in firms:
        chain = _majority_chain(snapshot, firm)
        if len(chain) > 1:
            hard[chain[0]][firm] = Tie(firm, "majority", _chain_words(snapshot, chain))
    _join_spouses(snapshot, hard)
    signals = _signals(snapshot, firms)
    for ties in hard.values():
        _add_suspected(snapshot, ties, signals)
    found = [
        Controller(number, tuple(ties[firm] for firm in sorted(ties)))
        for number, ties in hard.items()
        if len(ties) > 1
    ]
    found.sort(key=lambda item: (*(-count for count in item.strength), item.number))
    kept: list[Controller] = []
    for item in found:
        if not any(item.firms <= other.firms for other in kept):
            kept.append(item)
    return tuple(kept)


def _majority_chain(snapshot: Snapshot, firm: int) -> list[int]:
    """The firm's majority owners, topmost first, the firm itself last."""
    chain = [firm]
    while len(chain) <= MAX_LAYERS:
        owner = _majority_owner(snapshot, chain[0])
        if owner is None or owner in chain:
            break
        chain.insert(0, owner)
    return chain


def _majority_owner(snapshot: Snapshot, firm: int) -> int | None:
    rows = snapshot.incoming("ownership")
    table = snapshot.facts("ownership")
    held: Counter[int] = Counter()
    for slot in range(rows.indptr[firm], rows.indptr[firm + 1]):
        row = int(rows.edge[slot])
        votes = table["voting_share"][row].as_py()
        share = table["share"][row].as_py() if votes is None else votes
        held[int(rows.indices[slot])] += share or 0
    owner, total = max(held.items(), key=lambda item: item[1], default=(-1, 0))
    return owner if total > MAJORITY else None


def _chain_words(snapshot: Snapshot, chain: Sequence[int]) -> Sentence:
    names = [party_name(snapshot, number) for number in chain]
    return Sentence(
        "majority: " + " → ".join(name.en for name in names),
        "多数持股：" + " → ".join(name.zh for name in names),
    )


def _join_spouses(snapshot: Snapshot, hard: dict[int, dict[int, Tie]]) -> None:
    """Move the ties of one spouse to the other, the one with more or lower number."""
    for person in sorted(hard, key=lambda item: (-len(hard[item]), item)):
        if person not in hard:
            continue
        for spouse in sorted(set(_spouses(snapshot, person)) - {person}):
            ties = hard.pop(spouse, None)
            if ties is None:
                continue
            name = party_name(snapshot, spouse)
            for firm, tie in ties.items():
                words = Sentence(
                    f"spouse {name.en}; {tie.evidence.en}",
                    f"配偶{name.zh}；{tie.evidence.zh}",
                )
                hard[person].setdefault(firm, Tie(firm, "spouse", words))


def _spouses(snapshot: Snapshot, person: int) -> Iterator[int]:
    relation = snapshot.facts("family")["relation"]
    for rows in (snapshot.outgoing("family"), snapshot.incoming("family")):
        for slot in range(rows.indptr[person], rows.indptr[person + 1]):
            if relation[int(rows.edge[slot])].as_py() == "spouse":
                yield int(rows.indices[slot])


def _signals(snapshot: Snapshot, firms: Sequence[int]) -> dict[int, set[Signal]]:
    """What few other firms have in common with each firm."""
    uses, used = snapshot.outgoing("contact_use"), snapshot.incoming("contact_use")
    roles, held = snapshot.incoming("role"), snapshot.outgoing("role")
    found = {}
    for firm in firms:
        contacts, officers = _rare(uses.row(firm), used), _rare(roles.row(firm), held)
        found[firm] = {("contact", number) for number in contacts}
        found[firm].update(("role", number) for number in officers)
    return found


def _rare(nodes: Int32s, firms: Csr) -> list[int]:
    """Those nodes in whose row at most `SHARED_BY` firms stand."""
    few = firms.indptr[nodes + 1] - firms.indptr[nodes] <= SHARED_BY
    rare: list[int] = nodes[few].tolist()
    return rare


def _add_suspected(
    snapshot: Snapshot, ties: dict[int, Tie], signals: Mapping[int, set[Signal]]
) -> None:
    confirmed = [signals[firm] for firm in sorted(ties)]
    for firm, own in signals.items():
        if firm in ties or len(own) < SOFT_SIGNALS:
            continue
        best = max((own & other for other in confirmed), key=len, default=set())
        if len(best) >= SOFT_SIGNALS:
            words = [_signal_words(snapshot, firm, signal) for signal in sorted(best)]
            english = "shared " + ", ".join(word.en for word in words)
            chinese = "共用" + "、".join(word.zh for word in words)
            ties[firm] = Tie(firm, "signals", Sentence(english, chinese))


def _signal_words(snapshot: Snapshot, firm: int, signal: Signal) -> Sentence:
    """What a contact point or an officer is to a firm."""
    kind, number = signal
    if kind == "contact":
        types = snapshot.nodes("contact")["contact_type"]
        return _said(kind, types[number].as_py())
    roles = snapshot.incoming("role")
    first = roles.indptr[firm] + np.searchsorted(roles.row(firm), number)
    types = snapshot.facts("role")["role_type"]
    return _said(kind, types[int(roles.edge[first])].as_py())


def _said(kind: str, code: str) -> Sentence:
    """What a contact point or a role is called."""
    subtype = f"{kind}_type"
    return said(KINDS[kind].property_by_name[subtype].code_label(code))
