"""Roles and families, with people who lend their names to many companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.vocabulary import KINDS
from ingest.synthetic.changes import present_ties
from ingest.synthetic.horizon import NEVER
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, numbered, spans, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.control import Control
    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]
    Days = NDArray[np.datetime64]

ROLE_TYPES = KINDS["role"].property_by_name["role_type"].choices
_NOMINEES = 1.5e-3
"""Registered agents per company, each for 15 to 40 of them."""
_TITLES = ("法定代表人", "董事", "监事", "总经理", "实际控制人", "财务负责人")


@dataclass(frozen=True, slots=True)
class People:
    """Roles as (person, company, place in ROLE_TYPES) and family ties, shapes (m,).

    `since` is the first day of a role, NaT where that is drawn with all others.
    `nominees` are benign: name and companies of each professional representative.
    """

    person: Integers
    company: Integers
    role: Integers
    since: Days
    families: Integers  # shape (k, 2)
    relations: list[str]
    nominees: list[dict[str, Any]]


def build_people(
    roster: Roster, holdings: Holdings, control: Control, seed: int
) -> People:
    """Draw who runs each company and who is married to whom."""
    random = stream(seed, "people")
    count = roster.n_companies
    every = np.arange(count)
    ordinary = roster.n_persons
    representative = holdings.main_person.copy()
    nominees = _nominees(random, roster, control, representative)
    people, firms, roles = [representative], [every], [np.zeros(count, dtype=np.int64)]
    since = np.full(count, NEVER)
    for company, (_, day) in control.representatives.items():
        since[company] = day
    days = [since]
    for role, chance in ((1, 0.7), (2, 0.5), (3, 0.25), (5, 0.35)):
        has = np.flatnonzero(random.random(count) < chance)
        people.append(roster.first_person + random.integers(0, ordinary, len(has)))
        firms.append(has)
        roles.append(np.full(len(has), role))
        days.append(np.full(len(has), NEVER))
    for companies, since_days in control.shared["officer"]:
        officer = roster.first_person + int(random.integers(0, ordinary))
        people.append(np.full(len(companies), officer))
        firms.append(np.array(companies))
        roles.append(np.full(len(companies), ROLE_TYPES.index("finance_officer")))
        days.append(np.array(since_days, since.dtype))
    first = np.flatnonzero(random.random(ordinary // 2) < 0.12) * 2
    couples = roster.first_person + np.stack([first, first + 1], axis=1)
    tied = np.array(control.spouses, dtype=np.int64).reshape(-1, 2)
    kinds = ["spouse", "sibling", "parent"]
    relations = [
        kinds[pick] for pick in random.choice(3, len(couples), p=[0.6, 0.2, 0.2])
    ]
    # in random order, so that a row's place says nothing of how it was drawn
    order = random.permutation(sum(map(len, firms)))
    families = random.permutation(len(couples) + len(tied))
    relations += ["spouse"] * len(tied)
    return People(
        np.concatenate(people)[order],
        np.concatenate(firms)[order],
        np.concatenate(roles)[order],
        np.concatenate(days)[order],
        np.concatenate([couples, tied])[families],
        [relations[place] for place in families.tolist()],
        nominees,
    )


def _nominees(
    random: np.random.Generator,
    roster: Roster,
    control: Control,
    representative: Integers,
) -> list[dict[str, Any]]:
    """Registered agents who front for many unrelated companies: a look-alike."""
    free = np.flatnonzero(~control.taken)
    found = []
    for _ in range(max(2, round(roster.n_companies * _NOMINEES))):
        size = int(random.integers(15, 40))
        person = int(representative[random.choice(free)])
        companies = random.choice(free, size, replace=False)
        representative[companies] = person
        found.append({"person": person, "members": companies.tolist()})
    return found


def role_tables(
    roster: Roster,
    people: People,
    seed: int,
) -> Iterator[pa.Table]:
    """Rows of role.csv: present roles, then those of their predecessors."""
    random = stream(seed, "role dates")
    count = len(people.role)
    ties = present_ties(random, roster, people.company, people.since)
    left, begin, end = ties.earlier
    former = roster.first_person + random.integers(0, roster.n_persons, len(left))
    person = np.concatenate([people.person, former])
    place = np.concatenate([np.arange(count), left])
    valid_from = np.concatenate([ties.start, begin])
    valid_to = np.concatenate([ties.end, end])
    for part in spans(len(place)):
        role = people.role[place[part]]
        yield file_table(
            "role",
            {
                "person_id": roster.take(person[part]),
                "company_id": roster.take(people.company[place[part]]),
                "role_type": worded(ROLE_TYPES, role),
                "title": worded(_TITLES, role),
                "source": "demo-registry",
                "record_id": numbered("role:", np.arange(part.start, part.stop)),
                "valid_from": valid_from[part],
                "valid_to": valid_to[part],
            },
        )


def family_tables(roster: Roster, people: People, seed: int) -> Iterator[pa.Table]:
    """Rows of family.csv."""
    random = stream(seed, "family dates")
    days = np.datetime64("1990-01-01") + random.integers(
        0, 9_000, len(people.relations)
    )
    for part in spans(len(people.families)):
        yield file_table(
            "family",
            {
                "person_id": roster.take(people.families[part, 0]),
                "relative_id": roster.take(people.families[part, 1]),
                "relation": np.array(people.relations[part], dtype=object),
                "source": "demo-civil-affairs",
                "record_id": numbered("family:", np.arange(part.start, part.stop)),
                "valid_from": days[part],
            },
        )
