"""What a mapping says: which columns of a foreign table mean what.

Parties are described by the role that they have in a row, facts by their kind. Names of
fields are the vocabulary's; `id` of a fact is the number that its node is known by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from graph.vocabulary import KINDS, Form
from ingest.files.native import time_columns
from ingest.mapping.field_faults import currency_code, field_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.vocabulary import Kind

VERSION = 1
NULLS = ("-", "--", "—", "/", "无", "N/A")
"""What stands for an empty cell in lists; judgement."""
NUMBER = "id"
"""Field of a node's number, such as a contract's; not of parties."""
ROLES = (
    "guarantor",
    "debtor",
    "creditor",
    "owner",
    "asset",
    "person",
    "company",
    "party",
    "counterparty",
    "borrower",
    "lender",
    "relative",
)

Notation = Literal["percent", "fraction", "dmy", "mdy", "serial", "serial-1904"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _several(told: Any) -> Any:
    return told if isinstance(told, list | tuple) or told is None else [told]


Texts = Annotated[tuple[Text, ...], BeforeValidator(_several)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def party_fields() -> set[str]:
    """Names of the fields that a role may have."""
    return {*KINDS["party"].property_by_name, *_TIMES, NUMBER}


def fact_fields(kind: Kind) -> set[str]:
    """Names of the fields that facts of a kind may have."""
    fields = {*kind.property_by_name, *time_columns(kind), "collected_at"}
    return fields | ({NUMBER} if kind.form is Form.NODE else {"record_id"})


class FieldRule(_Part):
    """Where a field's values come from, and how they are written there.

    Attributes
    ----------
    column
        Its head; of heads in two rows both, parted by ``/``.
    first
        Several columns, of which the first that is filled counts; a table has one of
        them at least.
    constant
        One value for all rows; of a party it only holds where no source states one.
    unit
        Of amounts, such as 万元.
    format
        Of bare numbers among shares `percent` or `fraction`; of days that end with the
        year `dmy` or `mdy`, and `serial` of days that are counted from 1900,
        `serial-1904` from 1904.
    values
        Texts of the file with what each means.
    fill_down
        Whether an empty cell means the one above it, as a merged cell looks.
    optional
        Whether a table may lack the column.
    """

    column: Text | None = None
    first: Texts = ()
    constant: Text | None = None
    unit: Text | None = None
    format: Notation | None = None
    values: dict[str, str] = Field(default_factory=dict)
    fill_down: bool = False
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, told: Any) -> Any:
        return {"column": told} if isinstance(told, str) else told

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [bool(self.column), bool(self.first), self.constant is not None]
        if sum(given) != 1:
            raise ValueError("expected one of column, first and constant")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads that it looks at, in order."""
        return (self.column,) if self.column else self.first


class _WithFields(_Part):
    """A part whose other names are those of fields."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, FieldRule]

    @property
    def fields(self) -> dict[str, FieldRule]:
        """By name of the vocabulary."""
        return self.__pydantic_extra__ or {}

    def _require(self, known: set[str], what: str) -> None:
        unknown = [name for name in self.fields if name not in known]
        if unknown:
            shown = ", ".join(map(repr, unknown))
            raise ValueError(
                f"{what} has no {shown}; it has {', '.join(sorted(known))}"
            )


class PartyRule(_WithFields):
    """Parties of one role in a row; fields are those of parties, and their `id`.

    Attributes
    ----------
    split
        Characters between the names of several parties in one cell.
    of
        Role of the company by whose name a person without a number is told apart.
    """

    split: str | None = None
    of: Text | None = None

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        self._require(party_fields(), "a party")
        if not {"name", NUMBER, "uscc", "lei"} & self.fields.keys():
            raise ValueError("expected a column for name, uscc, lei or id")
        return self


_TIMES = {"valid_from", "valid_to", "collected_at"}


class FactRule(_WithFields):
    """Facts of one kind; what is not said of an end is the role that is named alike.

    Attributes
    ----------
    ends
        By name of a reference, the role of the party at that end.
    optional
        Whether rows that name no party at an end have no such fact; otherwise they are
        rejected.
    """

    ends: dict[Text, Text] = Field(default_factory=dict)
    optional: bool = False


class TableMapping(_Part):
    """How the rows of a table become facts.

    Attributes
    ----------
    mapping
        Version of the format, 1.
    source
        Who says so; by default the file's name.
    sheet
        Names of sheets, or of files without their suffix; by default the first sheet of
        each file that is not hidden.
    header
        Number of the row with the heads, or of two that join; by default it is found.
    skip
        Rows between the header and the first row of data.
    drop
        Beginnings of rows that are none, such as 合计; of words in Latin script the
        whole first cell.
    nulls
        Texts that stand for an empty cell.
    currency
        Of amounts that name none.
    identity
        `full_name`: a company named in full as exactly one that is described takes its
        id; `never`: names are never taken for one another.
    parties
        By role, who a row names.
    facts
        By kind of fact, what a row says of them.
    """

    mapping: Annotated[int, Field(ge=VERSION, le=VERSION)]
    source: Text | None = None
    sheet: Texts = ()
    header: Annotated[tuple[int, ...], BeforeValidator(_several)] = ()
    skip: Annotated[int, Field(ge=0)] = 0
    drop: Texts = ("合计", "小计", "总计", "Total", "Subtotal", "Grand total")
    nulls: Texts = NULLS
    currency: Annotated[Text, AfterValidator(currency_code)] | None = None
    identity: Literal["full_name", "never"] = "full_name"
    parties: dict[Text, PartyRule] = Field(default_factory=dict)
    facts: dict[Text, FactRule] = Field(default_factory=dict)

    @field_validator("header")
    @classmethod
    def _one_or_two(cls, rows: tuple[int, ...]) -> tuple[int, ...]:
        if len(rows) > 2 or any(row < 1 for row in rows) or list(rows) != sorted(rows):
            raise ValueError("expected the number of one row, or of two in order")
        return rows

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        faults = [*self._faults()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if not self.parties:
            yield "expected at least one role under parties"
        yield from field_faults(self)
        for role, rule in self.parties.items():
            if role not in ROLES:
                yield f"parties.{role}: expected one of {', '.join(ROLES)}"
            if rule.of is not None and rule.of not in self.parties:
                yield f"parties.{role}.of: {rule.of!r} is no role of this mapping"
        for name, told in self.facts.items():
            yield from (f"facts.{name}: {fault}" for fault in self._of_fact(name, told))

    def _of_fact(self, name: str, rule: FactRule) -> Iterator[str]:
        kind = KINDS.get(name)
        if kind is None or name == "party":
            known = ", ".join(other for other in KINDS if other != "party")
            yield f"expected one of {known}"
            return
        fields = fact_fields(kind)
        for field in rule.fields.keys() - fields:
            yield f"{field!r} is no field; expected one of {', '.join(sorted(fields))}"
        for field in (item.name for item in kind.properties if item.required):
            if field not in rule.fields:
                yield f"expected a column or a constant for {field}"
        ends = {item.name: item for item in kind.references}
        for end, role in rule.ends.items():
            if end not in ends:
                yield f"ends.{end}: expected one of {', '.join(ends)}"
            elif role not in self.parties:
                yield f"ends.{end}: {role!r} is no role of this mapping"
        for end, item in ends.items():
            if item.node_kind == name or not item.required:
                continue
            if item.node_kind != "party" and item.node_kind not in self.facts:
                yield f"expected facts.{item.node_kind}, at which it ends"
            if item.node_kind == "party" and self.role_of(name, end) is None:
                yield f"expected a role {end!r} under parties, or ends.{end}"

    def role_of(self, fact: str, end: str) -> str | None:
        """The role of the party at an end of a kind of fact; None: it is left open."""
        role = self.facts[fact].ends.get(end, end)
        return role if role in self.parties else None

    @property
    def read(self) -> tuple[FieldRule, ...]:
        """Rules that look at columns."""
        rules = (*self.parties.values(), *self.facts.values())
        fields = (field for rule in rules for field in rule.fields.values())
        return tuple(field for field in fields if field.columns)
