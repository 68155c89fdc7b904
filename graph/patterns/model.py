"""What a pattern states about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from graph.patterns.questions import TESTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.patterns.questions import Test

Origin = Literal["law", "measured", "judgement"]
ORIGINS: tuple[Origin, ...] = ("law", "measured", "judgement")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A threshold with its unit, and where its value comes from.

    `source` is law, measured or judgement; `reason` says which law, what was measured,
    or why.
    """

    name: str
    value: float
    unit: str
    source: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A way of moving money that is worth a look, as data.

    Attributes
    ----------
    test
        Name in `TESTS` of what decides; `settings` and `thresholds` are its own.
    window
        Most time from the first piece of evidence to the last, inclusive.
    evidence
        What a hit shows.
    """

    name: str
    title: Text
    text: Text
    test: str
    settings: Mapping[str, Any]
    window: Limit
    thresholds: tuple[Limit, ...]
    evidence: tuple[str, ...]

    @property
    def kind(self) -> Test:
        """The test that decides."""
        return TESTS[self.test]

    @property
    def needs(self) -> tuple[str, ...]:
        """Kinds of facts besides transfers without which nothing can be found."""
        return self.kind.needs(self.settings)

    def question(self) -> dict[str, Any]:
        """Its values without their sources, as a search takes them."""
        return {
            "pattern": self.name,
            "test": self.test,
            **self.settings,
            "window": self.window.value,
            **{limit.name: limit.value for limit in self.thresholds},
        }
