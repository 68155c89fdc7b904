from __future__ import annotations

from dataclasses import asdict
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from gnn.calibration import reliability
from visual.model_plots import importance_plot, lead_time_plot, reliability_plot

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plot: str) -> ET.Element:
    return ET.fromstring(plot)  # noqa: S314 - our own


def test_a_mark_for_each_bin_says_what_was_stated_and_found() -> None:
    chance = np.array([0.001, 0.02, 0.02, 0.4])
    bins = reliability(chance, np.array([False, True, False, True]))
    rows = [asdict(item) for item in bins if item.rows]
    marks = drawn(reliability_plot(rows)).findall(f"{SVG}circle")
    titles = [mark.findtext(f"{SVG}title") for mark in marks]
    assert titles == [
        "1 firms: stated 0.10%, found 0.00%",
        "2 firms: stated 2.00%, found 50.00%",
        "1 firms: stated 40.00%, found 100.00%",
    ]


def test_lead_times_count_who_was_listed_of_all() -> None:
    plot = drawn(lead_time_plot([300.0, -10.0, None, 310.0], 4))
    assert plot.get("aria-label") == "Listed before it was found: 3 of 4 schemes"
    titles = [bar.findtext(f"{SVG}title") for bar in plot.iter(f"{SVG}rect")]
    assert titles[1:] == ["1 schemes", "2 schemes"]


def test_names_of_columns_are_escaped() -> None:
    plot = drawn(importance_plot({"<a>": 0.6, "b": 0.4}))
    texts = [text.text for text in plot.iter(f"{SVG}text")]
    assert texts[1:] == ["<a>", "60.0%", "b", "40.0%"]


@pytest.mark.parametrize("plot", [reliability_plot([]), lead_time_plot([], 0)])
def test_nothing_to_show_is_a_plot_all_the_same(plot: str) -> None:
    assert drawn(plot).tag == f"{SVG}svg"
