"""Models that learn a score from columns of numbers."""

from __future__ import annotations
