"""The tests that patterns are made of, each with what may be set of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from graph.money import EXPONENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

FACTS = {"deposits": "deposit", "sign_ins": "sign_in"}
"""Kinds of facts by the setting that makes a test need them."""
_MOST = 1_000_000
UNBOUNDED = 1e15
"""An amount that none reaches."""
EVER = 2e18
"""Days, or other units of time of a file, that hold all times of 18 digits."""

Unit = Literal["days", "accounts", "transfers", "hops", "layers", "share", "currency"]


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that may be set of a test.

    Attributes
    ----------
    choices
        What may be chosen, instead of a number; of several if `several`.
    low, high
        Least and most of a number, inclusive.
    default
        None: it must be given.
    """

    name: str
    unit: Unit | None = None
    low: float = 0
    high: float = _MOST
    choices: tuple[str, ...] = ()
    several: bool = False
    default: Any = None

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return self.unit not in (None, "days", "share", "currency")

    def checked(self, value: Any) -> Any:
        """The value as a search takes it.

        Raises
        ------
        ValueError
            It is none that can be searched for.
        """
        if self.choices:
            return self._chosen(value)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            raise ValueError(
                f"must be a number in [{self.low:g}, {self.high:g}], not {value!r}"
            )
        if self.whole and value != int(value):
            raise ValueError(f"must be a whole number, not {value:g}")
        return int(value) if self.whole else float(value)

    def _chosen(self, value: Any) -> str | tuple[str, ...]:
        values = list(value) if isinstance(value, list | tuple) else [value]
        several = self.several and bool(values) and len(set(values)) == len(values)
        fits = several or (not self.several and not isinstance(value, list | tuple))
        if not fits or not set(values) <= {*self.choices}:
            shown = "ISO 4217" if self.name == "currency" else ", ".join(self.choices)
            raise ValueError(f"must be of {shown}, not {value!r}")
        return tuple(values) if self.several else str(value)


@dataclass(frozen=True, slots=True)
class Test:
    """A question to all transfers, whose answers are hits with evidence."""

    name: str
    settings: tuple[Setting, ...]
    evidence: tuple[str, ...] = ("accounts", "transfers")

    def __getitem__(self, name: str) -> Setting:
        return {setting.name: setting for setting in self.settings}[name]

    def needs(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Kinds of facts that it needs besides transfers, with these settings."""
        return () if (kind := FACTS.get(values.get("of", ""))) is None else (kind,)


WINDOW = Setting("window", "days", low=1e-6, high=EVER)
_GAP = Setting("gap", "days", low=0, high=EVER)
_KEEP = Setting("keep", "share", low=0, high=1)
_GAIN = Setting("gain", "share", low=1, high=10, default=1.0)
_BUSY = Setting("most_transfers", "transfers", low=1)
_CURRENCY = Setting("currency", choices=("", *EXPONENTS), default="")
"""Of its amounts; empty: the reporting currency, or that of a file."""
_FROM = Setting("from_amount", "currency", high=UNBOUNDED, default=0.0)

TESTS: dict[str, Test] = {
    test.name: test
    for test in (
        Test(
            "fan",
            (
                Setting("of", choices=("transfers", "sign_ins")),
                Setting("side", choices=("in", "out")),
                _CURRENCY,
                WINDOW,
                Setting("least_accounts", "accounts", low=1),
                Setting("least_transfers", "transfers", low=1, default=1),
                _FROM,
                Setting("below_amount", "currency", high=UNBOUNDED, default=UNBOUNDED),
                Setting("least_total", "currency", high=UNBOUNDED, default=0.0),
            ),
            ("accounts", "transfers", "device", "sign_ins"),
        ),
        Test(
            "scatter_gather",
            (
                WINDOW,
                Setting("least_accounts", "accounts", low=2),
                _KEEP,
                _GAIN,
            ),
        ),
        Test(
            "gather_scatter",
            (
                WINDOW,
                Setting("least_accounts", "accounts", low=2),
                _BUSY,
                _KEEP,
                _GAIN,
            ),
        ),
        Test(
            "layers",
            (
                Setting("layers", "layers", low=2, high=5),
                WINDOW,
                Setting("least_accounts", "accounts", low=2),
                _BUSY,
            ),
        ),
        Test(
            "pass_on",
            (
                Setting("of", choices=("transfers", "deposits")),
                _CURRENCY,
                WINDOW,
                _GAP,
                Setting("least_transfers", "transfers", low=1),
                Setting("most_parts", "transfers", low=1, high=1_000),
                _BUSY,
                _FROM,
                _KEEP,
                _GAIN,
            ),
            ("accounts", "transfers", "deposits", "loan"),
        ),
        Test(
            "return",
            (
                Setting("of", choices=("deposits",)),
                Setting(
                    "back_to",
                    choices=("borrower", "guarantor", "owned"),
                    several=True,
                ),
                WINDOW,
                _GAP,
                Setting("most_hops", "hops", low=1, high=10),
                _KEEP,
                _GAIN,
            ),
            ("accounts", "transfers", "deposits", "loan"),
        ),
    )
}
"""By name. `least_accounts` is on each side, or of those between."""


def checked_question(values: Mapping[str, Any]) -> dict[str, Any]:
    """A question with all its values, those that are left out at their defaults.

    Raises
    ------
    ValueError
        It is about no test, or a value is unknown, missing or out of range; it names
        the value.
    """
    test = TESTS.get(values.get("test", ""))
    if test is None:
        raise ValueError(f"test: must be of {', '.join(TESTS)}")
    name = values.get("pattern")
    if not isinstance(name, str) or not name:
        raise ValueError("pattern: a name is missing")
    known = [setting.name for setting in test.settings]
    if unknown := sorted(values.keys() - {"pattern", "test", *known}):
        raise ValueError(f"{unknown[0]}: {test.name} has no such value")
    found: dict[str, Any] = {"pattern": name, "test": test.name}
    for setting in test.settings:
        value = values.get(setting.name, setting.default)
        if value is None:
            raise ValueError(f"{setting.name}: is missing")
        try:
            found[setting.name] = setting.checked(value)
        except ValueError as error:
            raise ValueError(f"{setting.name}: {error}") from error
    if reason := contradiction(found):
        raise ValueError(reason)
    return found


def contradiction(values: Mapping[str, Any]) -> str | None:
    """What two values of a question cannot be together, named by the first of them."""
    if values.get("gap", 0) > values["window"]:
        return "gap: must not be above the window"
    if values.get("from_amount", 0) >= values.get("below_amount", math.inf):
        return "from_amount: must be below below_amount"
    return None
