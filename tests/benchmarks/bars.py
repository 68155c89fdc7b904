"""What every figure must reach: the only place where a bar is written down."""

from __future__ import annotations

from dataclasses import dataclass

# "Benchmark" in the issue that laid the house.
SOURCE = "issue 3, Benchmark"
# Server CPU of pages.
PAGES = "the house straightened, Speed"
LOADING = "docs/decisions/0014"
TURNS = "docs/decisions/0021"
LISTING = "docs/decisions/0028"
SLOW_PAGES = "issue 9, 22"
SEARCH = "issue 9, 23"
RINGS = "issue 11, Speed"
DIFFICULTY = "docs/decisions/0035"
MODELS = "issue 12, Reach"
INTERCHANGE = "issue 14, Speed"
EVIDENCE = NETWORK = "issue 13, Reach"


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit of one figure.

    Attributes
    ----------
    limit
        In the unit of the figure.
    of_ratio
        Whether the ratio to the peer is judged, else our own figure.
    at_least
        Lower end of the range that a figure must lie in.
    """

    limit: float
    unit: str
    of_ratio: bool = False
    source: str = SOURCE
    at_least: float | None = None

    def met(self, figure: float) -> bool:
        """Whether a figure reaches the bar: ratios from it up, costs up to it.

        A range is missed from either side.
        """
        if self.of_ratio:
            return figure >= self.limit
        return figure <= self.limit and not (
            self.at_least is not None and figure < self.at_least
        )

    def __str__(self) -> str:
        if self.at_least is not None:
            return f"{self.at_least:g}-{self.limit:g} {self.unit}"
        return f"{'≥' if self.of_ratio else '≤'} {self.limit:g} {self.unit}"


BARS: dict[str, Bar] = {
    "scc-100k": Bar(50, "x", of_ratio=True),
    "scc-1m": Bar(50, "x", of_ratio=True),
    "cycles-4-whole": Bar(100, "x", of_ratio=True),
    "cycles-6-outside-core": Bar(100, "x", of_ratio=True),
    "rings-14-days": Bar(9, "s", source=RINGS),
    "rings-gap-5": Bar(6, "s", source=RINGS),
    "rings-python": Bar(30, "x", of_ratio=True, source=RINGS),
    "rings-snapml": Bar(1, "x", of_ratio=True, source=RINGS),
    "patterns-all": Bar(120, "s", source=RINGS),
    "patterns-memory": Bar(4, "GB", source=RINGS),
    "rings-free-3": Bar(40, "s", source=RINGS),
    "rings-free-4": Bar(180, "s", source=RINGS),
    "one-transfer": Bar(5, "ms", source=RINGS),
    "closing-p50": Bar(10, "us"),
    "check-1000-changed": Bar(2, "ms", source=SLOW_PAGES),
    "overlay-commit": Bar(30, "ms", source=SLOW_PAGES),
    "worlds-3-percent": Bar(30, "s"),
    "worlds-8-percent": Bar(45, "s"),
    "worlds-memory": Bar(1.5, "GB"),
    "load-ratio": Bar(0.17, "x", of_ratio=True, source=LOADING),
    "load-memory": Bar(2, "GB"),
    "snapshot-ratio": Bar(1.8, "x", of_ratio=True, source=LOADING),
    "snapshot-open": Bar(50, "ms"),
    "export-ratio": Bar(2, "x", of_ratio=True, source=INTERCHANGE),
    "mapped-csv": Bar(0.8, "x", of_ratio=True, source=INTERCHANGE),
    "mapped-csv-memory": Bar(0.77, "x", of_ratio=True, source=INTERCHANGE),
    "mapped-xlsx": Bar(0.71, "x", of_ratio=True, source=INTERCHANGE),
    "mapped-xlsx-memory": Bar(1, "GB", source=INTERCHANGE),
    "suggest-xlsx": Bar(0.5, "x", of_ratio=True, source=INTERCHANGE),
    "to-networkx": Bar(0.5, "x", of_ratio=True, source=INTERCHANGE),
    "point-read": Bar(0.1, "ms"),
    "circle-49": Bar(150, "ms", source=PAGES),
    "circle-249": Bar(400, "ms", source=PAGES),
    "party-page": Bar(60, "ms", source=PAGES),
    "circle-750": Bar(400, "ms", source=SLOW_PAGES),
    "circle-750-sent": Bar(400, "kB", source=SLOW_PAGES),
    "controllers-1000": Bar(100, "ms", source=SLOW_PAGES),
    "force-1500": Bar(500, "ms", source=SLOW_PAGES),
    "report-6": Bar(500, "ms", source=SLOW_PAGES),
    "report-6-first": Bar(500, "ms", source=SLOW_PAGES),
    "circles-list": Bar(0.33, "s", source=LISTING),
    "first-use": Bar(100, "ms", source=SLOW_PAGES),
    "search-p99": Bar(50, "ms", source=SEARCH),
    "http-tail-ratio": Bar(3, "x"),
    "http-tail": Bar(10, "ms"),
    "difficulty-base": Bar(1.5, "%", source=DIFFICULTY, at_least=1.0),
    "difficulty-own": Bar(0.07, "AP", source=DIFFICULTY, at_least=0.02),
    "difficulty-neighbours": Bar(0.25, "AP", source=DIFFICULTY, at_least=0.08),
    "difficulty-lift": Bar(9, "x", source=DIFFICULTY, at_least=2),
    "difficulty-counts": Bar(0.12, "AP", source=DIFFICULTY),
    "difficulty-structure": Bar(0.5, "AP", source=DIFFICULTY, at_least=0.25),
    "difficulty-single": Bar(0.15, "AP", source=DIFFICULTY),
    "heavy-tail-ratio": Bar(3, "x", source=TURNS),
    "models-auc": Bar(1, "AUC", source=MODELS, at_least=0.95),
    "models-ap": Bar(1, "AP", source=MODELS, at_least=0.5),
    "models-gain": Bar(1, "AP", source=MODELS, at_least=1e-9),
    "models-features": Bar(10, "s", source=MODELS),
    "models-memory": Bar(2, "GB", source=MODELS),
    "models-training": Bar(10, "s", source=MODELS),
    "models-scoring": Bar(3, "s", source=MODELS),
    "models-tail-ratio": Bar(3, "x", source=MODELS),
    "models-tail": Bar(50, "ms", source=MODELS),
    "evidence": Bar(10, "ms", source=EVIDENCE),
    "counterfactual": Bar(200, "ms", source=EVIDENCE),
    "network-training": Bar(200, "s", source=NETWORK),
    "network-memory": Bar(3, "GB", source=NETWORK),
    "network-scoring": Bar(8, "s", source=NETWORK),
}
