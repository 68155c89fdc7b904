"""Rows of party.csv: companies, institutions and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.synthetic.codes import legal_entity_identifiers
from ingest.synthetic.names import (
    company_names,
    draw_people,
    institution_names,
    people_names,
)
from ingest.synthetic.streams import stream
from ingest.synthetic.tables import ascii_texts, file_table, masked, numbered, spans
from ingest.synthetic.words import CITIES, INDUSTRIES, PROVINCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.synthetic.roster import Roster

    Integers = NDArray[np.int64]

_SOURCE = "demo-registry"
_INSTITUTIONS = (
    ("guarantee_company", "融资担保有限公司", "Guarantee Co. Ltd.", "J67", 5e8),
    ("bank", "银行股份有限公司", "Bank Co. Ltd.", "J66", 4e9),
    ("state_organ", "国有资产管理局", "State Assets Office", "S92", 0.0),
    ("fund", "股权投资基金", "Equity Fund", "J67", 2e8),
)


def registered_capital(roster: Roster, seed: int) -> Integers:
    """Registered capital of each company in yuan, a part of its assets."""
    random = stream(seed, "capital")
    part = random.uniform(0.05, 0.35, roster.n_companies)
    return np.maximum(np.round(roster.assets * part, -6), 1e6).astype(np.int64)


def party_tables(roster: Roster, capital: Integers, seed: int) -> Iterator[pa.Table]:
    """Rows of party.csv, in the order of the roster."""
    yield from _companies(roster, capital, seed)
    yield from _institutions(roster)
    yield from _persons(roster, seed)


def _home(city: Integers) -> dict[str, Any]:
    codes = pa.array(city)
    per_province = -(-len(CITIES) // len(PROVINCES))
    return {
        "country": "CN",
        "region": pa.array(PROVINCES).take(pa.array(city // per_province)),
        "city": pa.array([f"{name}市" for name, _ in CITIES]).take(codes),
        "source": _SOURCE,
    }


def _companies(roster: Roster, capital: Integers, seed: int) -> Iterator[pa.Table]:
    random = stream(seed, "companies")
    count = roster.n_companies
    with_lei = random.random(count) < 0.05
    listed = random.random(count) < 0.004
    has_site = random.random(count) < 0.3
    sectors = pa.array([code for _, _, code in INDUSTRIES])
    for part in spans(count):
        numbers = np.arange(part.start, part.stop)
        name, name_en = company_names(roster.city[part], roster.name_number[part])
        lei = ascii_texts(legal_entity_identifiers(numbers + 1))
        lei = pc.if_else(pa.array(with_lei[part]), lei, pa.scalar(None, pa.string()))
        site = numbered("https://firm-", np.where(has_site[part], numbers, -1))
        yield file_table(
            "party",
            {
                "party_id": roster.take(numbers),
                "party_type": "company",
                "name": name,
                "name_en": name_en,
                "uscc": roster.codes.slice(part.start, len(numbers)),
                "lei": lei,
                "aliases": pc.binary_join_element_wise("lei", lei, ":"),
                **_home(roster.city[part]),
                "sector": sectors.take(pa.array(roster.industry[part])),
                "website": pc.binary_join_element_wise(site, ".example", ""),
                "established_on": roster.born[part],
                "listed": listed[part],
                "registered_capital": capital[part],
                "currency": "CNY",
                "record_id": roster.take(numbers),
                "valid_from": roster.born[part],
                "valid_to": roster.gone[part],
            },
        )


def _institutions(roster: Roster) -> Iterator[pa.Table]:
    starts = (
        roster.first_guarantee_company,
        roster.first_bank,
        roster.first_organ,
        roster.first_fund,
        roster.first_person,
    )
    for place, (party_type, zh, en, sector, capital) in enumerate(_INSTITUTIONS):
        numbers = np.arange(starts[place], starts[place + 1])
        city = roster.city[numbers]
        name, name_en = institution_names(city, numbers - starts[place], zh, en)
        yield file_table(
            "party",
            {
                "party_id": roster.take(numbers),
                "party_type": party_type,
                "name": name,
                "name_en": name_en,
                "uscc": roster.codes.take(pa.array(numbers)),
                **_home(city),
                "sector": sector,
                "registered_capital": masked(
                    np.full(len(numbers), int(capital)),
                    np.full(len(numbers), capital == 0),
                ),
                "currency": "CNY",
                "record_id": roster.take(numbers),
                "valid_from": np.full(len(numbers), np.datetime64("2005-06-01")),
            },
        )


def _persons(roster: Roster, seed: int) -> Iterator[pa.Table]:
    random = stream(seed, "persons")
    count = roster.n_persons
    parts = draw_people(random, count)
    city = random.integers(1, len(CITIES), count)
    born = np.datetime64("1952-01-01") + random.integers(0, 16_500, count)
    gender = random.random(count) < 0.35
    known = random.random(count) < 0.6
    for part in spans(count):
        numbers = np.arange(part.start, part.stop)
        name, name_en = people_names(parts[part])
        ids = roster.take(roster.first_person + numbers)
        yield file_table(
            "party",
            {
                "party_id": ids,
                "party_type": "person",
                "name": name,
                "name_en": name_en,
                # no identity document looks like this
                "personal_id": numbered("DEMO-", np.where(known[part], numbers, -1)),
                "gender": pa.array(["male", "female"]).take(
                    pa.array(gender[part].astype(np.int64))
                ),
                "born_on": masked(born[part], ~known[part]),
                **_home(city[part]),
                "record_id": ids,
            },
        )
