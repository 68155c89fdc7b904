"""T: what a firm's own records say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.features.schema import Feature, Group, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gnn.features.firms import Firms

FEATURES = (
    Feature(
        name="own_pd",
        group=Group.OWN,
        unit=Unit.PROBABILITY,
        kinds=("rating",),
        en="own default probability",
        zh="自身违约概率",
    ),
)


def columns(firms: Firms) -> dict[str, NDArray[np.float64]]:
    """A column for each of `FEATURES`, shape (n,)."""
    return {"own_pd": firms.own_pd}
