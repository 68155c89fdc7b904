"""Circles, parties and rings as one HTML file each, which opens without a network."""

from __future__ import annotations

from visual.report.content import circle_page, party_page
from visual.report.page import Report, Table, render
from visual.report.ring import ring_page

__all__ = ["Report", "Table", "circle_page", "party_page", "render", "ring_page"]
