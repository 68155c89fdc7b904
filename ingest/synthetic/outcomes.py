"""What investigations found: schemes late, and honest firms wrongly accused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ingest.synthetic.horizon import NEVER
from ingest.synthetic.schemes import MONTH
from ingest.synthetic.seasons import seconds_of
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, instants, numbered, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.synthetic.roster import Roster
    from ingest.synthetic.schemes import Scheme
    from ingest.synthetic.topology import Topology

_LATE = 0.2
"""Share of the members of a scheme whose part is found one to six months later."""
_ACCUSED, _LET_GO = 1.5e-3, 3e-4
"""Cases that were dismissed, per company: of honest firms, and of firms of schemes."""
_TASKS = ("guarantee_fraud", "related_party_fraud", "money_ring")


@dataclass(frozen=True, slots=True)
class Finding:
    """A case of one firm; `scheme` is the number of its scheme or -1.

    `settled` is the day on which it was confirmed or dismissed.
    """

    firm: int
    task: str
    scheme: int
    opened: np.datetime64
    settled: np.datetime64
    confirmed: bool
    began: np.datetime64


def build_outcomes(roster: Roster, topology: Topology, seed: int) -> list[Finding]:
    """Cases in order of their opening, those after the day of the economy too."""
    random = stream(seed, "outcomes")
    found = [
        case
        for number, (scheme, firms) in enumerate(topology.schemes)
        for case in _of_scheme(random, number, scheme, firms.tolist())
    ]
    found += _accusations(random, roster, topology) + _let_go(random, roster, topology)
    return sorted(found, key=lambda case: (case.opened, case.firm))


def _of_scheme(
    random: np.random.Generator, number: int, scheme: Scheme, firms: list[int]
) -> list[Finding]:
    found = []
    for firm in firms:
        later = int(random.integers(30, 181)) if random.random() < _LATE else 0
        found.append(
            Finding(
                firm,
                scheme.task,
                number,
                scheme.discovered + later,
                scheme.confirmed + later,
                confirmed=True,
                began=scheme.started,
            )
        )
    return found


def _dismissed(
    random: np.random.Generator, firm: int, task: str, opened: np.datetime64
) -> Finding:
    settled = opened + int(random.uniform(2 * MONTH, 9 * MONTH))
    return Finding(firm, task, -1, opened, settled, confirmed=False, began=NEVER)


def _accusations(
    random: np.random.Generator, roster: Roster, topology: Topology
) -> list[Finding]:
    """Honest firms, most of them of groups and rings, at any time."""
    guilty = np.concatenate([firms for _, firms in topology.schemes])
    looking = [
        firms
        for item, firms in zip(topology.structures, topology.members, strict=True)
        if item.role in ("group", "strangers")
    ]
    alike = np.setdiff1d(
        np.intersect1d(np.concatenate(looking), roster.steady()), guilty
    )
    others = np.setdiff1d(roster.steady(), guilty)
    found = []
    for _ in range(max(2, round(_ACCUSED * roster.n_companies))):
        firm = int(random.choice(alike if random.random() < 0.7 else others))
        opened = roster.horizon.day - int(random.integers(1, roster.horizon.days))
        task = _TASKS[int(random.integers(0, len(_TASKS)))]
        found.append(_dismissed(random, firm, task, opened))
    return found


def _let_go(
    random: np.random.Generator, roster: Roster, topology: Topology
) -> list[Finding]:
    """Firms of schemes whose first case was dismissed."""
    count = max(1, round(_LET_GO * roster.n_companies))
    found = []
    for place in random.permutation(len(topology.schemes))[:count].tolist():
        scheme, firms = topology.schemes[place]
        opened = scheme.started + int(random.integers(0, 91))
        firm = int(random.choice(firms))
        found.append(_dismissed(random, firm, scheme.task, opened))
    return found


def case_names(found: list[Finding]) -> list[str]:
    """Number of each case; the members of a scheme share one."""
    names: dict[tuple[int, int], str] = {}
    keys = [
        (case.scheme, -1) if case.scheme >= 0 else (-1, place)
        for place, case in enumerate(found)
    ]
    for key in keys:
        names.setdefault(key, f"示例查字{10_000 + len(names)}号")
    return [names[key] for key in keys]


def scheme_id(number: int) -> str:
    """Id of a scheme, in the truth and in the files."""
    return f"scheme-{number + 1:06d}"


def outcome_tables(
    roster: Roster, found: list[Finding], seed: int
) -> Iterator[pa.Table]:
    """Rows of case_outcome.csv in order of time, up to the day."""
    random, day = stream(seed, "outcome hours"), roster.horizon.day
    rows: list[tuple[np.datetime64, Finding, str, str]] = []
    for case, name in zip(found, case_names(found), strict=True):
        rows.append((case.opened, case, name, "opened"))
        settled = "confirmed" if case.confirmed else "dismissed"
        rows.append((case.settled, case, name, settled))
    rows = sorted(
        (row for row in rows if roster.horizon.first <= row[0] <= day),
        key=lambda row: (row[0], row[1].firm, row[3]),
    )
    days = np.array([row[0] for row in rows], dtype="datetime64[D]")
    seconds = seconds_of(random, days)
    for part in spans(len(rows)):
        yield file_table("case_outcome", _columns(roster, rows[part], part, seconds))


def _columns(
    roster: Roster,
    rows: list[tuple[np.datetime64, Finding, str, str]],
    part: slice,
    seconds: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> dict[str, Any]:
    began = [row[1].began if row[3] == "confirmed" else NEVER for row in rows]
    refs = [
        scheme_id(row[1].scheme) if row[1].confirmed and row[3] == "confirmed" else None
        for row in rows
    ]
    return {
        "party_id": roster.take(np.array([row[1].firm for row in rows])),
        "task": pa.array([row[1].task for row in rows]),
        "case_no": pa.array([row[2] for row in rows]),
        "outcome": pa.array([row[3] for row in rows]),
        "began_on": np.array(began, dtype="datetime64[D]"),
        "scheme_ref": pa.array(refs, pa.string()),
        "source": "demo-investigations",
        "record_id": numbered("outcome:", np.arange(part.start, part.stop)),
        "occurred_at": instants(seconds[part]),
    }
