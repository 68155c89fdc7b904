"""Benchmarks are run by ``make bench``; pytest collects nothing here."""

from __future__ import annotations

collect_ignore_glob = ["*.py"]
