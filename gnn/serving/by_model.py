"""Firms that a model scores, as findings: chances, bands and reasons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from gnn.abstention import Abstention
from gnn.features.firms import Firms
from gnn.model_files import MANIFEST, contents
from gnn.rules import rule_hits
from gnn.second_scorer import SecondScorer
from gnn.serving.by_rules import hit_tables
from gnn.serving.reasons import UNIT, rounded
from gnn.serving.score_reasons import reasons_of, shares_of
from gnn.serving.scores import score_firms
from gnn.serving.second import second_tables
from gnn.serving.words import GROUPS
from graph.analysis.answer import Sentence
from graph.analysis.model_findings import (
    LEAST_FLAGGED,
    GroupRow,
    ModelRow,
    ReasonRow,
    ScoreRow,
)
from graph.analysis.model_score_records import ModelSummary
from graph.analysis.receipt import stage
from graph.analysis.tables import findings_schema, findings_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.features import FeatureTable
    from gnn.model import Model
    from gnn.serving.scores import Scores
    from graph.progress import Progress
    from graph.snapshot import Snapshot

    Floats = NDArray[np.float64]

FEWEST_KEPT, MOST_KEPT = 500, 3_000
"""Firms whose reasons are kept, by rank: a page of any use, and a few seconds' work."""
CODES = {
    Abstention.NOT_COLLECTED: "not_collected",
    Abstention.OUTSIDE_TRAINING: "out_of_range",
}


def model_score_table(
    found: Scores, snapshot: Snapshot, bands: Sequence[float]
) -> pa.Table:
    """The table ``model_score`` alone, without reasons."""
    ids = snapshot.ids("party").take(found.features.parties)
    return _scores(found, found.ranked, _bands(found, bands), ids)


def _bands(found: Scores, bands: Sequence[float]) -> NDArray[np.intp]:
    return 1 + np.searchsorted(bands, found.chances.chance, side="right")


def model_tables(
    snapshot: Snapshot,
    model: Model,
    bands: Sequence[float],
    progress: Progress | None = None,
    *,
    device: str | None = None,
) -> dict[str, pa.Table]:
    """Tables of the scores, with reasons of the first firms, and what rules say of all.

    Parameters
    ----------
    bands
        Least chance of the bands 2 to 5.
    device
        As for `score_firms`.
    """
    firms = Firms(snapshot)
    found = score_firms(firms, model, progress, device=device)
    features, ranked = found.features, found.ranked
    known = snapshot.ids("party").take(features.parties)
    ids = known.to_pylist()
    band = _bands(found, bands)
    listed = ranked[: max(FEWEST_KEPT, int((band[ranked] > 1).sum()))][:MOST_KEPT]
    with stage(progress, "reasons"):
        reasons = [
            reason
            for rows in reasons_of(snapshot, model, found, listed)
            for reason in rows
        ]
    hits = rule_hits(firms)
    fitting = np.any([hit.strength > 0 for hit in hits.values()], axis=0)
    base = rounded(_base(model, found)) / UNIT
    return {
        "model_score": _scores(found, ranked, band, known),
        "model_reason": findings_table(ReasonRow, reasons),
        **hit_tables(firms, hits, np.flatnonzero(fitting), ids),
        "score_group": findings_table(GroupRow, _groups(features)),
        "score_model": findings_table(
            ModelRow, [_model(model, base, network=found.second is not None)]
        ),
        **second_tables(model, found, ids),
    }


def _base(model: Model, found: Scores) -> float:
    """Raw score of the average training row, which is the same for every firm."""
    one = np.full((1, found.features.values.shape[1]), np.nan, np.float32)
    return float(shares_of(model, found, one)[0, -1])


def _scores(
    found: Scores, ranked: NDArray[np.intp], band: NDArray[np.intp], ids: pa.Array
) -> pa.Table:
    """Those that are scored by rank, then the others by number."""
    import pyarrow as pa

    others = np.flatnonzero(~found.scored)
    rows, n = np.concatenate([ranked, others]), ranked.size

    def known(values: Floats) -> pa.Array:
        return pa.array(np.where(np.arange(rows.size) < n, values[rows], np.nan),
                        from_pandas=True)  # fmt: skip

    def whole(values: NDArray[np.intp]) -> NDArray[np.int64]:
        return np.append(values, np.zeros(others.size, np.int64)).astype(np.int64)

    codes = [CODES[Abstention(code)] for code in found.codes[others]]
    columns = {
        "party_id": ids.take(pa.array(rows)),
        "rank": whole(np.arange(1, n + 1)),
        "raw_score": known(np.round(found.raw * UNIT) / UNIT),
        "chance": known(found.chances.chance),
        "low": known(found.chances.low),
        "high": known(found.chances.high),
        "band": whole(band[ranked]),
        "flagged": whole(band[ranked]) >= LEAST_FLAGGED,
        "not_scored": pa.array([*[None] * n, *codes], pa.string()),
        "missing": _missing(found.features).take(pa.array(rows)),
    }
    return pa.table(columns).cast(findings_schema(ScoreRow))


def _missing(features: FeatureTable) -> pa.Array:
    """Groups of which nothing is known of each firm, by commas."""
    import pyarrow as pa

    of = [feature.group for feature in features.schema.features]
    groups, unknown = features.schema.groups, np.isnan(features.values)
    gaps = np.zeros(len(features.values), np.int64)
    for bit, group in enumerate(groups):
        columns = unknown[:, [group is other for other in of]]
        gaps |= columns.all(axis=1).astype(np.int64) << bit
    texts = [
        ",".join(group for bit, group in enumerate(groups) if gap >> bit & 1)
        for gap in range(1 << len(groups))
    ]
    return pa.array(texts, pa.string()).take(pa.array(gaps))


def _groups(features: FeatureTable) -> Iterator[GroupRow]:
    schema = features.schema
    for group in schema.groups:
        yield GroupRow(
            group=str(group),
            label_en=GROUPS[group].en,
            label_zh=GROUPS[group].zh,
            kinds=",".join(sorted(schema.kinds_of(group))),
            features=len(schema.only([group]).features),
            collected=features.collected[group],
        )


def summary(model: Model, *, network: bool) -> ModelSummary:
    """The model in a line, with its network where that ranks.

    Parameters
    ----------
    network
        Whether it scored.
    """
    also, scorer = Sentence("", ""), SecondScorer.of(model)
    if network and scorer is not None and scorer.ranks:
        also = Sentence(" and a graph network together", "，与图神经网络共同排序")
    known = model.windows.get("known", "")
    count, names = len(model.schema.features), "+".join(model.schema.groups)
    return ModelSummary(
        model_id=model.model_id,
        task=model.task,
        trained_at=known or None,
        text=Sentence(
            f"Boosted trees of {count} features ({names}){also.en}, "
            f"trained on outcomes known by {known or 'an unknown day'}; not validated "
            "on real guarantee fraud",
            f"基于 {count} 个特征（{names}）的梯度提升树{also.zh}，"
            f"训练所用结果截至 {known or '未知日期'}；未经真实担保欺诈验证",
        ),
    )


def _model(model: Model, base: float, *, network: bool) -> ModelRow:
    """The row of ``score_model``; columns are told by group, not one by one."""
    told = json.loads(contents(model)[MANIFEST])
    del told["schema"]["features"]
    text = summary(model, network=network).text
    return ModelRow(
        by="model",
        model_id=model.model_id,
        base=base,
        text_en=text.en,
        text_zh=text.zh,
        manifest=json.dumps(told, ensure_ascii=False, sort_keys=True),
    )
