"""Roles and families, with people who lend their names to many companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.vocabulary import KINDS
from ingest.synthetic.changes import present_ties
from ingest.synthetic.control import ORDINARY_PERSONS
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import file_table, numbered, spans, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from ingest.synthetic.control import Control
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.ownership import Holdings
    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

ROLE_TYPES = KINDS["role"].property_by_name["role_type"].choices
_TITLES = ("法定代表人", "董事", "监事", "总经理", "实际控制人", "财务负责人")


@dataclass(frozen=True, slots=True)
class People:
    """Roles as (person, company, place in ROLE_TYPES) and family ties, shapes (m,).

    `nominees` are benign: name and companies of each professional representative.
    """

    person: Integers
    company: Integers
    role: Integers
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
    ordinary = int(roster.n_persons * ORDINARY_PERSONS)
    representative = holdings.main_person.copy()
    nominees = _nominees(random, roster, control, representative)
    people, firms, roles = [representative], [every], [np.zeros(count, dtype=np.int64)]
    for role, chance in ((1, 0.7), (2, 0.5), (3, 0.25), (5, 0.35)):
        has = np.flatnonzero(random.random(count) < chance)
        people.append(roster.first_person + random.integers(0, ordinary, len(has)))
        firms.append(has)
        roles.append(np.full(len(has), role))
    officers = []
    for companies in control.premises:
        officer = roster.first_person + int(random.integers(0, ordinary))
        officers += [(officer, company) for company in companies]
    shared = np.array(officers, dtype=np.int64).reshape(-1, 2)
    people.append(shared[:, 0])
    firms.append(shared[:, 1])
    roles.append(np.full(len(shared), ROLE_TYPES.index("finance_officer")))
    first = np.flatnonzero(random.random(ordinary // 2) < 0.12) * 2
    couples = roster.first_person + np.stack([first, first + 1], axis=1)
    tied = np.array(control.spouses, dtype=np.int64).reshape(-1, 2)
    kinds = ["spouse", "sibling", "parent"]
    relations = [
        kinds[pick] for pick in random.choice(3, len(couples), p=[0.6, 0.2, 0.2])
    ]
    return People(
        np.concatenate(people),
        np.concatenate(firms),
        np.concatenate(roles),
        np.concatenate([couples, tied]),
        relations + ["spouse"] * len(tied),
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
    for _ in range(max(2, roster.n_companies // 2_000)):
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
    options: EconomyOptions,
) -> Iterator[pa.Table]:
    """Rows of role.csv: present roles, then those of their predecessors."""
    random = stream(seed, "role dates")
    count = len(people.role)
    ties = present_ties(random, roster, people.company, options)
    left, begin, end = ties.earlier
    ordinary = int(roster.n_persons * ORDINARY_PERSONS)
    former = roster.first_person + random.integers(0, ordinary, len(left))
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


def family_tables(roster: Roster, people: People) -> Iterator[pa.Table]:
    """Rows of family.csv."""
    for part in spans(len(people.families)):
        yield file_table(
            "family",
            {
                "person_id": roster.take(people.families[part, 0]),
                "relative_id": roster.take(people.families[part, 1]),
                "relation": np.array(people.relations[part], dtype=object),
                "source": "demo-civil-affairs",
                "record_id": numbered("family:", np.arange(part.start, part.stop)),
                "valid_from": np.full(
                    part.stop - part.start, np.datetime64("2005-01-01")
                ),
            },
        )
