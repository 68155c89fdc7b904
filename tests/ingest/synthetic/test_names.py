"""Names and numbers look real and belong to nobody."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from ingest.checks.identifiers import SCHEMES
from ingest.synthetic.codes import credit_codes, legal_entity_identifiers
from ingest.synthetic.names import NAMES_PER_CITY, name_numbers
from ingest.synthetic.words import CITIES, FIRST, GIVEN, SECOND, SURNAMES

ASSIGNED_PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    *(71, 81, 82, 83),
}


@pytest.fixture(scope="module")
def parties(rows):
    return rows("party")


def test_check_characters_are_right_and_the_region_is_nobody_s(parties):
    codes = [row["uscc"] for row in parties if row["uscc"]]
    assert len(set(codes)) == len(codes) > 1_500
    assert not SCHEMES["uscc"].reasons(pa.array(codes)).any()
    assert not {int(code[2:4]) for code in codes} & ASSIGNED_PROVINCES
    leis = [row["lei"] for row in parties if row["lei"]]
    assert len(leis) > 20
    assert not SCHEMES["lei"].reasons(pa.array(leis)).any()
    assert {lei[:4] for lei in leis} == {"ZZZZ"}


def test_codes_never_repeat():
    numbers = np.arange(200_000)
    assert len(np.unique(credit_codes(numbers, numbers % 24))) == len(numbers)
    assert len(np.unique(legal_entity_identifiers(numbers))) == len(numbers)


def test_the_organisation_code_inside_has_its_own_check_character():
    # 000000000 and D2143569-X are the worked examples of GB 11714
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    for code in credit_codes(np.arange(50), np.full(50, 7)).astype("U18").tolist():
        body, check = code[8:16], code[16]
        total = sum(w * int(c, 36) for w, c in zip(weights, body, strict=True))
        assert check == "0123456789X"[-total % 11]


def test_companies_have_names_of_their_own_in_invented_cities(parties):
    companies = [row for row in parties if row["party_type"] == "company"]
    assert len({row["name"] for row in companies}) == len(companies)
    cities = {name for name, _ in CITIES}
    assert {row["name"][:2] for row in companies} <= cities
    assert all(row["city"] == f"{row['name'][:2]}市" for row in companies)


def test_the_demo_s_city_is_its_own(parties):
    there = [row for row in parties if row["name"].startswith(CITIES[0][0])]
    assert {row["source"] for row in there} == {"demo-case"}
    codes = credit_codes(np.arange(len(there)), np.zeros(len(there), dtype=np.int64))
    assert [row["uscc"] for row in there] == codes.astype(str).tolist()


def test_the_latin_name_spells_the_chinese_one(parties):
    latin_city = dict(CITIES)
    first, second = dict(FIRST), dict(SECOND)
    row = next(row for row in parties if row["party_type"] == "company")
    spelt = (
        f"{latin_city[row['name'][:2]]} {first[row['name'][2]]}{second[row['name'][3]]}"
    )
    assert row["name_en"].startswith(spelt)
    person = next(row for row in parties if row["party_type"] == "person")
    given = "".join(dict(GIVEN)[letter] for letter in person["name"][1:])
    surname = dict(SURNAMES)[person["name"][0]]
    assert person["name_en"] == f"{surname} {given.capitalize()}"


def test_personal_ids_and_telephones_cannot_be_real(parties, rows):
    documents = {row["personal_id"] for row in parties if row["personal_id"]}
    assert documents
    assert all(document.startswith("DEMO-") for document in documents)
    phones = [row for row in rows("contact") if row["contact_type"] == "phone"]
    assert phones
    assert all(row["value"].startswith("+86 19 ") for row in phones)
    assert {len(row["value"]) for row in phones} == {15}


def test_a_city_runs_out_of_names_loudly():
    city = np.zeros(NAMES_PER_CITY + 1, dtype=np.int64)
    with pytest.raises(ValueError, match="at most"):
        name_numbers(np.random.default_rng(1), city)
