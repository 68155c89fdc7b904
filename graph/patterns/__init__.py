"""Patterns of payments as data: one YAML file each, on the tests that code knows.

A new pattern on a test of `TESTS` is a file in this folder and no code.
"""

from graph.patterns.library import pattern_named, patterns
from graph.patterns.model import Limit, Pattern, Text
from graph.patterns.questions import TESTS, Setting, Test, checked_question

__all__ = [
    "TESTS",
    "Limit",
    "Pattern",
    "Setting",
    "Test",
    "Text",
    "checked_question",
    "pattern_named",
    "patterns",
]
