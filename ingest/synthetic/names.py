"""Names of companies and people, Chinese and Latin from the same parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.synthetic.words import (
    BANK_WORDS,
    CITIES,
    FIRST,
    GIVEN,
    INDUSTRIES,
    SECOND,
    SURNAMES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

NAMES_PER_CITY = len(FIRST) * len(SECOND) * len(INDUSTRIES)


def name_numbers(random: np.random.Generator, city: Integers) -> Integers:
    """A number in [0, NAMES_PER_CITY) per company, distinct within its city."""
    order = np.argsort(city, kind="stable")
    starts = np.searchsorted(city[order], np.arange(len(CITIES)))
    within = np.empty(len(city), dtype=np.int64)
    within[order] = np.arange(len(city)) - starts[city[order]]
    if len(city) and int(within.max()) >= NAMES_PER_CITY:
        raise ValueError(f"a city has names for {NAMES_PER_CITY} companies at most")
    shuffled = np.stack([random.permutation(NAMES_PER_CITY) for _ in CITIES])
    return shuffled[city, within]


def industry_of(numbers: Integers) -> Integers:
    """Place in `INDUSTRIES` that a name number stands for."""
    return numbers % len(INDUSTRIES)


def _pick(words: Sequence[tuple[str, ...]], part: int, codes: Integers) -> pa.Array:
    return pa.array([word[part] for word in words]).take(pa.array(codes))


def _join(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def company_names(city: Integers, numbers: Integers) -> tuple[pa.Array, pa.Array]:
    """Names of companies: city, trade name, industry and form of the company.

    Examples
    --------
    >>> [part[0].as_py() for part in company_names(np.array([0]), np.array([0]))]
    ['临渊博远纺织有限公司', 'Linyuan Boyuan Textile Co. Ltd.']
    """
    rest, industry = numbers // len(INDUSTRIES), industry_of(numbers)
    first, second = rest // len(SECOND), rest % len(SECOND)
    chinese = _join(
        _pick(CITIES, 0, city),
        _pick(FIRST, 0, first),
        _pick(SECOND, 0, second),
        _pick(INDUSTRIES, 0, industry),
        "有限公司",
    )
    latin = _join(
        _pick(CITIES, 1, city),
        " ",
        _pick(FIRST, 1, first),
        _pick(SECOND, 1, second),
        " ",
        _pick(INDUSTRIES, 1, industry),
        " Co. Ltd.",
    )
    return chinese, latin


def institution_names(
    city: Integers, numbers: Integers, chinese_form: str, latin_form: str
) -> tuple[pa.Array, pa.Array]:
    """Names of banks, guarantee companies, state organs and funds."""
    word = numbers % len(BANK_WORDS)
    first = numbers // len(BANK_WORDS) % len(FIRST)
    chinese = _join(
        _pick(CITIES, 0, city),
        _pick(FIRST, 0, first),
        _pick(BANK_WORDS, 0, word),
        chinese_form,
    )
    latin = _join(
        _pick(CITIES, 1, city),
        " ",
        _pick(FIRST, 1, first),
        " ",
        _pick(BANK_WORDS, 1, word),
        " ",
        latin_form,
    )
    return chinese, latin


def draw_people(random: np.random.Generator, count: int) -> Integers:
    """Surname and two given characters per person, shape (count, 3).

    Common surnames come first; about one person in five has a single given
    character, written as a last column of -1.
    """
    surname = (len(SURNAMES) * random.random(count) ** 1.6).astype(np.int64)
    given = random.integers(0, len(GIVEN), (count, 2))
    given[random.random(count) < 0.2, 1] = -1
    return np.column_stack([surname, given])


def people_names(parts: Integers) -> tuple[pa.Array, pa.Array]:
    """Names of persons, Chinese and Latin, from `draw_people`'s parts.

    Examples
    --------
    >>> [name[0].as_py() for name in people_names(np.array([[4, 31, 35]]))]
    ['陈国荣', 'Chen Guorong']
    """
    last = np.where(parts[:, 2] < 0, len(GIVEN), parts[:, 2])
    given = [*GIVEN, ("", "")]
    latin_given = _join(_pick(GIVEN, 1, parts[:, 1]), _pick(given, 1, last))
    chinese = _join(
        _pick(SURNAMES, 0, parts[:, 0]),
        _pick(GIVEN, 0, parts[:, 1]),
        _pick(given, 0, last),
    )
    latin = _join(_pick(SURNAMES, 1, parts[:, 0]), " ", pc.utf8_capitalize(latin_given))
    return chinese, latin
