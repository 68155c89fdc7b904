"""Units of amounts, such as 万元, RMB mn and USD'000, in headers and cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from graph.money import EXPONENTS
from ingest.mapping.simplified import simplified
from ingest.mapping.values.characters import narrow
from ingest.mapping.values.currencies import CURRENCY_WORDS


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount counts: `factor` major units of `currency`, where it is named."""

    factor: Decimal = Decimal(1)
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a wording beside a number says: the power of ten is None where nothing."""

    power: int | None = None
    currency: str | None = None


_CHINESE = {
    "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10,
    "千亿": 11, "万亿": 12,
}  # fmt: skip
_ENGLISH = {
    "thousands": 3, "thousand": 3, "'000s": 3, "000's": 3, "'000": 3,
    "tenthousand": 4, "10,000": 4, "0'000": 4, "'0000": 4,
    "millions": 6, "million": 6, "mio": 6, "mln": 6, "mn": 6, "mm": 6, "100million": 8,
    "hundredmillion": 8, "billions": 9, "billion": 9, "bln": 9, "bn": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
_SHORT = {"k": 3, "000": 3, "m": 6, "b": 9}
"""Too short to mean an amount without a currency: ``Term (m)`` is in months."""
_NEUTRAL = {"元": 0, "¥": None, "$": None, "dollars": 0}
_NOISE = ("等值", "折合", "单位", "整", "in", "of", ":", "/", "(", ")", ".")
_POWERS = _CHINESE | _ENGLISH | _SHORT
_OWN_UNIT = ("元", "镑", "铢", "盾", "法郎", "卢布")
"""How names of currencies end that are units, too: 500美元 are five hundred."""

_WORDS = sorted(
    {*CURRENCY_WORDS, *_POWERS, *_NEUTRAL, *_NOISE}, key=lambda name: (-len(name), name)
)
_TOKEN = re.compile(
    "(?P<code>"
    + "|".join(sorted(EXPONENTS))
    + ")|(?P<word>(?i:"
    + "|".join(map(re.escape, _WORDS))
    + "))"
)
_BRACKETS = re.compile(r"[(\[{【〔《<]([^()\[\]{}【】〔〕《》<>]*)[)\]}】〕》>]")
_PARTS = re.compile(r"[,;、|]|\s-\s")
_SAME = str.maketrans("圆", "元")
_CHINESE_END = ("元", "币", "镑")
_NOT_MONEY = ("单元", "多元", "公元", "二元")


def phrase_of(text: str) -> Phrase | None:
    """What a wording says of an amount; None where it says anything else, too.

    Examples
    --------
    >>> phrase_of("万美元"), phrase_of("RMB mn"), phrase_of("万股")
    (Phrase(power=4, currency='USD'), Phrase(power=6, currency='CNY'), None)
    """
    return _phrase("".join(simplified(narrow(text)).translate(_SAME).split()))


@lru_cache(maxsize=4096)
def _phrase(compact: str) -> Phrase | None:
    power: int | None = None
    own: int | None = None
    short = said = False
    currency = None
    place = 0
    while place < len(compact):
        token = _TOKEN.match(compact, place)
        if token is None:
            return None
        place = token.end()
        name = token["code"] or token["word"].lower()
        if name in _NOISE:
            continue
        said = True
        code = name if token["code"] else CURRENCY_WORDS.get(name)
        if code is not None:
            if currency not in {None, code}:
                return None
            currency = code
            own = 0 if name.endswith(_OWN_UNIT) else own
        elif name in _NEUTRAL:
            own = _NEUTRAL[name] if own is None else own
        elif power is not None:
            return None
        else:
            power, short = _POWERS[name], name in _SHORT
    if not said or (short and currency is None):
        return None
    return Phrase(own if power is None else power, currency)


def unit_of(text: str) -> Unit | None:
    """The unit that a header, or a mapping's `unit`, names.

    In brackets, behind 单位, or at the end; None where it names none, or two.

    Examples
    --------
    >>> unit_of("担保金额（万元）"), unit_of("Amount (USD'000)").currency
    (Unit(factor=Decimal('10000'), currency=None), 'USD')
    >>> unit_of("担保方式") is None
    True
    """
    plain = simplified(narrow(text)).translate(_SAME)
    wordings = [part for found in _BRACKETS.findall(plain) for part in _parts(found)]
    outside = _BRACKETS.sub(" ", plain)
    found = {unit for wording in (plain, *wordings) if (unit := _unit(wording))}
    if not found:
        found = {
            unit for part in _parts(outside) if (unit := _unit(part) or _at_end(part))
        }
    return found.pop() if len(found) == 1 else None


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.split(text) if part.strip()]


def _unit(wording: str) -> Unit | None:
    found = phrase_of(wording)
    if found is None:
        return None
    return Unit(Decimal(10) ** (found.power or 0), found.currency)


def _at_end(text: str) -> Unit | None:
    """The unit that a text ends with, from where a word begins."""
    text = text.strip()
    if text.endswith(_NOT_MONEY):
        return None
    for place in range(1, len(text)):
        before, rest = text[place - 1], text[place:]
        parted = not before.isalnum() or (not before.isascii() and rest[0].isascii())
        if (parted or rest.endswith(_CHINESE_END)) and (found := _unit(rest)):
            return found
    return None
