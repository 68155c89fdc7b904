"""How many decimals the minor unit of a currency has."""

from __future__ import annotations

_USUAL = 2
_OTHERS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENT = {
    currency: exponent
    for exponent, currencies in _OTHERS.items()
    for currency in currencies.split()
}


def minor_exponent(currency: str) -> int:
    """Decimals between the major and the minor unit, by ISO 4217; usually 2.

    Examples
    --------
    >>> minor_exponent("CNY"), minor_exponent("JPY"), minor_exponent("KWD")
    (2, 0, 3)
    """
    return _EXPONENT.get(currency, _USUAL)
