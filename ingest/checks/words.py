"""The table of error messages: one template per reason, and the expected values."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from graph.identifier import VALUE_LIMIT, described, odd_character
from graph.money import EXPONENTS
from graph.vocabulary import PropertyType
from ingest.checks.identifiers import SCHEMES, lei_check_digits, uscc_check_character
from ingest.checks.node_ids import faulty_part
from ingest.checks.patterns import RECORD_LIMIT, TEXT_LIMIT, is_currency
from ingest.checks.reasons import Reason

if TYPE_CHECKING:
    from graph.vocabulary import Kind, Property

_REASONS = {
    Reason.EMPTY: "is empty",
    Reason.PADDED: "has white space around it ({cell.space})",
    Reason.ID_SCHEME: "has no scheme before it",
    Reason.ID_CHARACTER: "holds {cell.odd}, which no id has",
    Reason.ID_NOT_COMPOSED: "holds {cell.loose}, which is written apart",
    Reason.ID_LENGTH: "has {cell.value_length} characters behind its scheme",
    Reason.NUL: "holds a NUL character",
    Reason.TOO_LONG: "has {cell.length} characters",
    Reason.NO_CODE: "is no known code",
    Reason.NO_BOOLEAN: "is neither true nor false",
    Reason.NO_INTEGER: "is no whole number",
    Reason.NO_NUMBER: "is no number",
    Reason.NOT_FINITE: "is not finite",
    Reason.BELOW_MINIMUM: "is below {cell.item.minimum:g}",
    Reason.ABOVE_MAXIMUM: "is above {cell.item.maximum:g}",
    Reason.ABOVE_1: "is above 1 (a fraction is meant, not a percentage)",
    Reason.NOT_ABOVE_0: "is not above 0",
    Reason.TOO_SMALL: "is too small to be kept",
    Reason.NO_CURRENCY: "is no currency",
    Reason.CURRENCY_MISSING: "has no currency",
    Reason.NO_AMOUNT: "is no amount",
    Reason.TOO_MANY_DECIMALS: (
        "has more decimals than {cell.currency}, which has {cell.decimals}"
    ),
    Reason.NEGATIVE: "is negative",
    Reason.NO_DATE: "is no date",
    Reason.NO_SUCH_DATE: "is a date that does not exist",
    Reason.NO_INSTANT: "is no date or instant",
    Reason.NO_SUCH_INSTANT: "is an instant that does not exist",
    Reason.ENDS_EARLY: "ends it before it begins",
    Reason.NOT_YET: "is in the future",
    Reason.CODE_LENGTH: (
        "has {cell.code_length} characters instead of {cell.right_length}"
    ),
    Reason.USCC_ALPHABET: "has a character that credit codes do not use",
    Reason.USCC_CHECK: "has a wrong check character ({cell.right_uscc} would fit)",
    Reason.LEI_ALPHABET: "has a character that is no digit or capital letter",
    Reason.LEI_CHECK: "has wrong check digits ({cell.right_lei} would fit)",
}
INSTANT_EXPECTED = (
    "a date YYYY-MM-DD or an RFC 3339 instant such as 2024-05-31T08:00:00Z"
)
_EXPECTED = {
    PropertyType.TEXT: f"a text of at most {TEXT_LIMIT} characters",
    PropertyType.BOOLEAN: "true, false, 1 or 0",
    PropertyType.INTEGER: "a whole number",
    PropertyType.NUMBER: "a decimal number",
    PropertyType.MONEY: (
        "an amount in major units with at most the decimals of its currency"
    ),
    PropertyType.SHARE: "a fraction of 1: above 0 and at most 1",
    PropertyType.DATE: "a date that exists, YYYY-MM-DD",
    PropertyType.INSTANT: INSTANT_EXPECTED,
    PropertyType.IDS: "ids, each scheme:value, with ; between them",
}
_EXPECTED_CODES = {
    "uscc": "18 characters whose last one checks the others (GB 32100)",
    "lei": "20 characters whose last two check the others (ISO 17442)",
}
_REASONS_OF_RECORDS = {Reason.PADDED, Reason.NUL, Reason.TOO_LONG}
_EXPECTED_RECORD = f"a name of at most {RECORD_LIMIT} characters, no space around it"
EXPECTED_ID = (
    f"scheme:value, the scheme of a-z, 0-9 and -, the value of 1 to {VALUE_LIMIT} "
    "visible characters, composed (NFC), without space and ;"
)
EXPECTED_CURRENCY = "a code in the column currency"
_EXPECTED_BY_REASON = {
    Reason.CURRENCY_MISSING: EXPECTED_CURRENCY,
    Reason.ENDS_EARLY: "a later day",
    Reason.NOT_YET: "a moment at most a day from now",
    Reason.ID_SCHEME: EXPECTED_ID,
    Reason.ID_CHARACTER: EXPECTED_ID,
    Reason.ID_NOT_COMPOSED: EXPECTED_ID,
    Reason.ID_LENGTH: EXPECTED_ID,
}


class Cell(NamedTuple):
    """Rejected cell with the values that its message may quote."""

    kind: Kind
    column: str
    text: str
    currency: str | None = None
    """Currency of the row's amounts."""

    @property
    def item(self) -> Property | None:
        """The property in this column; None of ids, times and provenance."""
        return self.kind.property_by_name.get(self.column)

    @property
    def length(self) -> int:
        """Characters of the text."""
        return len(self.text)

    @property
    def space(self) -> str:
        """The first space around the text."""
        around = self.text if self.text[:1].isspace() else self.text[::-1]
        return described(around[0])

    @property
    def odd(self) -> str:
        """The first character that no id has."""
        letter = odd_character(faulty_part(self.text))
        return "a character" if letter is None else described(letter)

    @property
    def loose(self) -> str:
        """The first character that composing would change."""
        text = faulty_part(self.text)
        pairs = zip(text, unicodedata.normalize("NFC", text), strict=False)
        changed = (described(old) for old, new in pairs if old != new)
        return next(changed, "a character")

    @property
    def value_length(self) -> int:
        """Characters behind the scheme."""
        return len(faulty_part(self.text).partition(":")[2])

    @property
    def decimals(self) -> int:
        """Decimals of the row's currency."""
        return EXPONENTS[self.currency or ""]

    @property
    def scheme(self) -> str:
        """Which code this is: the column's name, or the prefix of an id."""
        return self.text.partition(":")[0] if self.item is None else self.column

    @property
    def code(self) -> str:
        """The code without its scheme."""
        return self.text.partition(":")[2] if self.item is None else self.text

    @property
    def code_length(self) -> int:
        """Characters of the code."""
        return len(self.code)

    @property
    def right_length(self) -> int:
        """Characters that such a code has."""
        return SCHEMES[self.scheme].length

    @property
    def right_uscc(self) -> str:
        """Check character of the code's other characters."""
        return uscc_check_character(self.code[:-1])

    @property
    def right_lei(self) -> str:
        """Check digits of the code's other characters."""
        return lei_check_digits(self.code[:-2])


def refusal(reason: Reason, cell: Cell) -> tuple[str, str]:
    """Message about the cell, and the value expected instead."""
    return _REASONS[reason].format(cell=cell), _expected(reason, cell)


def _expected(reason: Reason, cell: Cell) -> str:
    if reason in _EXPECTED_BY_REASON:
        return _EXPECTED_BY_REASON[reason]
    if cell.item is not None:
        return expected_text(cell.item)
    if cell.column in {cell.kind.timing.value, "valid_to", "collected_at"}:
        return INSTANT_EXPECTED
    if reason in _REASONS_OF_RECORDS:
        return _EXPECTED_RECORD
    return EXPECTED_ID if reason is Reason.EMPTY else f"{cell.scheme}: and a right code"


def expected_text(item: Property) -> str:
    """What a cell of this property must be, in words."""
    if item.type is PropertyType.CODE:
        return f"one of {', '.join(item.choices)}"
    if is_currency(item):
        return "a currency code of ISO 4217, such as CNY"
    text = _EXPECTED_CODES.get(item.name, _EXPECTED[item.type])
    if item.minimum is None or item.type is PropertyType.SHARE:
        return text
    if item.maximum is not None:
        return f"{text} from {item.minimum:g} to {item.maximum:g}"
    return f"{text}, at least {item.minimum:g}"
