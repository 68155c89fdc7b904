"""Circles, parties, rings and flags as one HTML file each; none needs a network."""

from __future__ import annotations

from visual.report.content import circle_page, party_page
from visual.report.evidence import evidence_page
from visual.report.page import Report, Table, render
from visual.report.ring import ring_page

__all__ = [
    "Report",
    "Table",
    "circle_page",
    "evidence_page",
    "party_page",
    "render",
    "ring_page",
]
