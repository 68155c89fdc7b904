"""Plots of what the life of a scheme looks like, as SVG."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.difficulty import DAY, Judged, economy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Days = NDArray[np.datetime64]

COMPANIES, SEED = 20_000, 7
MONTH = 30.44
SPAN = np.arange(-24, 37)
"""Months around the day on which a firm joined a scheme."""
YEARS = 5
HELD = ("ownership", "role", "contact_use")


def draw(target: Path) -> None:
    """Write the plots into a folder."""
    import matplotlib as mpl

    target.mkdir(parents=True, exist_ok=True)
    mpl.use("svg")
    # the same plot gives the same bytes
    mpl.rcParams.update({"svg.hashsalt": "suretynet", "svg.fonttype": "none"})
    with tempfile.TemporaryDirectory(prefix="suretynet-plots-") as folder:
        judged = Judged(economy(Path(folder), SEED, COMPANIES))
        _write(_life(judged), target / "scheme-life.svg")
        _write(_fullness(judged), target / "economy-years.svg")


def _write(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _life(judged: Judged) -> Any:
    """What happens to the firms of all schemes by month from their joining."""
    from matplotlib import pyplot as plt

    firms = np.flatnonzero(judged.scheme >= 0)
    observed = _seen(judged, firms)
    figure, axes = plt.subplots(4, 1, figsize=(7, 7), sharex=True)
    rows = (
        ("guarantees given", judged.files.contracts, "tail", "begin"),
        ("payments made", judged.files.payments, "tail", "day"),
    )
    for axis, (title, edges, end, when) in zip(axes[:2], rows, strict=True):
        _bars(axis, title, judged, edges[end], edges[when], observed)
    ties = [judged.files.ties(name) for name in HELD]
    changed = np.concatenate([item["firm"] for item in ties])
    begun = np.concatenate([item["begin"] for item in ties])
    _bars(
        axes[2],
        "holdings, roles and contacts changed",
        judged,
        changed,
        begun,
        observed,
    )
    _bars(
        axes[3],
        "confirmed",
        judged,
        np.arange(judged.files.n),
        judged.confirmed,
        observed,
    )
    axes[3].set_xlabel("months since the firm joined the scheme")
    return figure


def _months(judged: Judged, firm: Any, when: Days) -> NDArray[np.int64]:
    """Months since each firm joined its scheme."""
    since = (when - judged.joined[firm]).astype("timedelta64[D]").astype(float)
    return np.floor(since / MONTH).astype(np.int64)


def _seen(judged: Judged, firms: Any) -> NDArray[np.float64]:
    """How many firms of schemes the files tell of in each month of the span."""
    last = np.floor((DAY - judged.joined[firms]).astype(float) / MONTH)
    first = last - YEARS * 12
    inside = (first[:, None] <= SPAN) & (last[:, None] > SPAN)
    return np.maximum(inside.sum(axis=0), 1).astype(float)


def _bars(
    axis: Any, title: str, judged: Judged, firm: Any, when: Days, seen: Any
) -> None:
    chosen = (firm >= 0) & (judged.scheme[firm] >= 0) & (when <= DAY)
    month = _months(judged, firm[chosen], when[chosen])
    inside = (month >= SPAN[0]) & (month <= SPAN[-1])
    number = np.bincount(month[inside] - SPAN[0], minlength=len(SPAN))
    axis.bar(SPAN, number / seen, width=0.9, color="#4878a8")
    axis.axvline(0, color="#a03030", linewidth=1)
    axis.set_title(f"{title}, per firm and month", fontsize=9, loc="left")


def _fullness(judged: Judged) -> Any:
    """How much the files hold on each quarter's day, against the last."""
    from matplotlib import pyplot as plt

    days = DAY - np.arange(0, YEARS * 365 - 91, 91)
    contract, payment = judged.files.contracts, judged.files.payments
    counts = {
        "guarantees in force": [
            ((contract["begin"] <= day) & (day <= contract["end"])).sum()
            for day in days
        ],
        "payments in three months": [
            ((payment["day"] <= day) & (payment["day"] > day - 91)).sum()
            for day in days
        ],
    }
    for name in HELD:
        ties = judged.files.ties(name)
        counts[f"{name} rows in force"] = [
            ((ties["begin"] <= day) & (day <= ties["end"])).sum() for day in days
        ]
    figure, axis = plt.subplots(figsize=(7, 3.2))
    for name, found in counts.items():
        axis.plot(
            days.astype("datetime64[M]").astype(object), np.array(found) / found[0]
        )
        axis.lines[-1].set_label(name)
    axis.set_ylim(0, 1.3)
    axis.set_ylabel("against the day")
    axis.legend(fontsize=7, loc="lower right")
    return figure
