"""Conditions on the four times of a version, for Core statements and plain texts."""

from __future__ import annotations


def seen(fact: str) -> str:
    """Whether the four times of the row `fact` hold at ``:as_of, :known_at``.

    Examples
    --------
    >>> seen("f").splitlines()[0]
    'f.valid_from <= :as_of AND (f.valid_to IS NULL OR f.valid_to > :as_of)'
    """
    return f"{_valid(fact)}\nAND {_recorded(fact)}"


def dormant(fact: str) -> str:
    """Whether the row `fact` is known at ``:known_at`` but not valid at ``:as_of``."""
    return f"NOT ({_valid(fact)})\nAND {_recorded(fact)}"


def ended(fact: str) -> str:
    """Whether the row `fact` is known at ``:known_at`` and over at ``:as_of``."""
    return f"{fact}.valid_to <= :as_of\nAND {_recorded(fact)}"


def _valid(fact: str) -> str:
    return (
        f"{fact}.valid_from <= :as_of "
        f"AND ({fact}.valid_to IS NULL OR {fact}.valid_to > :as_of)"
    )


def _recorded(fact: str) -> str:
    return (
        f"{fact}.recorded_from <= :known_at "
        f"AND ({fact}.recorded_to IS NULL OR {fact}.recorded_to > :known_at)"
    )
