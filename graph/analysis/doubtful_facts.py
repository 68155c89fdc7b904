"""Facts that are well formed and cannot all be true, for people to look at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.instant import BEGINNING, END, At
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from graph.snapshot.source import FactView
    from graph.stores.base import Store
    from graph.stores.view import StoreView
    from graph.vocabulary import Kind, Reference

_SHOWN = 5
_PARTY, _LOAN, _GUARANTEE = (KINDS[name] for name in ("party", "loan", "guarantee"))


def doubtful_facts(store: Store, at: At) -> tuple[str, ...]:
    """One sentence for each kind of doubt, with a count and the first few examples.

    References to parties that ended, and to such as were there at no moment of the
    fact, whenever it held; firms in family ties, ties of a person to itself, covered
    loans that nobody describes, contracts that nobody guarantees, credit codes of two
    parties, and aliases that lead in a ring.

    Notes
    -----
    Reads every fact that names a party. O(facts).
    """
    view = store.view(at)
    parties = view.nodes(_PARTY).to_pylist()
    types = {row["party_id"]: row["party_type"] for row in parties}
    codes: dict[str, list[str]] = defaultdict(list)
    for row in parties:
        if row["uscc"]:
            codes[row["uscc"]].append(row["party_id"])
    ties = view.select(KINDS["family"]).to_pylist()
    found = (
        ("facts name a party that has ended", _outlived(view, set(types))),
        (
            "facts name a party of another time",
            _apart(store.view(At(BEGINNING - 1, at.known_at))),
        ),
        (
            "family ties join a person to itself",
            [t["person_id"] for t in ties if t["person_id"] == t["relative_id"]],
        ),
        (
            "ends of family ties are no persons",
            [
                t[end]
                for t in ties
                for end in ("person_id", "relative_id")
                if types.get(t[end], "person") != "person"
            ],
        ),
        ("covered loans are described by nobody", list(_undescribed(view))),
        ("contracts are guaranteed by nobody", _unguaranteed(view)),
        (
            "credit codes are those of several parties",
            [f"{code} ({', '.join(ids)})" for code, ids in codes.items() if ids[1:]],
        ),
        ("parties list each other as aliases", _rings(parties)),
    )
    return tuple(
        f"{len(examples)} {what}: {_listed(examples)}"
        for what, examples in found
        if examples
    )


def _naming_parties() -> Iterator[tuple[Kind, list[Reference]]]:
    """Kinds whose facts name parties, and where."""
    for kind in KINDS.values():
        ends = [item for item in kind.references if item.node_kind == _PARTY.name]
        if kind is not _PARTY and ends:
            yield kind, ends


def _outlived(view: FactView, there: set[str]) -> list[str]:
    """Records of facts that name a party of which every description is over."""
    named: dict[str, list[str]] = defaultdict(list)
    for kind, ends in _naming_parties():
        for row in view.select(kind).to_pylist():
            for party_id in {row[item.column] for item in ends} - there - {None}:
                named[party_id].append(f"{kind.name} {row['record_id']}")
    over = view.known(_PARTY, sorted(named))
    ends_of = zip(
        over["party_id"].to_pylist(), over["valid_to"].to_pylist(), strict=True
    )
    return [
        f"{record} names {party_id}, ended on {view.at.last_day(end)}"
        for party_id, end in ends_of
        for record in named[party_id]
    ]


def _apart(before_all: StoreView) -> list[str]:
    """Facts without a moment in common with their party, gaps in it not counted.

    Before all beginnings everything that is known is dormant.
    """
    import pyarrow.compute as pc

    whole = _bounded(before_all.dormant(_PARTY))
    whole = whole.group_by("party_id").aggregate(
        [("valid_from", "min"), ("valid_to", "max")]
    )
    found = []
    for kind, ends in _naming_parties():
        facts = _bounded(before_all.dormant(kind))
        for item in ends:
            places = pc.index_in(facts[item.column], whole["party_id"])
            first, last = (whole[c].take(places) for c in whole.column_names[1:])
            apart = pc.or_(
                pc.greater_equal(facts["valid_from"], last),
                pc.less_equal(facts["valid_to"], first),
            )
            found += [
                f"{kind.name} {row[kind.tail.column]} names {item.name} "
                f"{row[item.column]}"
                for row in facts.filter(apart).to_pylist()
            ]
    return sorted(found)


def _bounded(facts: pa.Table) -> pa.Table:
    """The same, what has no end ending after all time."""
    import pyarrow.compute as pc

    place = facts.schema.get_field_index("valid_to")
    return facts.set_column(place, "valid_to", pc.fill_null(facts["valid_to"], END + 1))


def _undescribed(view: FactView) -> Iterator[str]:
    """Loans that contracts cover and no record, whenever valid, describes."""
    covered = {
        loan: row["guarantee_id"]
        for row in view.nodes(_GUARANTEE).to_pylist()
        for loan in (row["covered_loan_ids"] or "").split(";")
        if loan
    }
    ids = sorted(covered)
    known = {
        row["loan_id"]
        for table in (
            view.select(_LOAN, by="loan", ids=ids),
            view.dormant(_LOAN, by="loan", ids=ids),
        )
        for row in table.select(["loan_id"]).to_pylist()
    }
    return (f"{loan} of {covered[loan]}" for loan in ids if loan not in known)


def _unguaranteed(view: FactView) -> list[str]:
    ids = view.nodes(_GUARANTEE)["guarantee_id"].to_pylist()
    promised = set(view.select(KINDS["guarantor"])["guarantee_id"].to_pylist())
    return [name for name in ids if name not in promised]


def _rings(parties: Iterable[dict[str, str | None]]) -> list[str]:
    """Parties from which the ids that list them lead back to themselves."""
    owner = {
        alias: row["party_id"]
        for row in parties
        for alias in (row["aliases"] or "").split(";")
        if alias and alias != row["party_id"]
    }
    found = []
    for start, listed_by in owner.items():
        seen, at = {start}, listed_by
        while at is not None and at not in seen:
            seen.add(at)
            at = owner.get(at)
        if at == start:
            found.append(start)
    return sorted(found)


def _listed(examples: Sequence[str]) -> str:
    more = len(examples) - _SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return "; ".join(examples[:_SHOWN]) + rest
