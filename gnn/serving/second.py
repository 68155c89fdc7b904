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
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    import pyarrow as pa

    from gnn.model import Model
    from gnn.serving.scores import Scores


def network_device(
    model: Model, warn: Callable[[str], None] | None = None
) -> str | None:
    """Where the network of a model is to score: `cpu`, `cuda`; None: not here.

    It has none, or the extra gnn is not installed.

    Parameters
    ----------
    warn
        Told that the extra is missing, so that the trees score alone.

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
    except MissingExtraError as error:
        if warn is not None:
            warn(f"the graph network does not score: {error}")
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
            ranks=found.combination is not None,
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
    n, gain, other = len(gains), _interval(_worst(gains)), _interval(_worst(others))
    if scorer.ranks:
        so = Sentence(
            f"In each of {n} trainings the trees found more with the network than "
            "alone, and than with each null model, so it ranks with them.",
            f"{n} 次训练中，加入图神经网络后每次均优于单用梯度提升树及各对照组，"
            "故两者共同排序。",
        )
    else:
        so = Sentence(
            f"Not in each of {n} trainings did the trees find more with the network "
            "than alone, and than with each null model, so it does not rank.",
            f"{n} 次训练中，加入图神经网络后并非每次都优于单用梯度提升树及各对照组，"
            "故不参与排序。",
        )
    return Sentence(
        f"{so.en} Least gain in average precision: {gain} over the trees, {other} over "
        "the best null model.",
        f"{so.zh}平均精度增益的最低值：较梯度提升树 {gain}，较最佳对照组 {other}。",
    )


def _worst(gains: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return min(gains, key=lambda item: item["low"])


def _interval(item: Mapping[str, Any]) -> str:
    return f"{item['point']:+.3f} [{item['low']:+.3f}, {item['high']:+.3f}]"
