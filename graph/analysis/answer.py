"""What an answer covers, and the sentences it speaks in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether everything was looked at; if not, what cut it and what to do.

    An incomplete answer never means that nothing else is there.
    """

    complete: bool
    explored: int
    truncated_by: tuple[str, ...] = ()
    advice: str | None = None

    @classmethod
    def whole(cls, explored: int) -> Completeness:
        """Nothing was left out."""
        return cls(complete=True, explored=explored)

    @classmethod
    def cut(
        cls, explored: int, *limits: str, advice: str | None = None
    ) -> Completeness:
        """These limits cut the answer; with none of them it is whole."""
        named = tuple(sorted(set(filter(None, limits))))
        return cls(
            complete=not named,
            explored=explored,
            truncated_by=named,
            advice=advice if named else None,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same statement in both languages of the interface."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Chip:
    """What a reason rests on: a collected fact, a derivation, or a status."""

    kind: str  # fact | derived | status
    text: Sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding as a sentence, what it rests on, and the parties it is about."""

    text: Sentence
    chips: tuple[Chip, ...] = ()
    party_ids: tuple[str, ...] = ()
