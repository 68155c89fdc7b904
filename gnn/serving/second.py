"""The second opinion as findings: a network's own scores, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.errors import MissingExtraError
from gnn.extra import torch_part
from gnn.ranking import ranked
from gnn.second_scorer import SecondScorer
from gnn.serving.reasons import UNIT
from graph.analysis.answer import Sentence
from graph.analysis.model_findings import SecondModelRow, SecondRow
from graph.analysis.tables import findings_schema, findings_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import pyarrow as pa

    from gnn.model import Model
    from gnn.serving.scores import Scores


def network_device(model: Model) -> str | None:
    """Where the network of a model is to score: `cpu`, `cuda`; None: not here.

    It has none, or the extra gnn is not installed.

    Raises
    ------
    ModelFileError
        Its weights cannot be.
    """
    scorer = SecondScorer.of(model)
    if scorer is None:
        return None
    try:
        device = torch_part("device").chosen_device("auto")
        scorer.check()
    except MissingExtraError:
        return None
    return str(device.type)


def second_tables(
    model: Model, found: Scores, ids: Sequence[str]
) -> dict[str, pa.Table]:
    """Tables of the network's scores, by its rank, and of its standing.

    Both are empty for a model without a network, and the first where it did not score.
    """
    import pyarrow as pa

    scorer, second = SecondScorer.of(model), found.second
    rows, logits = np.empty(0, np.intp), np.empty(0)
    if second is not None:
        rows = ranked(second.logits, found.scored)
        logits = second.logits[rows]
    scores = pa.table(
        {
            "party_id": pa.array([ids[row] for row in rows.tolist()], pa.string()),
            "rank": np.arange(1, len(rows) + 1),
            "raw_score": np.round(logits * UNIT) / UNIT,
        }
    ).cast(findings_schema(SecondRow))
    standing = []
    if scorer is not None:
        text = standing_of(scorer)
        row = SecondModelRow(
            scored=second is not None,
            ranks=found.together is not None,
            device=None if second is None else second.device,
            text_en=text.en,
            text_zh=text.zh,
        )
        standing.append(row)
    return {
        "second_score": scores,
        "second_model": findings_table(SecondModelRow, standing),
    }


def without_second() -> dict[str, pa.Table]:
    """The same tables where rules flag."""
    return {
        "second_score": findings_table(SecondRow, []),
        "second_model": findings_table(SecondModelRow, []),
    }


def standing_of(scorer: SecondScorer) -> Sentence:
    """What a network is worth, in a sentence."""
    gains, others = scorer.standing["gain"], scorer.standing["over_best_null"]
    held = sum(
        min(gain["low"], other["low"]) > 0
        for gain, other in zip(gains, others, strict=True)
    )
    n, gain, other = len(gains), _interval(_worst(gains)), _interval(_worst(others))
    so_en = "it ranks with them" if scorer.ranks else "it does not rank"
    so_zh = "两者共同排序" if scorer.ranks else "不参与排序"
    return Sentence(
        "With the network the trees found more than alone, and more than with each "
        f"control, in {held} of {n} trainings, so {so_en}. Least gain in average "
        f"precision: {gain} over the trees, {other} over the best control.",
        f"{n} 次训练中有 {held} 次，加入图神经网络后效果优于单用梯度提升树及各对照组，"
        f"故{so_zh}。平均精度增益的最低值：较梯度提升树 {gain}，较最佳对照组 {other}。",
    )


def _worst(gains: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return min(gains, key=lambda item: item["low"])


def _interval(item: Mapping[str, Any]) -> str:
    return f"{item['point']:+.3f} [{item['low']:+.3f}, {item['high']:+.3f}]"
