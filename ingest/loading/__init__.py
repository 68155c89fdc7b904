"""Loads: staging on disk, duplicates, checks across records, batches, report."""
