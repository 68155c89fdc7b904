"""A load: staging on disk, duplicates, rules between records, batches, report."""
