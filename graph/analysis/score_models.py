"""The model in use with what its folder says of it, and the last one refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Meaning, Sentence
from graph.analysis.model_score_parts import kinds_of, stale_of, summary_of
from graph.analysis.model_score_records import By, ModelSummary, StaleScores
from graph.analysis.score_book import score_book

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.stores.base import Store

NONE = Sentence(
    "No scores are published; `suretynet snapshot build` publishes them.",
    "尚未发布评分；运行 `suretynet snapshot build` 发布。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureGroup:
    """A group of features of the model, or of facts that the rules look at."""

    group: str
    label: Sentence
    kinds: tuple[str, ...]
    features: int
    collected: Annotated[bool, Meaning("Whether anything of it is in the snapshot.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreModel(ModelSummary):
    """A model as its folder describes it."""

    groups: tuple[FeatureGroup, ...]
    manifest: Annotated[
        Mapping[str, object],
        Meaning(
            "What its folder says: features, windows of the data, parameters, metrics, "
            "versions, and the SHA-256 of every file."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedModel:
    """The model that the settings name, where it was refused: scores are the last."""

    file: str
    reason: str
    at: Annotated[str, Meaning("When it was refused.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreModels:
    """What gives the scores that are published."""

    by: By
    text: Sentence
    model: ScoreModel | None
    stale: StaleScores | None
    refused: Annotated[
        RefusedModel | None, Meaning("Null: the last model asked for is in use.")
    ]


def score_models(
    published: Published, store: Store, refused: RefusedModel | None = None
) -> ScoreModels:
    """The model that gave the published scores, or the rules."""
    book = score_book(published, store)
    if book is None:
        return ScoreModels(by=None, text=NONE, model=None, stale=None, refused=refused)
    summary = summary_of(book)
    return ScoreModels(
        by=book.by,
        text=Sentence(book.model["text_en"], book.model["text_zh"]),
        model=None
        if summary is None
        else ScoreModel(
            model_id=summary.model_id,
            task=summary.task,
            trained_at=summary.trained_at,
            text=summary.text,
            groups=tuple(
                FeatureGroup(
                    group=name,
                    label=Sentence(group["label_en"], group["label_zh"]),
                    kinds=kinds_of(group),
                    features=group["features"],
                    collected=group["collected"],
                )
                for name, group in book.groups.items()
            ),
            manifest=book.manifest,
        ),
        stale=stale_of(book),
        refused=refused,
    )
