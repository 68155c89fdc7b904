"""A transfer as somebody asks about it before it is made."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation

from graph.analysis.closing_rings import Move
from graph.errors import InvalidRecordError
from graph.instant import format_instant, parse_instant
from graph.money import EXPONENTS, exponent

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTransfer:
    """A transfer that is about to be made, or was just made.

    Attributes
    ----------
    amount
        Decimal text in major units of the currency, above 0.
    moved_at
        RFC 3339 instant or a date.
    source, record_id
        What its record is or will be called; with them the rings that it closes have
        the ids that they will have.
    order_no
        With the source it orders transfers of one moment.

    Raises
    ------
    InvalidRecordError
        It cannot be such a transfer; a text for each field.
    """

    payer_id: str
    payee_id: str
    amount: str
    currency: str
    moved_at: str
    source: str = ""
    record_id: str = ""
    order_no: str = ""

    def __post_init__(self) -> None:
        wrong = {}
        if self.payer_id == self.payee_id:
            wrong["payee_id"] = "money that stays on an account closes nothing"
        if self.currency not in EXPONENTS:
            wrong["currency"] = "expected a code of ISO 4217"
        try:
            self._minor()
        except ValueError as error:
            wrong["amount"] = str(error)
        try:
            parse_instant(self.moved_at)
        except (ValueError, OverflowError) as error:
            wrong["moved_at"] = str(error)
        if wrong:
            raise InvalidRecordError("transfer", self.record_id, wrong)

    def _minor(self) -> int:
        try:
            value = Decimal(self.amount)
        except InvalidOperation as error:
            raise ValueError("expected a decimal number") from error
        if not value.is_finite() or value <= 0:
            raise ValueError("expected an amount above 0")
        digits = exponent(self.currency)
        too_large = "is larger than any amount that is kept"
        if value > _MOST:
            raise ValueError(too_large)
        _, figures, place = value.as_tuple()
        shown, shift = "".join(map(str, figures)), int(place) + digits
        if shift < 0 and shown[shift:].strip("0"):
            raise ValueError(f"{self.currency} has {digits} decimals")
        minor = int(shown + "0" * shift if shift >= 0 else shown[:shift] or "0")
        if minor > _MOST:
            raise ValueError(too_large)
        return minor

    @property
    def move(self) -> Move:
        """The transfer as the search takes it."""
        return Move(
            payer_id=self.payer_id,
            payee_id=self.payee_id,
            time=parse_instant(self.moved_at),
            amount=self._minor(),
            currency=self.currency,
            source=self.source,
            order_no=self.order_no,
        )

    def plain(self) -> dict[str, str]:
        """As a receipt names it: with its moment in full."""
        moment = format_instant(parse_instant(self.moved_at)) or ""
        return {**asdict(self), "moved_at": moment}
