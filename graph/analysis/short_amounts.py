"""Amounts abbreviated for edge labels and sentences, by language."""

from __future__ import annotations

_STEPS = {
    "en": ((10**9, "bn"), (10**6, "m"), (10**3, "k"), (1, "")),
    "zh": ((10**8, " 亿"), (10**4, " 万"), (1, " ")),
}
_SIGNS = {
    "en": {"CNY": "¥", "USD": "$", "EUR": "€"},
    "zh": {"CNY": "元", "USD": "美元", "EUR": "欧元"},
}


def short_amount(amount: str | None, currency: str | None, language: str) -> str:
    """An amount with three significant digits and its unit; empty where unknown.

    Parameters
    ----------
    amount
        Decimal text.
    language
        ``en`` or ``zh``.

    Examples
    --------
    >>> short_amount("119600000.00", "CNY", "en"), short_amount("800", "XOF", "en")
    ('¥120m', 'XOF 800')
    >>> short_amount("119600000.00", "CNY", "zh"), short_amount("70000000", "CNY", "zh")
    ('1.2 亿元', '7,000 万元')
    """
    if amount is None:
        return ""
    value = float(amount)
    size, unit = next(
        (step for step in _STEPS[language] if abs(value) >= step[0]), (1, "")
    )
    digits = float(f"{value / size:.3g}")
    figure = f"{digits:,.0f}" if digits.is_integer() else f"{digits:,}"
    code = currency or ""
    if language == "zh":
        return f"{figure}{unit}{_SIGNS['zh'].get(code, code)}".strip()
    return f"{_SIGNS['en'].get(code, code + ' ' if code else '')}{figure}{unit}"
