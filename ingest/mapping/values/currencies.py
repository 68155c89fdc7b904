"""Currencies as people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.money import EXPONENTS
from ingest.mapping.values.characters import narrow, word
from ingest.mapping.values.outcome import Fault, by_value, converted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from ingest.files.sheets.cells import CellKind
    from ingest.mapping.values.outcome import Converted, Kinds

CURRENCY_WORDS: dict[str, str] = {
    name: code
    for code, names in {
        "CNY": "人民币元 人民币 rmb cnh cn¥ renminbi yuan 中国元",
        "USD": "美元 美金 us$ u.s.$ usdollars usdollar",
        "HKD": "港元 港币 港纸 hk$ hkdollars hkdollar hongkongdollars",
        "EUR": "欧元 € euros euro",
        "JPY": "日元 日币 jp¥ yen japaneseyen",
        "GBP": "英镑 £ sterling poundssterling",
        "AUD": "澳元 澳大利亚元 a$ au$",
        "CAD": "加元 加拿大元 c$ ca$",
        "SGD": "新加坡元 新币 s$",
        "TWD": "新台币元 新台币 台币 nt$",
        "MOP": "澳门元 澳门币",
        "KRW": "韩元 韩币 ₩",
        "CHF": "瑞士法郎 瑞郎",
        "NZD": "新西兰元 nz$",
        "THB": "泰铢",
        "RUB": "卢布 俄罗斯卢布",
        "INR": "印度卢比 ₹",
        "MYR": "马来西亚林吉特 林吉特 马币",
        "IDR": "印尼盾 印尼卢比",
        "VND": "越南盾",
    }.items()
    for name in names.split()
}
"""Names and signs by what they are compared as. A bare ``$``, ``¥`` or 元 is not here:
several currencies are written so."""

_NUMERIC = {
    "156": "CNY", "840": "USD", "344": "HKD", "978": "EUR", "392": "JPY", "826": "GBP",
    "036": "AUD", "36": "AUD", "124": "CAD", "702": "SGD", "901": "TWD", "446": "MOP",
    "410": "KRW", "756": "CHF",
}  # fmt: skip
"""The numeric codes of ISO 4217, which banks' lists use."""

_EXPECTED = "a currency, such as CNY, 人民币 or USD"


def currency_of(text: str) -> str | None:
    """The ISO 4217 code that a name, sign or code stands for; None for no known one.

    Examples
    --------
    >>> currency_of("人民币"), currency_of("HK$"), currency_of("usd"), currency_of("$")
    ('CNY', 'HKD', 'USD', None)
    """
    code = narrow(text).upper()
    if code in EXPONENTS:
        return code
    return CURRENCY_WORDS.get(word(text)) or _NUMERIC.get(code)


def currencies(
    texts: pa.StringArray,
    kinds: Kinds | None = None,
    values: Mapping[str, str | None] | None = None,
) -> Converted:
    """Currency names and codes as ISO 4217 codes.

    `values` are the mapping's own words, which come first; shapes as in `by_value`.
    """
    own = {narrow(name): code for name, code in (values or {}).items()}

    def read(text: str, _kind: CellKind) -> str | Fault | None:
        if (key := narrow(text)) in own:
            return own[key]
        return currency_of(text) or Fault("is no currency", _EXPECTED)

    return converted(by_value(texts, kinds, read, _EXPECTED, {}))
