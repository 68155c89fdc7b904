"""What the columns of a foreign table may mean, guessed from heads and values."""

from __future__ import annotations

from ingest.mapping.suggest.suggestion import ROWS_READ, Suggestion, Top, suggest

__all__ = ["ROWS_READ", "Suggestion", "Top", "suggest"]
