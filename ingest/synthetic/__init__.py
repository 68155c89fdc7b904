"""An invented economy: the demo's data, and networks to measure on.

Every name, number and event is made up; `ingest.synthetic.codes` and
`ingest.synthetic.words` say why none can belong to anybody.
"""

from __future__ import annotations

from ingest.synthetic.network import guarantee_network
from ingest.synthetic.options import EconomyOptions
from ingest.synthetic.output import generate
from ingest.synthetic.truth import Truth, read_truth

__all__ = ["EconomyOptions", "Truth", "generate", "guarantee_network", "read_truth"]
