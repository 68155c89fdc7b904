"""What a search for patterns depends on, and which hits of it are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.instant import parse_span
from graph.kernels.evidence import Caps
from graph.patterns import checked_question, pattern_named, patterns

if TYPE_CHECKING:
    from graph.patterns import Pattern

_MOST = 2**63 - 1
"""What a budget can count."""


def shipped_questions() -> tuple[dict[str, Any], ...]:
    """The questions of all shipped patterns, in order of name."""
    return tuple(checked_question(item.question()) for item in patterns().values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternParameters:
    """What a search for patterns depends on besides the facts.

    Attributes
    ----------
    questions
        Of each pattern its test and the values of the test, complete: a receipt states
        what was asked, whatever the pattern says later.
    account, party
        Only hits with this account, or with one that this party holds.
    since, until
        First and last instant or day (UTC) of all transfers looked at.
    max_hits, max_evidence, max_work
        Of each pattern the most hits, the most transfers of all its hits, and the most
        transfers looked at before the search stops: judgements; the last is about a
        minute.

    Raises
    ------
    ValueError
        A value that no search can use; it is named.
    """

    questions: Sequence[Mapping[str, Any]] = field(default_factory=shipped_questions)
    account: str | None = None
    party: str | None = None
    since: str | None = None
    until: str | None = None
    max_hits: int = 20_000
    max_evidence: int = 1_000_000
    max_work: int = 1_000_000_000

    def __post_init__(self) -> None:
        asked = tuple(checked_question(question) for question in self.questions)
        if not asked:
            raise ValueError("questions: there is none")
        for name in ("max_hits", "max_evidence", "max_work"):
            if not 1 <= getattr(self, name) <= _MOST:
                raise ValueError(f"{name} must be above 0 and at most {_MOST}")
        object.__setattr__(self, "questions", asked)
        self.span()

    def caps(self) -> Caps:
        """Limits of each search."""
        return Caps(self.max_hits, self.max_evidence, self.max_work)

    def span(self) -> tuple[int | None, int | None]:
        """First moment looked at, and the first that is too late."""
        return parse_span(self.since, self.until)


def questions_of(
    names: Sequence[str] = (), **values: float | None
) -> tuple[dict[str, Any], ...]:
    """Questions of some shipped patterns, or of all, with some values instead.

    A value that a pattern's test does not know is left out there, but one that none of
    them knows is refused. With a shorter window no gap is longer than it.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    ValueError
        A value is unknown to all of them or out of range; it is named.
    """
    chosen = [pattern_named(name) for name in dict.fromkeys(names)]
    chosen = chosen or [*patterns().values()]
    given = {name: value for name, value in values.items() if value is not None}
    known = {setting.name for item in chosen for setting in item.kind.settings}
    if unknown := sorted(given.keys() - known):
        raise ValueError(f"{unknown[0]}: none of these patterns has such a value")
    return tuple(_question(item, given) for item in chosen)


def _question(pattern: Pattern, given: Mapping[str, float]) -> dict[str, Any]:
    """The question of a pattern, with those of the given values that it has."""
    own = {
        setting.name: given[setting.name]
        for setting in pattern.kind.settings
        if setting.name in given
    }
    values = {**pattern.question(), **own}
    if "window" in own and "gap" in values and "gap" not in own:
        values["gap"] = min(values["gap"], values["window"])
    return checked_question(values)
