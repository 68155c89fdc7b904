"""What the graph network says of a firm beside the score that ranks it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.answer import Sentence
from graph.analysis.model_findings import LEAST_FLAGGED
from graph.analysis.model_score_parts import chance_of
from graph.analysis.model_score_records import SecondOpinion

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.model_score_records import ModelScore
    from graph.analysis.score_book import ScoreBook

NETWORK = "gnn"
NOT_INSTALLED = Sentence(
    "The network did not score: the extra suretynet[gnn] was not installed where the "
    "snapshot was built.",
    "图神经网络未评分：构建快照的环境未安装扩展 suretynet[gnn]。",
)


class SecondBook:
    """The network's scores by party number.

    Parameters
    ----------
    scores, model
        Tables ``second_score`` and ``second_model``.
    numbers
        Shape (rows of `scores`,). Party of each; -1: not in this snapshot.
    n_parties
        Of the snapshot.
    """

    def __init__(
        self,
        scores: pa.Table,
        model: pa.Table,
        numbers: NDArray[np.integer],
        n_parties: int,
    ) -> None:
        self._row = np.full(n_parties, -1, np.int64)
        known = numbers >= 0
        self._row[numbers[known]] = np.flatnonzero(known)
        self._rank = scores["rank"].to_numpy()
        self._raw = scores["raw_score"].to_numpy()
        told = model.to_pylist()
        self.model = told[0] if told else None

    def of(self, book: ScoreBook, number: int) -> SecondOpinion | None:
        """The opinion on a party; None: the model has no network."""
        if self.model is None:
            return None
        words = Sentence(self.model["text_en"], self.model["text_zh"])
        row = int(self._row[number])
        opinion = SecondOpinion(
            rank=None,
            raw_score=None,
            chance=None,
            band=None,
            agreement=None,
            ranks=self.model["ranks"],
            scored=self.model["scored"],
            standing=words if self.model["scored"] else NOT_INSTALLED,
        )
        if row < 0:
            return opinion
        rank = int(self._rank[row])
        same = int(book.by_rank[min(rank, book.by_rank.size) - 1])
        chance, own = chance_of(book, same), book.row(number)
        return replace(
            opinion,
            rank=rank,
            raw_score=float(self._raw[row]),
            chance=chance,
            band=int(book.band[same]),
            agreement=None
            if own is None or chance is None
            else _agreement(book, own, chance.value),
        )


def _agreement(book: ScoreBook, row: int, chance: float) -> str:
    if chance > float(book.high[row]):
        return "higher"
    return "lower" if chance < float(book.low[row]) else "agrees"


def by_network(score: ModelScore, second: SecondOpinion) -> ModelScore:
    """The same answer with the figures of the network in place of the served ones.

    It has no reasons: what a network looks at says little of why.
    """
    return replace(
        score,
        by=NETWORK,
        flagged=(second.band or 0) >= LEAST_FLAGGED,
        raw_score=second.raw_score,
        chance=second.chance,
        band=second.band,
        rank=second.rank,
        base=None,
        reasons=(),
        reasons_kept=False,
        since=None,
    )
