"""Patterns of payments in a snapshot, each hit with its evidence.

What is found is an explanation and no verdict: honest payments meet these tests, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from graph.analysis.amounts import stated
from graph.analysis.answer import Completeness, Meaning, Money
from graph.analysis.limits import BUDGETS
from graph.analysis.pattern_grounds import Ground, Grounds
from graph.analysis.pattern_parameters import PatternParameters
from graph.analysis.receipt import Issuer, Receipt, canonical_bytes, digest, stage
from graph.analysis.ring_parameters import DAY
from graph.engines.local import LOCAL
from graph.instant import format_instant
from graph.money import exponent
from graph.snapshot.arrays import decoded
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.algorithms.pattern_hits import Hits
    from graph.engines.base import Engine
    from graph.kernels.csr import Int32s
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
ADVICE = (
    "Narrow the patterns, the span of days or the account; what is listed is right, "
    "but there may be more. A pattern that `rate` cut was not "
    "searched: its limits are in a currency without an exchange rate; load one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A fact of a hit, by its record.

    `kind` is transfer, deposit or sign_in; it leads from an account, a loan or a
    device to an account.
    """

    kind: str
    source: str
    record_id: str
    from_id: str
    to_id: str
    at: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFigures:
    """What a hit of a pattern amounts to, in the reporting currency."""

    hit_id: str
    pattern: str
    begins: str
    days: Annotated[float, Meaning("From the first piece of evidence to the last.")]
    accounts: int
    transfers: Annotated[int, Meaning("Pieces of evidence.")]
    amount: Annotated[
        Money,
        Meaning(
            "Money that enters: the known amounts of evidence whose payer no earlier "
            "evidence pays, so that money passed on counts once; null: none is known."
        ),
    ]
    unknown_amounts: Annotated[
        int, Meaning("Payments that enter and are in no sum.", low=0)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(HitFigures):
    """A hit with its evidence, earliest first."""

    account_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PatternsResult:
    """Hits by pattern, earliest first."""

    hits: tuple[Hit, ...]
    receipt: Receipt
    completeness: Completeness


def hit_id(pattern: str, records: Iterable[tuple[str, str, str]]) -> str:
    """Id of a hit: a hash of the pattern and of what it rests on, in any order.

    Parameters
    ----------
    records
        Kind, source and record of each fact.

    Examples
    --------
    >>> hit_id("fan_in", [("transfer", "bank", "1"), ("transfer", "bank", "2")])
    'H-aec709ebd9bc2e67'
    """
    named = ["hit", pattern, sorted(map(list, records))]
    return "H-" + digest(canonical_bytes(named))[:16]


def earliest_first(hit: HitFigures) -> tuple[str, str, str]:
    """Sort key: by pattern, then when they begin, ties by id."""
    return hit.pattern, hit.begins, hit.hit_id


def find_patterns(
    snapshot: Snapshot,
    parameters: PatternParameters | None = None,
    *,
    grounds: Grounds | None = None,
    engine: Engine = LOCAL,
    progress: Progress | None = None,
) -> PatternsResult:
    """Every hit of the patterns asked for; a cut answer says by which limit.

    Parameters
    ----------
    grounds
        Those of the snapshot, where they are kept from search to search.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate, or the limits of all patterns are.
        A pattern among others is left out then, and named.
    NotFoundError
        The account or party is unknown.

    Notes
    -----
    Of five million transfers in half a year: a second for fans, 5 and 11 s for
    gather-scatters and scatter-gathers, 50 s for two layers; three layers among busy
    accounts end at their budget.
    """
    chosen = parameters or PatternParameters()
    issuer = Issuer("patterns", VERSION, snapshot, chosen, engine)
    accounts = _accounts(snapshot, chosen)
    grounds = (grounds or Grounds(snapshot)).within(chosen.span())
    askable, without_rate = grounds.askable(chosen.questions)
    explored = 0
    truncated_by = [f"rate:{name}" for name in without_rate]
    hits: list[Hit] = []
    with stage(progress, "patterns") as report:
        for done, question in enumerate(askable):
            ground, found = grounds.search(question, chosen.caps(), accounts)
            explored += found.explored
            truncated_by += [
                f"{BUDGETS[name]}:{question['pattern']}" for name in found.truncated_by
            ]
            hits += _described(snapshot, question, ground, found)
            report(done + 1, len(chosen.questions))
    hits = sorted({hit.hit_id: hit for hit in hits}.values(), key=earliest_first)
    receipt = issuer.seal([hits, truncated_by])
    cover = {"explored": explored, "truncated_by": truncated_by}
    return result_of(hits, replace(receipt, run={**receipt.run, **cover}))


def result_of(hits: Iterable[Hit], receipt: Receipt) -> PatternsResult:
    """Hits that are in order, with what the run of their receipt says it covered."""
    run = receipt.run
    return PatternsResult(
        hits=tuple(hits),
        receipt=receipt,
        completeness=Completeness.cut(
            run["explored"], *run["truncated_by"], advice=ADVICE
        ),
    )


def _accounts(snapshot: Snapshot, chosen: PatternParameters) -> Int32s | None:
    """Accounts of which a hit must have one; None: any hit will do."""
    if chosen.account is None and chosen.party is None:
        return None
    accounts = np.arange(len(snapshot.ids("account")), dtype=np.int32)
    if chosen.account is not None:
        accounts = accounts[[snapshot.number("account", chosen.account)]]
    if chosen.party is not None:
        party = snapshot.number("party", chosen.party)
        held = snapshot.outgoing("account_holder").row(party)
        accounts = np.intersect1d(accounts, held)
    return accounts


def _described(
    snapshot: Snapshot,
    question: Mapping[str, Any],
    ground: Ground,
    found: Hits,
) -> list[Hit]:
    """Records of hits."""
    evidence = _evidence(snapshot, ground, found.edges)
    times = ground.graph.edges.time[found.edges]
    hits = []
    for start, end in pairwise(found.starts.tolist()):
        facts = tuple(evidence[start:end])
        named = accounts_of(facts)
        amounts = [fact.amount for fact in entering(facts)]
        known = [amount for amount in amounts if amount is not None]
        records = [(fact.kind, fact.source, fact.record_id) for fact in facts]
        hits.append(
            Hit(
                hit_id=hit_id(question["pattern"], records),
                pattern=question["pattern"],
                begins=facts[0].at,
                days=float(times[end - 1] - times[start]) / DAY,
                accounts=len(named),
                transfers=len(facts),
                amount=sum(known) if known else None,
                unknown_amounts=len(amounts) - len(known),
                account_ids=named,
                evidence=facts,
            )
        )
    return hits


def entering(facts: Iterable[Evidence]) -> list[Evidence]:
    """Loans paid out, and payments of accounts that no earlier evidence pays."""
    paid: set[str] = set()
    found = []
    for fact in facts:
        enters = fact.kind == "deposit" or fact.from_id not in paid
        if enters and fact.kind != "sign_in":
            found.append(fact)
        paid.add(fact.to_id)
    return found


def accounts_of(facts: Iterable[Evidence]) -> tuple[str, ...]:
    """Accounts that evidence names, in order."""
    return tuple(
        dict.fromkeys(
            name
            for fact in facts
            for name in (
                (fact.from_id, fact.to_id) if fact.kind == "transfer" else (fact.to_id,)
            )
        )
    )


def _evidence(snapshot: Snapshot, ground: Ground, edges: Int32s) -> list[Evidence]:
    """Facts behind edges of a ground."""
    unit = 10.0 ** exponent(snapshot.manifest.reporting_currency)
    kinds = ground.facts[edges]
    found: list[Evidence | None] = [None] * edges.size
    for kind in sorted(set(kinds.tolist())):
        places = np.flatnonzero(kinds == kind)
        rows = ground.row[edges[places]]
        facts = snapshot.facts(kind).take(rows)
        columns = [decoded(facts[name]).to_pylist() for name in ("source", "record_id")]
        columns += [
            snapshot.ids(end.node_kind).take(facts[end.name]).to_pylist()
            for end in KINDS[kind].references[:2]
        ]
        moved = ground.graph.edges.time[edges[places]].tolist()
        amounts = (ground.graph.edges.amount[edges[places]] / unit).tolist()
        for place, *fact, time, amount in zip(
            places.tolist(), *columns, moved, amounts, strict=True
        ):
            source, record_id, from_id, to_id = fact
            found[place] = Evidence(
                kind=kind,
                source=source,
                record_id=record_id,
                from_id=from_id,
                to_id=to_id,
                at=format_instant(time) or "",
                amount=stated(amount),
            )
    return [fact for fact in found if fact is not None]
