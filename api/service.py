"""What the service holds in memory, and how it keeps up with its store."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import structlog

from graph.algorithms.passthrough import SelfPdQuality
from graph.analysis.answer import Sentence
from graph.analysis.check import Checker
from graph.analysis.contagion import ContagionParameters, Inputs, network_inputs
from graph.analysis.explain import ScoreExplanation, explain_score
from graph.analysis.findings import Findings
from graph.analysis.shelf import Shelf
from graph.errors import NotFoundError
from graph.instant import At
from graph.overlay import Overlay
from visual.records import Decor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from api.settings import Settings
    from graph.snapshot import Snapshot
    from graph.stores.base import Store

LOG = structlog.get_logger("suretynet.api.service")


@dataclass(frozen=True)
class Held:
    """A published snapshot with its findings; immutable, so readers finish on it."""

    snapshot: Snapshot
    findings: Findings

    @cached_property
    def parameters(self) -> ContagionParameters:
        """Parameters of the published scores, from their receipt."""
        return ContagionParameters(**self.findings.receipts["pd"]["parameters"])

    @cached_property
    def inputs(self) -> Inputs:
        """The loss network of the published scores."""
        return network_inputs(self.snapshot, self.parameters)

    def explain(self, party_id: str) -> ScoreExplanation:
        """The score of one party with its reasons."""
        return explain_score(self.snapshot, self.inputs, self.parameters, party_id)

    @cached_property
    def scored(self) -> NDArray[np.bool_]:
        """Parties whose score rests on something collected, by party number.

        A party without a rating that neither gives nor receives a guarantee has only
        the default setting: that is not a score.
        """
        pairs = self.snapshot.pairs
        mask: NDArray[np.bool_] = self.findings.self_quality != SelfPdQuality.SETTING
        mask[pairs.guarantor] = True
        mask[pairs.debtor] = True
        return mask

    def decor(self, *, sees_personal: bool) -> Decor:
        """What findings add to pictures."""
        known = np.where(self.scored, self.findings.pd, np.nan)
        return Decor(
            pd=_ByParty(self.snapshot, known),
            loans=_ByParty(self.snapshot, self.snapshot.figures.loans_outstanding),
            circles=self.findings.circles_of,
            sees_personal=sees_personal,
        )

    def name(self, party_id: str) -> tuple[str | None, str, str | None]:
        """(party type, name, English name) of a party in the snapshot."""
        number = self.snapshot.number("party", party_id)
        table = self.snapshot.nodes("party")
        return (
            table["party_type"][number].as_py(),
            table["name"][number].as_py() or party_id,
            table["name_en"][number].as_py(),
        )

    def circle_name(self, circle_id: str) -> Sentence:
        """A circle is called after its largest borrower."""
        row = self.findings.circle(circle_id)
        _, name, name_en = self.name(row["heaviest_id"])
        pair = row["kind"] == "mutual_pair"
        return Sentence(
            f"{name_en or name} {'pair' if pair else 'circle'}",
            f"{name}{'互保' if pair else '担保圈'}",
        )


class _ByParty:
    """An array by party number, read by party id; absent where not in the snapshot."""

    def __init__(self, snapshot: Snapshot, values: NDArray[np.float64]) -> None:
        self._snapshot, self._values = snapshot, values

    def get(self, party_id: str, /) -> float | None:
        """The value of a party; None for one that the snapshot does not know."""
        try:
            number = self._snapshot.number("party", party_id)
        except NotFoundError:
            return None
        value = float(self._values[number])
        return None if math.isnan(value) else value


class Service:
    """The store, the current snapshot and the overlay of what was written since."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.shelf = Shelf(settings.data_dir, store.url)
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._checker: Checker | None = None

    def start(self) -> None:
        """Take the published snapshot and its findings.

        Raises
        ------
        SnapshotNotHeldError
            Nothing was published for this store.
        """
        snapshot = self.shelf.current()
        self._held = Held(snapshot, Findings.read(self.store, snapshot))
        self._checker = Checker(Overlay.since(snapshot, self.store))
        LOG.info("snapshot held", snapshot_id=snapshot.manifest.snapshot_id)

    @property
    def ready(self) -> bool:
        """Whether a snapshot is held."""
        return self._held is not None

    @property
    def held(self) -> Held:
        """The current snapshot with findings; follows a newly published one."""
        if self._held is None or self._is_superseded(self._held):
            with self._lock:
                if self._held is None or self._is_superseded(self._held):
                    self.start()
        assert self._held is not None  # noqa: S101 - start() set it or raised
        return self._held

    def _is_superseded(self, held: Held) -> bool:
        return self.shelf.current_id() != held.snapshot.manifest.snapshot_id

    @property
    def checker(self) -> Checker:
        """The check on the snapshot and every commit up to now."""
        checker = self._checker
        if checker is None or checker.overlay.sequence != self.store.sequence():
            with self._lock:
                checker = self._checker
                if checker is None or checker.overlay.sequence != self.store.sequence():
                    held = self._held
                    if held is None:
                        self.start()
                    else:
                        overlay = Overlay.since(held.snapshot, self.store)
                        self._checker = Checker(overlay)
                    checker = self._checker
        assert checker is not None  # noqa: S101 - set above
        return checker

    def at(self, as_of: int | None, known_at: int | None) -> At:
        """The instant of a plain read: by default the snapshot's `as_of`, known now."""
        if as_of is None and self._held is not None:
            as_of = self._held.snapshot.manifest.at.as_of
        return self.store.at(as_of, known_at)
