"""One description of each party that rows mention, made of all that they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS
from ingest.files.native import file_columns
from ingest.mapping.document import NUMBER, ROLES
from ingest.mapping.identity import Identities, Mention, identities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.mapping.row_facts import RowFacts

    Places = NDArray[np.int64]

_NOTHING = "\x00"
_PARTS = "\x1f"
OF = "of"
_SUPPOSED = "?"
"""Before the name of a field: what a mapping supposes without a word in the row."""
_ANY_TYPE = "company"
"""What lists suppose of every firm; another type says more."""
FIELDS = tuple(
    name for name in file_columns(KINDS["party"]) if name not in {"source", "record_id"}
)
"""What rows may say of a party; `party_id` is their own number."""


@dataclass(frozen=True, slots=True)
class Parties:
    """All mentions of all blocks, one after the other, role by role.

    Attributes
    ----------
    block, row, role
        Shape (mentions,). Where each stands, and its role's place in `ROLES`.
    party
        Shape (mentions,). Number of its description.
    ids, keys
        Shape (mentions,). Id of the party, and the text that its records are named by.
    starts
        By block and role, the number of the first mention.
    descriptions
        Columns of party files, one row a description.
    """

    block: Places
    row: Places
    role: Places
    party: Places
    ids: pa.Array
    keys: pa.Array
    starts: Mapping[tuple[int, str], int]
    descriptions: pa.Table
    identities: Identities

    def of(self, block: int, role: str, count: int) -> slice:
        """Mentions of a role in a block."""
        start = self.starts[block, role]
        return slice(start, start + count)


def described(
    blocks: Sequence[RowFacts],
    companies: Mapping[str, str],
    types: Mapping[str, str],
) -> Parties:
    """Who is mentioned, with one description of each.

    Parameters
    ----------
    companies
        Ids of described companies by folded name; none where names are never taken for
        one another.
    types
        What other sources state that parties are, by id.

    Notes
    -----
    O(mentions). Mentions that say the same in part complete each other; what they say
    differently stays apart, and the load refuses it.
    """
    parts, places, starts, count = [], [], {}, 0
    for number, item in enumerate(blocks):
        for role, told in item.parties.items():
            n = len(told.rows)
            starts[number, role] = count
            count += n
            where = np.full(n, number), told.rows, np.full(n, ROLES.index(role))
            places.append(np.stack(where))
            parts.append(_columns(item, role))
    table = pa.concat_tables(parts).combine_chunks()
    known = [name for name in table.column_names
             if table[name].null_count < table.num_rows]  # fmt: skip
    table = table.select(known or ["name"])
    filled = [pc.fill_null(table[name], _NOTHING) for name in table.column_names]
    joined = pc.binary_join_element_wise(*filled, _PARTS).combine_chunks()
    codes = joined.dictionary_encode().indices.to_numpy().astype(np.int64)
    _, first = np.unique(codes, return_index=True)
    distinct = table.take(pa.array(first)).to_pylist()
    mentions = [_mention(item) for item in distinct]
    found = identities(mentions, companies)
    ids = [found.ids[mention] for mention in mentions]
    keys = [found.keys[mention] for mention in mentions]
    rows, party = _merged(distinct, ids, keys, types)
    block, row, role_numbers = np.concatenate(places, axis=1)
    return Parties(
        block,
        row,
        role_numbers,
        party[codes],
        pa.array([own or None for own in ids], pa.string()).take(pa.array(codes)),
        pa.array(keys, pa.string()).take(pa.array(codes)),
        starts,
        rows,
        found,
    )


def _columns(item: RowFacts, role: str) -> pa.Table:
    """What the mentions of a role say, a column for each of `FIELDS` and `OF`."""
    found = item.parties[role]
    n = len(found.rows)
    nothing = pa.nulls(n, pa.string())
    columns = {}
    for name in FIELDS:
        field = NUMBER if name == "party_id" else name
        rule = item.mapping.parties[role].fields.get(field)
        texts = found.told[field].texts if field in found.told else nothing
        supposed = rule is not None and rule.constant is not None
        columns[name] = nothing if supposed else texts
        columns[_SUPPOSED + name] = texts if supposed else nothing
    of = item.mapping.parties[role].of
    columns[OF] = nothing
    if of is not None:
        company = item.parties[of]
        places = np.searchsorted(company.rows, found.rows)
        inside = places < len(company.rows)
        inside[inside] = company.rows[places[inside]] == found.rows[inside]
        columns[OF] = company.told["name"].texts.take(
            pa.array(np.where(inside, places, 0), mask=~inside)
        )
    return pa.table(
        {name: column.cast(pa.string()) for name, column in columns.items()}
    )


def _mention(item: Mapping[str, Any]) -> Mention:
    told = item.get
    return Mention(
        name=told("name") or "",
        uscc=told("uscc") or "",
        lei=told("lei") or "",
        id=told("party_id") or "",
        party_type=told("party_type") or told(f"{_SUPPOSED}party_type") or "",
        of=told(OF) or "",
    )


def _merged(
    distinct: Sequence[dict[str, Any]],
    ids: Sequence[str],
    keys: Sequence[str],
    types: Mapping[str, str],
) -> tuple[pa.Table, Places]:
    """Descriptions, and the number of each distinct mention's."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, pair in enumerate(zip(ids, keys, strict=True)):
        groups.setdefault(pair, []).append(number)
    rows: list[dict[str, Any]] = []
    party = np.zeros(len(distinct), np.int64)
    apart = {"party_id", OF}
    names = [name.removeprefix(_SUPPOSED) for item in distinct[:1] for name in item]
    fields = [name for name in dict.fromkeys(names) if name not in apart]
    for (own, key), numbers in groups.items():
        told, elsewhere = [distinct[number] for number in numbers], types.get(own)
        if len(told) == 1:  # as most are
            whole = [_alone(told[0], fields, elsewhere)]
        else:
            whole = _completed(told, fields, elsewhere)
        for number, description in zip(numbers, whole, strict=True):
            row = description | {"party_id": own, "record_id": key}
            if not rows or rows[-1] != row:
                rows.append(row)
            party[number] = len(rows) - 1
    there = set().union(*rows[:1])
    columns = {
        name: pa.array([row[name] for row in rows], pa.string())
        for name in (*FIELDS, "record_id")
        if name in there
    }
    return pa.table(columns), party


def _alone(
    told: dict[str, Any], fields: Sequence[str], elsewhere: str | None
) -> dict[str, Any]:
    """What `_completed` makes of one."""
    made = {name: told.get(name) or told.get(_SUPPOSED + name) for name in fields}
    if elsewhere is not None and not told.get("party_type"):
        made["party_type"] = elsewhere
    return made


def _completed(
    told: Sequence[dict[str, Any]], fields: Sequence[str], elsewhere: str | None
) -> list[dict[str, Any]]:
    """Each with what others alone say; where two differ, each keeps its own.

    What a mapping supposes counts where nobody says anything, nor does another source
    `elsewhere` of what the party is.
    """
    told = [dict.fromkeys(fields) | item for item in told]
    stated = {
        name: {item[name] for item in told if item[name] is not None} for name in fields
    }
    if "name" in stated and len(stated["name"]) > 1:  # forms of one folded name
        first = next(item["name"] for item in told if item["name"] is not None)
        told = [{**item, "name": item["name"] and first} for item in told]
        stated["name"] = {first}
    for name, values in stated.items():
        if not values:
            supposed = {item.get(_SUPPOSED + name) for item in told} - {None}
            if name == "party_type" and elsewhere is not None:
                supposed = {elsewhere}
            stated[name] = _most_said(name, supposed)
    agreed = {
        name: next(iter(values)) if len(values) == 1 else None
        for name, values in stated.items()
    }
    return [
        {name: agreed[name] if item[name] is None else item[name] for name in fields}
        for item in told
    ]


def _most_said(name: str, supposed: set[Any]) -> set[Any]:
    """Of suppositions that differ the one type that says more; else none."""
    if len(supposed) > 1 and name == "party_type":
        return set(sorted(supposed - {_ANY_TYPE})[:1])
    return supposed
