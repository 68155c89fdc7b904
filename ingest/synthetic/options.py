"""What an invented economy looks like, in numbers a reader can argue with."""

from __future__ import annotations

from dataclasses import dataclass, fields

SMALLEST, LARGEST = 1_000, 1_000_000
"""Companies that one economy may have."""

MOST_YEARS = 20
"""Longest history of an economy."""


@dataclass(frozen=True, slots=True)
class EconomyOptions:
    """Knobs of the generator.

    The defaults follow the published descriptions of Chinese guarantee networks:
    about 1.1 guarantees per firm in the network, components that are mostly pairs,
    one giant component, signatures that bunch at the ends of quarters.
    """

    network_share: float = 0.5
    """Share of all companies that give or receive a company's guarantee."""
    edges_per_firm: float = 1.1
    """Guarantor-debtor pairs in force per firm in the network."""
    giant_share: float = 0.42
    """Share of the firms in the network that the giant component holds."""
    tail_exponent: float = 3.6
    """Sizes of the other components follow size ** -tail_exponent, from 2 up."""
    reciprocity: float = 0.2
    """Share of the pairs in force whose reverse is in force as well, at least."""
    quarter_end_weight: float = 3.0
    """How much likelier a signature is in the last ten days of a quarter."""
    schemes_per_thousand: float = 8.0
    """Schemes that began in the last 54 months, per 1,000 companies."""
    groups_per_thousand: float = 25.0
    """Openly owned groups whose firms stand behind each other, on any day."""
    rings_per_thousand: float = 13.0
    """Rings of firms without a common hand, on any day."""
    barter_per_thousand: float = 15.0
    """Loops of honest trade in two and a half years."""
    history_years: int = 5
    """Years before the day of the economy of which the files tell."""
    churn: float = 0.08
    """Share of the holdings, roles, addresses and telephones that change in a year."""
    relationship_years: float = 3.0
    """Mean time that one firm stands behind another."""
    transfers_a_year: float = 1.5
    """Background transfers per company and year; rings and bursts come on top."""
    missing_share: float = 0.1
    """Share of the ties of each kind that were not collected, over all sources."""
    pass_through: float = 0.7
    """Rate of failing by a call: 1 - exp(-rate * call / net assets)."""

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if value < 0:
                raise ValueError(f"{item.name} is {value}; expected 0 or more")
        for name in ("network_share", "giant_share", "reciprocity", "missing_share"):
            if getattr(self, name) > 0.8:
                raise ValueError(f"{name} is {getattr(self, name)}; at most 0.8")
        if self.edges_per_firm < 0.8:
            raise ValueError("edges_per_firm below 0.8 leaves firms without a pair")
        if not 1 <= self.history_years <= MOST_YEARS:
            raise ValueError(
                f"history_years is {self.history_years}; expected 1 to {MOST_YEARS}"
            )
        if not 0 < self.churn <= 1:
            raise ValueError(f"churn is {self.churn}; expected above 0, at most 1")
        if self.tail_exponent <= 2:
            raise ValueError("tail_exponent must be above 2")
