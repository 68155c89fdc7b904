"""Everyone in the economy: how many of each type, their ids, sizes and homes.

Parties are numbered companies first, then licensed guarantee companies, banks,
state organs, funds and persons; the other files speak of these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ingest.synthetic.changes import draw_filings
from ingest.synthetic.codes import credit_codes
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.names import industry_of, name_numbers
from ingest.synthetic.schemes import SETTING_UP
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import ascii_texts, numbered
from ingest.synthetic.words import CITIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.synthetic.horizon import Horizon
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.topology import Topology

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Days = NDArray[np.datetime64]

_YEAR = 365
_SMALLER, _INDEBTED, _SHELLS = 0.36, 1.22, 0.25
"""How firms of schemes differ: a little, so that no single figure gives them away."""
_YOUNG = {"group": 0.15, "strangers": 0.12}
"""Share of the firms of honest structures that were founded for them."""
_FIRST_OLD = np.datetime64("1998-01-01")
_OLD_DAYS = 4_380
_BEFORE = np.timedelta64(1_000, "D")
"""Longer than any contract that was over by the history's first day had run."""
_ASKED_FOR = 0.5
"""Share of the everyday guarantees that are given when a firm tells of changes."""
_FOUNDED_A_YEAR = 0.01
_DISSOLVED_A_YEAR = 0.01
"""Of the companies outside the network, which are half of them."""

FIRST_NUMBER = 1_000
"""Code numbers below are the demo case's, so that its ids never change."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Parties by number. Figures are in yuan, one per company.

    `codes` are the credit codes of all but persons, `city` their home. `assets` and
    `liabilities` balance with net assets; `self_pd` is the chance in (0, 1) of failing
    within 12 months on its own; `degree` counts guarantees given and received. `born`
    is the day on which each company was founded, `gone` the last day of one that was
    dissolved, else NaT. `filed` (shape (companies, filings)) are the days on which
    each told the registry of changes, `change_days` the mean time between them.
    """

    n_companies: int
    n_guarantee_companies: int
    n_banks: int
    n_organs: int
    n_funds: int
    n_persons: int
    ids: pa.Array
    codes: pa.Array
    city: Integers
    name_number: Integers
    industry: Integers
    degree: Integers
    assets: Floats
    liabilities: Floats
    self_pd: Floats
    born: Days
    gone: Days
    filed: Days
    change_days: float
    horizon: Horizon

    def steady(self) -> Integers:
        """Companies that were there before the history, and still are."""
        old = self.born <= self.horizon.first - _BEFORE
        return np.flatnonzero(np.isnat(self.gone) & old)

    @property
    def first_guarantee_company(self) -> int:
        """Number of the first licensed guarantee company."""
        return self.n_companies

    @property
    def first_bank(self) -> int:
        """Number of the first bank."""
        return self.n_companies + self.n_guarantee_companies

    @property
    def first_organ(self) -> int:
        """Number of the first state organ."""
        return self.first_bank + self.n_banks

    @property
    def first_fund(self) -> int:
        """Number of the first fund."""
        return self.first_organ + self.n_organs

    @property
    def first_person(self) -> int:
        """Number of the first person."""
        return self.first_fund + self.n_funds

    def id_of(self, number: int) -> str:
        """Id of a party."""
        return str(self.ids[int(number)].as_py())

    def ids_of(self, numbers: Integers) -> list[str]:
        """Ids of parties."""
        found: list[str] = self.ids.take(pa.array(numbers)).to_pylist()
        return found

    def take(self, numbers: Integers) -> pa.Array:
        """Ids of parties as a column; null where the number is negative."""
        return self.ids.take(pa.array(numbers, mask=numbers < 0))


def build_roster(
    n_companies: int,
    seed: int,
    topology: Topology,
    horizon: Horizon,
    options: EconomyOptions,
) -> Roster:
    """Draw homes, sizes and health of all parties. O(companies)."""
    random = stream(seed, "roster")
    others = (
        max(3, n_companies // 500),
        min(60, 8 + n_companies // 5_000),
        max(3, n_companies // 10_000),
        max(4, n_companies // 2_500),
    )
    n_bodies = n_companies + sum(others)
    n_persons = max(400, round(n_companies * 0.9))
    city = random.integers(1, len(CITIES), n_bodies)  # 0 is the demo case's
    homes = random.integers(1, len(CITIES), int(topology.community.max()) + 1)
    city[topology.firms] = homes[topology.community]
    name_number = name_numbers(random, city[:n_companies])
    degree = np.bincount(
        np.concatenate([topology.tail, topology.head]), minlength=n_companies
    )
    codes = credit_codes(FIRST_NUMBER + np.arange(n_bodies), city)
    code_texts = ascii_texts(codes)
    uscc_ids = pa.compute.binary_join_element_wise("uscc:", code_texts, "")
    weak = np.zeros(n_companies)
    for _, firms in topology.schemes:
        weak[firms] = 1.0
    assets, liabilities, self_pd = _health(random, degree, weak)
    born, gone = _lives(stream(seed, "lives"), degree, horizon)
    _set_up_for(stream(seed, "shells"), topology, born, gone)
    return Roster(
        n_companies,
        *others,
        n_persons,
        ids=pa.concat_arrays(
            [uscc_ids, numbered("demo-person:", np.arange(n_persons))]
        ),
        codes=code_texts,
        city=city,
        name_number=name_number,
        industry=industry_of(name_number),
        degree=degree,
        assets=assets,
        liabilities=liabilities,
        self_pd=self_pd,
        born=born,
        gone=gone,
        filed=_filed(seed, topology, gone, horizon, options),
        change_days=_YEAR / options.churn,
        horizon=horizon,
    )


def _lives(
    random: np.random.Generator, degree: Integers, horizon: Horizon
) -> tuple[Days, Days]:
    """Days of foundation and of dissolution; firms of the network go on."""
    count = len(degree)
    born = _FIRST_OLD + random.integers(0, _OLD_DAYS, count)
    recent = random.random(count) < _FOUNDED_A_YEAR * horizon.years
    young = horizon.day - random.integers(100, horizon.days, count)
    gone = np.full(count, NEVER)
    ends = (degree == 0) & ~recent
    ends &= random.random(count) < _DISSOLVED_A_YEAR * horizon.years
    gone[ends] = horizon.day - random.integers(1, horizon.days, int(ends.sum()))
    return np.where(recent, young, born), gone


def _filed(
    seed: int,
    topology: Topology,
    gone: Days,
    horizon: Horizon,
    options: EconomyOptions,
) -> Days:
    """Days of filings; some come with a guarantee, which lenders ask for then."""
    random = stream(seed, "filings")
    last = np.where(np.isnat(gone), horizon.day, gone)
    filed = draw_filings(random, last, _YEAR / options.churn)
    given = np.flatnonzero(
        (topology.block < 0) & (random.random(len(topology.tail)) < _ASKED_FOR)
    )
    either = random.random(len(given)) < 0.5
    firm = np.where(either, topology.tail[given], topology.head[given])
    filed[firm, 0] = topology.begin[given]
    latest_first: Days = np.sort(filed, axis=1)[:, ::-1]
    return latest_first


def _set_up_for(
    random: np.random.Generator,
    topology: Topology,
    born: Days,
    gone: Days,
) -> None:
    """Firms of schemes are there before these begin, and some not for long.

    So are some of honest groups and rings.
    """
    for scheme, firms in topology.schemes:
        gone[firms] = NEVER
        _found(random, born, firms, scheme.started - SETTING_UP, _SHELLS)
    for item, firms in zip(topology.structures, topology.members, strict=True):
        if item.role in _YOUNG:
            _found(random, born, firms, item.begin.min(), _YOUNG[item.role])


def _found(
    random: np.random.Generator,
    born: Days,
    firms: Integers,
    first: np.datetime64,
    share: float,
) -> None:
    """Let some firms be founded in the years before a day, and none after it."""
    young = random.random(len(firms)) < share
    founded = first - random.integers(30, 1_500, len(firms))
    born[firms] = np.where(young | (born[firms] > first), founded, born[firms])


def _health(
    random: np.random.Generator, degree: Integers, weak: Floats
) -> tuple[Floats, Floats, Floats]:
    """Assets, liabilities and own default probability; hubs are larger."""
    count = len(degree)
    size = random.normal(np.log(60e6), 1.1, count) + 0.35 * np.log1p(degree)
    size -= _SMALLER * weak
    assets = np.round(np.exp(size), -4)
    leverage = 0.25 + 0.65 * random.beta(3.0 + _INDEBTED * weak, 3.0, count)
    liabilities = np.round(assets * leverage, -4)
    noise = random.normal(0.0, 0.7, count)
    logit = -4.3 + 3.0 * (leverage - 0.57) - 0.15 * (size - np.log(60e6)) + noise
    self_pd = np.round(1 / (1 + np.exp(-logit)), 5)
    return assets.astype(np.float64), liabilities, self_pd
