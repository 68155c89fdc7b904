"""What suggested columns leave open; the answers are lines of the mapping."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyarrow.compute as pc

from ingest.mapping.simplified import simplified
from ingest.mapping.suggest.drafting import lacking_fields, lacking_roles
from ingest.mapping.suggest.evidence import is_money
from ingest.mapping.values import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.mapping.suggest.columns import Column, Table
    from ingest.mapping.suggest.drafting import Draft
    from ingest.mapping.suggest.evidence import Evidence

    Read: TypeAlias = tuple[Column, Evidence]

_NAMING = {"name", "uscc", "lei", "id"}
_SHOWN = 3
_BOTH_ENDS = {"guarantor.name", "debtor.name", "owner.name", "asset.name"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_FIRM = re.compile("公司|集团|中心|合伙|基金|银行|企业|厂|店|社|局|会|院|行|部")
_MAY_BE_PEOPLE = {"guarantor", "debtor", "borrower", "owner", "party"}


def distinct(read: Sequence[Read]) -> tuple[list[Read], list[Question]]:
    """The best column of each target, and a question where several have one.

    Of equally good ones the first counts.
    """
    by_target: dict[str, list[Read]] = defaultdict(list)
    for item in read:
        if item[0].match.target:
            by_target[item[0].match.target].append(item)
    chosen, asked = [], []
    for target, rivals in by_target.items():
        best = max(rivals, key=lambda item: item[0].match.confidence)
        chosen.append(best)
        for column, _ in rivals:
            if len(rivals) > 1:
                others = ", ".join(
                    item.name for item, _ in rivals if item is not column
                )
                text = f"Is it {target}, or is {others}? Only one column can be."
                asked.append(Question("twice", column.name, text))
    return chosen, asked


def questions(table: Table, chosen: Sequence[Read], draft: Draft) -> Iterator[Question]:
    """Everything that is open about the chosen columns and the table."""
    heads = Counter(column.name for column in table.columns)
    for column, evidence in chosen:
        yield from _of_column(column, evidence)
        if heads[column.name] > 1:
            text = "Several columns have this head: what sets them apart?"
            yield Question("same_head", column.name, text)
    typed = {column.match.target for column, _ in chosen}
    if _open_currency(chosen) and "currency" not in draft.document:
        names = [column.name for column, _ in chosen if is_money(column.match.target)]
        text = "In which currency are its amounts (currency: CNY)?"
        yield Question("currency", names[0], text)
    lacking = sorted(lacking_roles(typed, table.context.kind))
    for role in lacking:
        text = f"Which column, or which constant party, is the {role}?"
        yield Question("missing", "", text)
    drafts = draft.document["parties"].keys() | draft.document["facts"].keys()
    for column, _ in chosen:
        if column.match.target.partition(".")[0] not in drafts and not lacking:
            text = f"Which parties have it? As {column.match.target} it needs some."
            yield Question("missing", column.name, text)
    for role, fields in draft.document["parties"].items():
        if not _NAMING & fields.keys():
            yield Question("missing", "", f"Which column names the {role}?")
    for field in lacking_fields(draft.document["facts"]):
        text = f"Which column, or which constant, is {field}?"
        yield Question("missing", "", text)
    for field, code in draft.supposed.items():
        text = f"Is {field} {code} in all rows? No column says it."
        yield Question("constant", "", text)
    yield from _of_gaps([column for column, _ in chosen])
    for column, _ in chosen:
        role, _, field = column.match.target.partition(".")
        if (
            field == "name"
            and role in _MAY_BE_PEOPLE
            and f"{role}.party_type" not in typed
        ):
            yield from _of_people(column, role)


def _of_gaps(columns: Sequence[Column]) -> Iterator[Question]:
    """Names that rows lack where they name another party, as below merged cells."""
    named = [item for item in columns if item.match.target in _BOTH_ENDS]
    for column in named:
        for other in named:
            lacks = pc.and_(column.texts.is_null(), other.texts.is_valid())
            if pc.any(lacks, min_count=0).as_py():
                text = (
                    f"Rows name {other.name} and leave it empty: does the cell above "
                    "hold for them, as in merged cells (fill_down: true)?"
                )
                yield Question("fill_down", column.name, text)


def currency_of_table(table: Table, chosen: Sequence[Read]) -> str | None:
    """The currency of amounts that name none.

    CNY where a unit of 元 is named in simplified Chinese heads: judgement, since lists
    in another currency name it.
    """
    if not _open_currency(chosen):
        return None
    heads = "".join(column.name for column in table.columns)
    in_yuan = any(evidence.unit is not None for _, evidence in chosen)
    plain = bool(_CHINESE.search(heads)) and simplified(heads) == heads
    return "CNY" if in_yuan and plain else None


def _open_currency(chosen: Sequence[Read]) -> bool:
    """Whether an amount has neither a currency in its unit nor a column for it."""
    if any(column.match.target.endswith(".currency") for column, _ in chosen):
        return False
    money = [item for item in chosen if is_money(item[0].match.target)]
    return any(
        evidence.unit is None or evidence.unit.currency is None for _, evidence in money
    )


def _of_column(column: Column, evidence: Evidence) -> Iterator[Question]:
    target = column.match.target
    if column.match.level == "guess":
        text = f"Is it {target}? {column.match.why.capitalize()}."
        yield Question("guess", column.name, text)
    if is_money(target) and evidence.unit is None and not evidence.named:
        text = "What do its numbers count (unit: 元, 万元, RMB mn)?"
        yield Question("unit", column.name, text)
    if evidence.question is not None:
        yield evidence.question
    if evidence.unknown:
        shown = ", ".join(evidence.unknown[:_SHOWN])
        text = f"What do {shown} mean (values in the mapping)?"
        yield Question("values", column.name, text)
    if evidence.rounded:
        text = (
            "Its ids stand as numbers, which lost digits: can they be exported as text?"
        )
        yield Question("digits", column.name, text)


def _of_people(column: Column, role: str) -> Iterator[Question]:
    filled = [text for text in column.texts.unique().to_pylist() if text]
    people = [
        text for text in filled if _PERSON.fullmatch(text) and not _FIRM.search(text)
    ]
    if people:
        shown = ", ".join(people[:_SHOWN])
        text = (
            f"{shown} look like persons, and would be firms: which column says of a "
            f"{role} what it is (party_type)?"
        )
        yield Question("party_type", column.name, text)
