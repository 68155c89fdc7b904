"""Where one score finds more than another: by scheme, missing edge and control."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.metrics import average_precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gnn.dataset import Moment
    from gnn.labels import Planted

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def gains(
    moment: Moment, planted: Planted, first: Floats, second: Floats
) -> dict[str, dict[str, float]]:
    """Average precision of two scores on each part of the planted firms.

    Members of other parts are left out; all that is clean is beside each. A firm is in
    the part of its scheme's type, in that of schemes with or without a guarantee that
    was not collected, and in that of the tie by which the hidden hand holds it.

    Parameters
    ----------
    first, second
        Shape (n,).

    Returns
    -------
    gains
        By part ``firms``, ``first``, ``second`` and ``gain``, the second's less the
        first's.
    """
    labels = moment.labels
    members = labels.judged & labels.positive
    clean = labels.judged & ~labels.positive
    found = {}
    for name, chosen in sorted(_parts(moment, planted).items()):
        part = members & chosen
        if part.any():
            rows = clean | part
            one, two = (average_precision(part[rows], score[rows])
                        for score in (first, second))  # fmt: skip
            found[name] = {
                "firms": int(part.sum()),
                "first": one,
                "second": two,
                "gain": two - one,
            }
    return found


def _parts(moment: Moment, planted: Planted) -> Mapping[str, Flags]:
    """Which firms are of each part, shape (n,)."""
    row = {party: number for number, party in enumerate(moment.ids)}
    found: dict[str, Flags] = {}

    def put(name: str, party: str) -> None:
        if party in row:
            found.setdefault(name, np.zeros(len(row), np.bool_))[row[party]] = True

    for scheme in planted.schemes:
        for party in scheme.joined:
            put(f"scheme: {scheme.pattern}", party)
            put(f"missing edge: {'yes' if scheme.incomplete else 'no'}", party)
        for party, how in scheme.controlled.items():
            put(f"control: {how}", party)
    return found
