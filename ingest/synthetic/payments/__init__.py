"""Planted payments: patterns, near misses of them, and honest flows that meet a test.

Whoever pays, amounts, goods and hours are drawn as for everyday payments; only who pays
whom, when and what part of what came in is decided here.
"""
