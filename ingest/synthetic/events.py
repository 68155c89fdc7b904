"""Risk events: what failures leave in the courts, and noise that means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.vocabulary import KINDS
from ingest.synthetic.seasons import seconds_of
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import (
    file_table,
    instants,
    masked,
    numbered,
    spans,
    worded,
)
from ingest.synthetic.words import CITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.failures import Failures
    from ingest.synthetic.loans import Loans
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

RISK_EVENT_TYPES = KINDS["risk_event"].property_by_name["event_type"].choices
_AFTER_FAILURE = (
    # event, chance, days after the default
    ("overdue", 0.9, -45),
    ("default", 1.0, 0),
    ("litigation", 0.7, 40),
    ("equity_freeze", 0.25, 70),
    ("enforcement", 0.45, 150),
    ("dishonest_debtor", 0.25, 210),
    ("consumption_limit", 0.3, 215),
    ("bankruptcy", 0.06, 400),
)
_NOISE = (
    # event, chance in a year
    ("litigation", 0.013),
    ("abnormal_operation", 0.0045),
    ("enforcement", 0.002),
    ("rating_change", 0.0075),
    ("overdue", 0.004),
)


def event_tables(
    roster: Roster,
    failures: Failures,
    loans: Loans,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of risk_event.csv, in order of time."""
    random = stream(seed, "events")
    as_of = roster.horizon.day
    party, kind, ago = _drawn(random, roster, failures)
    order = np.argsort(-ago, kind="stable")
    party, kind, ago = party[order], kind[order], ago[order]
    seconds = seconds_of(random, as_of - ago)
    plaintiff = roster.first_bank + random.integers(0, roster.n_banks, len(party))
    sued = np.isin(kind, [RISK_EVENT_TYPES.index(name) for name in _SUITS])
    amount = np.round(
        np.maximum(loans.owed[party] * random.uniform(0.1, 0.9, len(party)), 5e4), -3
    ).astype(np.int64)
    city = roster.city[party]
    courts = [f"{chinese}市人民法院" for chinese, _ in CITIES]
    year = (as_of - ago).astype("datetime64[Y]").astype(np.int64) + 1970
    for part in spans(len(party)):
        numbers = np.arange(part.start, part.stop)
        case = numbered("示例-", year[part] * 10_000_000 + numbers, 11)
        yield file_table(
            "risk_event",
            {
                "party_id": roster.take(party[part]),
                "counterparty_id": roster.take(np.where(sued, plaintiff, -1)[part]),
                "event_type": worded(RISK_EVENT_TYPES, kind[part]),
                "case_no": _only(case, sued[part]),
                "court": _only(worded(courts, city[part]), sued[part]),
                "status": worded(
                    ("open", "closed"), (ago[part] > 400).astype(np.int64)
                ),
                "amount": masked(amount[part], ~sued[part]),
                "currency": "CNY",
                "source": "demo-court",
                "record_id": numbered("event:", numbers),
                "occurred_at": instants(seconds[part]),
            },
        )


_SUITS = ("litigation", "enforcement", "dishonest_debtor", "equity_freeze")


def _only(values: pa.Array, keep: NDArray[np.bool_]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(keep), values, pa.scalar(None, pa.string()))


def _drawn(
    random: np.random.Generator, roster: Roster, failures: Failures
) -> tuple[Integers, Integers, Integers]:
    """Party, place in RISK_EVENT_TYPES and days ago of each event."""
    failed = failures.company
    parties, kinds, days = [], [], []
    for name, chance, later in _AFTER_FAILURE:
        ago = failures.days[failed] - later - random.integers(0, 20, len(failed))
        if name == "default":
            ago = failures.days[failed]
        happened = (ago > 0) & (random.random(len(failed)) < chance)
        parties.append(failed[happened])
        days.append(ago[happened])
        kinds.append(np.full(int(happened.sum()), RISK_EVENT_TYPES.index(name)))
    for name, chance in _NOISE:
        horizon = roster.horizon
        number = random.poisson(chance * roster.n_companies * horizon.years)
        hit = random.integers(0, roster.n_companies, number)
        ago = random.integers(1, horizon.days, number)
        lived = (roster.born[hit] < horizon.day - ago) & np.isnat(roster.gone[hit])
        hit, ago = hit[lived], ago[lived]
        parties.append(hit)
        days.append(ago)
        kinds.append(np.full(len(hit), RISK_EVENT_TYPES.index(name)))
    return np.concatenate(parties), np.concatenate(kinds), np.concatenate(days)
