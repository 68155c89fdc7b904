"""Parts of the increment that a score owes to others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the increment that one party accounts for."""

    party_id: str
    contribution: float


@dataclass(frozen=True, slots=True)
class DebtorShare:
    """Part of the increment that arrives through a debtor.

    `amount` is the effective guarantee in the reporting currency, None where not
    collected; `pass_through` the probability that its failure alone brings the
    guarantor down, `quality` where that figure came from.
    """

    party_id: str
    contribution: float
    amount: float | None
    pass_through: float
    quality: int
    pd_without: float
    reduction: float


@dataclass(frozen=True, slots=True)
class Path:
    """Part of the increment that travels one path, first failure first."""

    party_ids: tuple[str, ...]
    contribution: float
    probability: float
