"""Who stands behind several firms at once: majority chains, spouses, shared contacts.

A firm answers to whoever holds more than half of it directly or through a chain of
such majorities; spouses count as one. That is *confirmed*. A firm that shares two or
more contact points or officers with a confirmed one is only *suspected*: such signals
never merge anybody silently.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from graph.analysis.answer import Sentence
from graph.analysis.explain_words import party_name
from graph.analysis.majorities import majority_chains
from graph.analysis.wording import said
from graph.kernels.csr import range_positions
from graph.snapshot.arrays import single_chunk
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot

SOFT_SIGNALS = 2
"""Shared contacts or officers that raise a suspicion: a judgement, not law."""
SHARED_BY = 20
"""A contact or officer of more firms than this (an agent's address) ties nobody."""

Signal: TypeAlias = tuple[str, int]
"""``contact`` and the number of a contact point, or ``role`` and that of an officer."""
Mark: TypeAlias = tuple[int, Signal]
"""A firm and a signal that it has."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a firm answers to a controller.

    `basis` is ``majority`` (confirmed), ``spouse`` or ``signals`` (suspected).
    """

    firm: int
    basis: str
    evidence: Sentence


@dataclass(frozen=True, slots=True)
class _Ground:
    """Basis of a tie; its words are made for what is shown alone."""

    basis: str
    words: Callable[[], Sentence]


@dataclass(frozen=True, slots=True)
class Controller:
    """A party behind two or more of the firms asked about."""

    number: int
    ties: tuple[Tie, ...]

    @property
    def confirmed(self) -> bool:
        """The weakest tie decides the word."""
        return all(tie.basis == "majority" for tie in self.ties)


def common_controllers(
    snapshot: Snapshot, firms: Sequence[int]
) -> tuple[Controller, ...]:
    """Controllers of two or more of these firms, most firms first.

    One whose firms all answer to another that is listed before it is left out.

    Parameters
    ----------
    firms
        Party numbers.

    Notes
    -----
    O(owners above the firms, and pairs of firms that share a signal, of which each
    signal makes at most 190). Majorities held jointly by several controlled firms are
    not added up here.
    """
    hard: dict[int, dict[int, _Ground]] = defaultdict(dict)
    for firm, chain in zip(firms, majority_chains(snapshot, firms), strict=True):
        if len(chain) > 1:
            words = partial(_chain_words, snapshot, chain)
            hard[chain[0]][firm] = _Ground("majority", words)
    _join_spouses(snapshot, hard)
    marks = signals(snapshot, firms)
    alike = _alike(marks)
    for grounds in hard.values():
        _add_suspected(grounds, alike, marks)
    found = {number: grounds for number, grounds in hard.items() if len(grounds) > 1}
    return tuple(
        Controller(
            number,
            tuple(
                Tie(firm, ground.basis, ground.words())
                for firm, ground in sorted(found[number].items())
            ),
        )
        for number in _largest(found)
    )


def _largest(found: Mapping[int, Mapping[int, _Ground]]) -> Iterator[int]:
    """Controllers by falling strength, without those of fewer of the same firms."""

    def weakness(number: int) -> tuple[int, int, int]:
        """Ties in all, then those that do not rest on shared signals alone."""
        grounds = found[number]
        firm = sum(ground.basis != "signals" for ground in grounds.values())
        return -len(grounds), -firm, number

    kept: dict[int, list[frozenset[int]]] = defaultdict(list)
    for number in sorted(found, key=weakness):
        firms = frozenset(found[number])
        rivals = min((kept[firm] for firm in firms), key=len)
        if not any(firms <= other for other in rivals):
            yield number
            for firm in firms:
                kept[firm].append(firms)


def _chain_words(snapshot: Snapshot, chain: Sequence[int]) -> Sentence:
    names = [party_name(snapshot, number) for number in chain]
    return Sentence(
        "majority: " + " → ".join(name.en for name in names),
        "多数持股：" + " → ".join(name.zh for name in names),
    )


def _join_spouses(snapshot: Snapshot, hard: dict[int, dict[int, _Ground]]) -> None:
    """Move the ties of one spouse to the other, the one with more or lower number."""
    for person in sorted(hard, key=lambda item: (-len(hard[item]), item)):
        if person not in hard:
            continue
        for spouse in sorted(set(_spouses(snapshot, person)) - {person}):
            for firm, ground in hard.pop(spouse, {}).items():
                words = partial(_spouse_words, snapshot, spouse, ground)
                hard[person].setdefault(firm, _Ground("spouse", words))


def _spouse_words(snapshot: Snapshot, spouse: int, ground: _Ground) -> Sentence:
    name, evidence = party_name(snapshot, spouse), ground.words()
    return Sentence(f"spouse {name.en}; {evidence.en}", f"配偶{name.zh}；{evidence.zh}")


def _spouses(snapshot: Snapshot, person: int) -> Iterator[int]:
    relation = snapshot.facts("family")["relation"]
    for rows in (snapshot.outgoing("family"), snapshot.incoming("family")):
        for slot in range(rows.indptr[person], rows.indptr[person + 1]):
            if relation[int(rows.edge[slot])].as_py() == "spouse":
                yield int(rows.indices[slot])


def signals(snapshot: Snapshot, firms: Sequence[int]) -> Mapping[Mark, str]:
    """What each firm has in common with few others, firms ascending, with its code.

    The code says what a contact point is, and what an officer is to the firm.
    """
    asked = np.unique(np.asarray(firms, np.int64))
    found: dict[Mark, str] = {}
    for kind, of_firm, firms_of in (
        ("contact", snapshot.outgoing("contact_use"), snapshot.incoming("contact_use")),
        ("role", snapshot.incoming("role"), snapshot.outgoing("role")),
    ):
        counts = of_firm.indptr[asked + 1] - of_firm.indptr[asked]
        slots = range_positions(of_firm.indptr[asked], counts)
        nodes = of_firm.indices[slots]
        few = firms_of.indptr[nodes + 1] - firms_of.indptr[nodes] <= SHARED_BY
        marked, nodes, slots = np.repeat(asked, counts)[few], nodes[few], slots[few]
        codes = (
            _codes(snapshot.nodes("contact"), "contact_type", nodes)
            if kind == "contact"
            else _codes(snapshot.facts("role"), "role_type", of_firm.edge[slots])
        )
        for firm, node, code in zip(
            marked.tolist(), nodes.tolist(), codes, strict=True
        ):  # of several offices in one firm the first
            found.setdefault((firm, (kind, node)), code)
    return found


def _codes(table: pa.Table, name: str, rows: NDArray[np.int32]) -> list[str]:
    """Codes of a column at these rows."""
    import pyarrow as pa

    codes: list[str] = single_chunk(table, name).take(pa.array(rows)).to_pylist()
    return codes


def _alike(marks: Iterable[Mark]) -> dict[int, dict[int, tuple[Signal, ...]]]:
    """Of each firm the others that share enough with it, and what, ascending."""
    having: dict[Signal, list[int]] = defaultdict(list)
    for firm, signal in marks:
        having[signal].append(firm)
    shared: dict[tuple[int, int], list[Signal]] = defaultdict(list)
    for signal in sorted(having):
        for pair in combinations(having[signal], 2):
            shared[pair].append(signal)
    found: dict[int, dict[int, tuple[Signal, ...]]] = defaultdict(dict)
    for (one, other), common in shared.items():
        if len(common) >= SOFT_SIGNALS:
            found[one][other] = found[other][one] = tuple(common)
    return found


def _add_suspected(
    grounds: dict[int, _Ground],
    alike: Mapping[int, Mapping[int, tuple[Signal, ...]]],
    marks: Mapping[Mark, str],
) -> None:
    """Tie what shares most with a confirmed firm; of equals the first one counts."""
    best: dict[int, tuple[Signal, ...]] = {}
    for confirmed in sorted(grounds):
        for firm, common in alike.get(confirmed, {}).items():
            if firm not in grounds and len(common) > len(best.get(firm, ())):
                best[firm] = common
    for firm, common in best.items():
        grounds[firm] = _Ground("signals", partial(_shared_words, marks, firm, common))


def _shared_words(
    marks: Mapping[Mark, str], firm: int, signals: Sequence[Signal]
) -> Sentence:
    words = [_said(signal[0], marks[firm, signal]) for signal in signals]
    english = "shared " + ", ".join(word.en for word in words)
    return Sentence(english, "共用" + "、".join(word.zh for word in words))


@cache
def _said(kind: str, code: str) -> Sentence:
    """What a contact point or a role is called."""
    subtype = f"{kind}_type"
    return said(KINDS[kind].property_by_name[subtype].code_label(code))
