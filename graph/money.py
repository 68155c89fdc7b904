"""Minor units of currencies: how many decimals an amount has in the world.

ISO 4217 list one; fund, metal and testing codes are no currencies of an amount.
"""

from __future__ import annotations

_TWO = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN
BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR
ZMW ZWG
"""
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"

EXPONENTS: dict[str, int] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}
"""Decimal places of each currency."""

DEFAULT_EXPONENT = 2

SAME_AMOUNT = 5e-16
"""Relative. An amount so near to a whole one is that: converting it left the rest."""

ON_BOUND = 5e-15
"""Relative. A ratio of amounts so near to a bound is on it: more than converting and
adding up may change, and less than one smallest unit does where an amount has a million
million of them and the bound two decimals."""


def exponent(currency: str | None) -> int:
    """Decimals of a currency; two for an unknown or unnamed one.

    Examples
    --------
    >>> exponent("JPY"), exponent("CNY"), exponent(None)
    (0, 2, 2)
    """
    return EXPONENTS.get(currency or "", DEFAULT_EXPONENT)


def to_decimal(minor: int, currency: str | None) -> str:
    """Minor units as exact decimal text in major units.

    Examples
    --------
    >>> to_decimal(-1205, "CNY"), to_decimal(7, "JPY"), to_decimal(5, "KWD")
    ('-12.05', '7', '0.005')
    """
    digits = exponent(currency)
    sign, text = ("-", str(-minor)) if minor < 0 else ("", str(minor))
    if digits == 0:
        return sign + text
    padded = text.rjust(digits + 1, "0")
    return f"{sign}{padded[:-digits]}.{padded[-digits:]}"
