"""Plots of a model's figures, each one SVG file without scripts."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT = 640, 420
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 44, 24, 56
_INK, _FAINT, _LINE, _ACCENT = "#16202A", "#5B6874", "#DDE5EA", "#0A716C"
_SHOWN = 20
_BINS = 12
_MONTH = 30.44


def reliability_plot(rows: Sequence[Mapping[str, float]]) -> str:
    """Stated chances beside the share that was found, on one scale.

    Parameters
    ----------
    rows
        ``stated``, ``observed`` and ``rows`` of each bin, chances in [0, 1].
    """
    most = max([1e-3, *(max(row["stated"], row["observed"]) for row in rows)])
    points = [(row["stated"] / most, row["observed"] / most, row) for row in rows]
    largest = max([1.0, *(row["rows"] for row in rows)])
    marks = [
        _segment((0, 0), (1, 1), dashed=True),
        *(_segment(one[:2], other[:2]) for one, other in pairwise(points)),
        *(
            f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" '
            f'r="{3 + 9 * (row["rows"] / largest) ** 0.5:.1f}" fill="{_ACCENT}" '
            f'fill-opacity="0.55"><title>{row["rows"]:,.0f} firms: stated '
            f"{row['stated']:.2%}, found {row['observed']:.2%}</title></circle>"
            for x, y, row in points
        ),
    ]
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes = [
        *(_x_tick(at, f"{at * most:.0%}") for at in ticks),
        *(_y_tick(at, f"{at * most:.0%}") for at in ticks),
    ]
    return _plot(
        "Chance stated and share found",
        "chance stated",
        "found within 12 months",
        [*axes, *marks],
    )


def lead_time_plot(days: Sequence[float | None], schemes: int) -> str:
    """Months between the first listing of schemes and their discovery.

    Parameters
    ----------
    days
        Of each scheme that was listed; negative where that was after it was found.
    schemes
        All of them, listed or not.
    """
    months = [value / _MONTH for value in days if value is not None]
    low, high = min([0.0, *months]), max([1.0, *months])
    step = (high - low) / _BINS
    counts = [0] * _BINS
    for value in months:
        counts[min(int((value - low) / step), _BINS - 1)] += 1
    most = max([1, *counts])
    bars = [
        _box(place / _BINS, 0, 1 / _BINS, count / most, f"{count} schemes")
        for place, count in enumerate(counts)
        if count
    ]
    axes = [
        *(
            _x_tick(at, f"{low + at * (high - low):.0f}")
            for at in (0, 0.25, 0.5, 0.75, 1)
        ),
        *(_y_tick(at, f"{at * most:.0f}") for at in (0, 0.5, 1)),
    ]
    return _plot(
        f"Listed before it was found: {len(months)} of {schemes} schemes",
        "months from the first listing to the discovery",
        "schemes",
        [*axes, *bars],
    )


def importance_plot(shares: Mapping[str, float]) -> str:
    """The columns that the trees gained most by, largest first."""
    rows = sorted(shares.items(), key=lambda item: -item[1])[:_SHOWN]
    most = max([1e-9, *(share for _, share in rows)])
    height = 20
    marks = []
    for place, (name, share) in enumerate(rows):
        top = _TOP + 12 + place * height
        width = 330 * share / most
        marks += [
            (
                f'<text x="250" y="{top + 12}" text-anchor="end" fill="{_INK}">'
                f"{escape(name)}</text>"
            ),
            (
                f'<rect x="258" y="{top + 2}" width="{width:.1f}" height="13" '
                f'fill="{_ACCENT}"/>'
            ),
            (
                f'<text x="{264 + width:.1f}" y="{top + 12}" fill="{_FAINT}">'
                f"{share:.1%}</text>"
            ),
        ]
    return _svg(
        "Share of what all splits gained", marks, _TOP + 40 + len(rows) * height
    )


def _x(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float) -> float:
    return _HEIGHT - _BOTTOM - value * (_HEIGHT - _TOP - _BOTTOM)


def _segment(
    one: tuple[float, float], other: tuple[float, float], *, dashed: bool = False
) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    colour = _FAINT if dashed else _ACCENT
    return (
        f'<line x1="{_x(one[0]):.1f}" y1="{_y(one[1]):.1f}" x2="{_x(other[0]):.1f}" '
        f'y2="{_y(other[1]):.1f}" stroke="{colour}"{dash}/>'
    )


def _box(left: float, bottom: float, width: float, height: float, title: str) -> str:
    x, y = _x(left) + 1, _y(bottom + height)
    wide, high = _x(left + width) - x - 1, _y(bottom) - y
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill="{_ACCENT}"><title>{escape(title)}</title></rect>'
    )


def _x_tick(at: float, text: str) -> str:
    return (
        f'<text x="{_x(at):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle" '
        f'fill="{_FAINT}">{escape(text)}</text>'
    )


def _y_tick(at: float, text: str) -> str:
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(at):.1f}" '
        f'y2="{_y(at):.1f}" stroke="{_LINE}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(at) + 4:.1f}" text-anchor="end" '
        f'fill="{_FAINT}">{escape(text)}</text>'
    )


def _plot(title: str, below: str, beside: str, marks: Sequence[str]) -> str:
    middle = (_HEIGHT - _BOTTOM + _TOP) / 2
    words = [
        (
            f'<text x="{_x(0.5):.1f}" y="{_HEIGHT - 14}" text-anchor="middle" '
            f'fill="{_INK}">{escape(below)}</text>'
        ),
        (
            f'<text transform="translate(18 {middle}) rotate(-90)" '
            'text-anchor="middle" '
            f'fill="{_INK}">{escape(beside)}</text>'
        ),
    ]
    return _svg(title, [*marks, *words], _HEIGHT)


def _svg(title: str, marks: Sequence[str], height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" aria-label="{escape(title)}" '
        'font-family="Inter, sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#FAFBFC"/>'
        f'<text x="{_LEFT}" y="26" font-size="15" font-weight="600" fill="{_INK}">'
        f"{escape(title)}</text>{''.join(marks)}</svg>\n"
    )
