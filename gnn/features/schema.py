"""What each column of features means, and how to tell one schema from another."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1
"""Changes with the meaning of any column."""


class Group(StrEnum):
    """Families of features, by the letter under which results are reported."""

    OWN = "T"
    DEGREES = "G"
    CONTROL_OVERLAP = "D"
    RECENCY = "E"
    LITIGATION = "L"
    CONTAGION = "R"
    PAYMENTS = "P"


class Unit(StrEnum):
    """Units of features."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    LOG_AMOUNT = "log1p of the reporting currency"
    LOG = "natural logarithm"
    PROBABILITY = "probability"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A column: one number a firm, NaN where it cannot be known.

    Attributes
    ----------
    name
        Unique in a schema; snake case.
    kinds
        Kinds of facts that it is computed from, by their names in the vocabulary. A
        group none of whose kinds was collected says nothing.
    en, zh
        What a high value means, as a noun phrase: "guarantees given in 90 days".
    """

    name: str
    group: Group
    unit: Unit
    kinds: tuple[str, ...]
    en: str
    zh: str


def described(
    group: Group, kinds: tuple[str, ...], *rows: tuple[str, Unit, str, str]
) -> tuple[Feature, ...]:
    """Features of a group that rest on the same kinds; rows: name, unit, en, zh."""
    return tuple(
        Feature(name=name, group=group, unit=unit, kinds=kinds, en=en, zh=zh)
        for name, unit, en, zh in rows
    )


@dataclass(frozen=True, slots=True)
class FeatureSchema:
    """Columns in order, and the limits within which they were counted."""

    features: tuple[Feature, ...]
    caps: Mapping[str, int]
    version: int = VERSION

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(feature.name for feature in self.features)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups that are here, in the order of their columns."""
        return tuple(dict.fromkeys(feature.group for feature in self.features))

    @property
    def digest(self) -> str:
        """SHA-256 of everything that the columns depend on, in hexadecimal."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def kinds_of(self, group: Group) -> frozenset[str]:
        """Kinds of facts behind a group."""
        return frozenset(
            kind
            for feature in self.features
            if feature.group is group
            for kind in feature.kinds
        )

    def only(self, groups: Iterable[Group]) -> Self:
        """The columns of these groups."""
        wanted = frozenset(groups)
        kept = tuple(item for item in self.features if item.group in wanted)
        return type(self)(kept, self.caps, self.version)

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "version": self.version,
            "caps": dict(self.caps),
            "features": [asdict(feature) for feature in self.features],
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """What `to_dict` gave.

        Raises
        ------
        KeyError, ValueError, TypeError
            It is none.
        """
        features = tuple(
            Feature(
                name=item["name"],
                group=Group(item["group"]),
                unit=Unit(item["unit"]),
                kinds=tuple(item["kinds"]),
                en=item["en"],
                zh=item["zh"],
            )
            for item in told["features"]
        )
        return cls(features, dict(told["caps"]), told["version"])
