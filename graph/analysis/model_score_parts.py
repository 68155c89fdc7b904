"""Rows of published scores as the records that answers are made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

from graph.analysis.answer import Sentence
from graph.analysis.model_score_records import (
    MEANING,
    Chance,
    MissingGroup,
    ModelReason,
    ModelSummary,
    NotScored,
    RuleName,
    StaleScores,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graph.analysis.flagged_since import FlaggedSince
    from graph.analysis.score_book import ScoreBook

NOT_SCORED: Mapping[str, Sentence] = {
    "not_a_firm": Sentence("only companies are scored", "仅对企业评分"),
    "not_collected": Sentence(
        "nothing of a whole group of facts was collected", "有一类信息完全未采集"
    ),
    "out_of_range": Sentence(
        "too unlike all firms that the model learnt from", "与训练样本差异过大"
    ),
    "new": Sentence("not in the snapshot that was scored", "不在已评分的快照中"),
    "not_published": Sentence("no scores are published", "尚未发布评分"),
}
"""Why a firm has no score, by code."""


class ScoreColumns(Protocol):
    """Scores by row, of a book or of whatever else scored; NaN and 0 for none."""

    @property
    def by(self) -> str:
        """What flags: ``model`` or ``rules``."""

    @property
    def n_scored(self) -> int:
        """How many have a score."""

    @property
    def rank(self) -> NDArray[np.int64]:
        """1 is the highest."""

    @property
    def raw_score(self) -> NDArray[np.float64]:
        """Log-odds."""

    @property
    def chance(self) -> NDArray[np.float64]:
        """Probability of being confirmed."""

    @property
    def low(self) -> NDArray[np.float64]:
        """Lower end of its interval."""

    @property
    def high(self) -> NDArray[np.float64]:
        """Upper end of it."""

    @property
    def band(self) -> NDArray[np.int64]:
        """1 to 5."""

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """Whether each is flagged."""

    @property
    def since(self) -> Sequence[FlaggedSince | None]:
        """Since when."""


def not_scored_of(code: str | None) -> NotScored | None:
    """A code in words."""
    return None if code is None else NotScored(code=code, text=NOT_SCORED[code])


def figures_of(book: ScoreColumns | None, row: int | None) -> dict[str, Any]:
    """What gave the scores, and the figures of a row, by their names in records."""
    if book is None or row is None:
        found = dict.fromkeys(("rank", "raw_score", "chance", "band"))
        by, scored = (None, 0) if book is None else (book.by, book.n_scored)
        other = {"flagged": False, "by": by, "scored": scored, "since": None}
        return {**found, **other}
    raw = float(book.raw_score[row])
    return {
        "by": book.by,
        "scored": book.n_scored,
        "flagged": bool(book.flagged[row]),
        "rank": int(book.rank[row]) or None,
        "since": book.since[row],
        "raw_score": None if math.isnan(raw) else raw,
        "band": int(book.band[row]) or None,
        "chance": chance_of(book, row),
    }


def chance_of(book: ScoreColumns, row: int) -> Chance | None:
    """The chance of a row; None: it has none."""
    value = float(book.chance[row])
    if math.isnan(value):
        return None
    low, high = float(book.low[row]), float(book.high[row])
    return Chance(value=value, low=low, high=high, meaning=MEANING)


def missing_of(book: ScoreBook, row: int | None) -> tuple[MissingGroup, ...]:
    """Groups of which nothing was collected, of all firms or of this one."""
    own = set() if row is None else set(book.missing[row].split(","))
    return tuple(
        MissingGroup(
            group=name,
            label=Sentence(group["label_en"], group["label_zh"]),
            kinds=kinds_of(group),
            here=group["collected"],
        )
        for name, group in book.groups.items()
        if name in own or not group["collected"]
    )


def summary_of(book: ScoreBook) -> ModelSummary | None:
    """The model in a line; None where rules flag."""
    model = book.model
    if model["model_id"] is None:
        return None
    return ModelSummary(
        model_id=model["model_id"],
        task=book.manifest["task"],
        trained_at=book.manifest["windows"].get("known"),
        text=Sentence(model["text_en"], model["text_zh"]),
    )


def stale_of(book: ScoreBook) -> StaleScores | None:
    """That the scores are of an earlier snapshot; None: they are of this one."""
    if not book.stale:
        return None
    day = (book.receipt.as_of or "")[:10]
    return StaleScores(
        snapshot_id=book.receipt.snapshot_id,
        as_of=book.receipt.as_of,
        text=Sentence(
            f"Scores of {day}: the latest model was refused, see the models",
            f"评分日期 {day}：最新模型被拒绝，详见模型页",
        ),
    )


def reason_of(row: Mapping[str, Any]) -> ModelReason:
    """A row of ``model_reason`` as a record."""
    return ModelReason(
        group=row["group"],
        label=Sentence(row["label_en"], row["label_zh"]),
        text=Sentence(row["text_en"], row["text_zh"]),
        feature=row["feature"],
        value=row["value"],
        unit=row["unit"],
        contribution=row["contribution"],
        kinds=kinds_of(row),
        others=row["others"],
    )


def kinds_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Kinds of facts that a row names."""
    return tuple(filter(None, row["kinds"].split(",")))


def rule_names(rows: Iterable[Mapping[str, Any]]) -> tuple[RuleName, ...]:
    """Rows of ``rule_hit`` as records without evidence."""
    return tuple(RuleName(**rule_words(row)) for row in rows)


def rule_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """Name, label and sentence of a row of ``rule_hit``, by their names in records."""
    return {
        "rule": row["rule"],
        "label": Sentence(row["label_en"], row["label_zh"]),
        "text": Sentence(row["text_en"], row["text_zh"]),
    }
