"""Legal force of guarantee contracts at a date, by the rules that become code.

Each rule bounds the force of a contract from above; the force is the **minimum** of
the bounds, never their product. A contract with force 0 carries no distress and
closes no circle; so does one under which nothing is left to call.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

_MONTH = np.timedelta64(1, "M")
_DEFAULT_PERIOD_MONTHS = 6


class Force(IntEnum):
    """Why a contract has its force; the numbers stand in snapshots."""

    IN_FORCE = 0
    RELEASED = 1  # by the source's own status
    LAPSED = 2  # the guarantee period ended unexercised: Civil Code 692, 693
    NO_RESOLUTION = 3  # Company Law 2023 art. 15; Interpretation art. 7
    UNDISCLOSED = 4  # listed guarantor without notice: Interpretation art. 9
    REDUCED = 5  # the source states an enforceability below 1
    NOT_A_GUARANTEE = 6  # counter-guarantee, mortgage, pledge: Civil Code 387, 689
    CALLED = 7  # in force, and the creditor has claimed
    VOID = 8  # the source states an enforceability of 0
    EXHAUSTED = 9  # nothing is left to call: the cap is used up, or the loans are over


def legal_force(
    contracts: pa.Table, as_of: int
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Force of each contract, and the rule that decided it.

    Parameters
    ----------
    contracts
        Facts of the kind guarantee, one per row.
    as_of
        UTC milliseconds.

    Returns
    -------
    tuple
        Force in [0, 1] and `Force` codes, shapes (rows,). Of several rules that end
        the force the code names the last in the order of the function. Loans are not
        looked at here; see `graph.snapshot.builder.debts.binding_force`.

    Notes
    -----
    The guarantee period is the agreed one, else six months from maturity; one agreed
    to end at maturity or before counts as not agreed (Civil Code 692). It binds only
    where one of the dates is known. A claim keeps the guarantee alive if it was made
    within the period (Civil Code 693); a contract that the source calls *called*
    without a date was claimed in time.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from graph.model import batch_schema
    >>> from graph.vocabulary import KINDS
    >>> row = {"status": "active", "period_end": 0}
    >>> table = pa.Table.from_pylist([row], batch_schema(KINDS["guarantee"]))
    >>> force, code = legal_force(table, as_of=86_400_000)
    >>> float(force[0]), Force(int(code[0])).name
    (0.0, 'LAPSED')
    """
    force = np.ones(contracts.num_rows)
    code = np.zeros(contracts.num_rows, dtype=np.uint8)
    stated = contracts["enforceability"].to_numpy(zero_copy_only=False).astype(float)
    guarantee = _among(contracts, "guarantee_kind", ["guarantee", None])
    lapsed = _among(contracts, "status", ["expired"]) | _lapsed(contracts, as_of)
    rules = (
        (Force.CALLED, _among(contracts, "status", ["called"]), 1.0),
        (Force.REDUCED, stated < 1.0, np.nan_to_num(stated, nan=1.0)),
        (Force.VOID, stated <= 0.0, 0.0),
        (Force.EXHAUSTED, _exhausted(contracts), 0.0),
        (Force.UNDISCLOSED, _among(contracts, "disclosed", [False]), 0.0),
        (Force.NO_RESOLUTION, _among(contracts, "resolution", ["missing"]), 0.0),
        (Force.LAPSED, lapsed, 0.0),
        (Force.RELEASED, _among(contracts, "status", ["released"]), 0.0),
        (Force.NOT_A_GUARANTEE, ~guarantee, 0.0),
    )
    for rule, applies, bound in rules:
        force[applies] = np.minimum(force, bound)[applies]
        code[applies] = rule
    return force, code


def _exhausted(contracts: pa.Table) -> NDArray[np.bool_]:
    """Whether the stated cap is used up; an unknown cap is not."""
    cap, paid = (
        contracts[name].to_numpy(zero_copy_only=False).astype(float)
        for name in ("cap", "paid")
    )
    return np.asarray(cap - np.nan_to_num(paid) <= 0.0)


def _lapsed(contracts: pa.Table, as_of: int) -> NDArray[np.bool_]:
    """Whether the guarantee period is over without a claim made within it."""
    agreed = _days(contracts, "period_end")
    maturity = _days(contracts, "maturity")
    agreed[agreed <= maturity] = np.datetime64("NaT")
    end = np.where(np.isnat(agreed), _default_end(maturity), agreed)
    claimed_on = _days(contracts, "exercised_on")
    called = _among(contracts, "status", ["called"])
    claimed = np.where(np.isnat(claimed_on), called, claimed_on <= end)
    over = end + np.timedelta64(1, "D") <= np.datetime64(as_of, "ms")
    return np.asarray(over & ~claimed)


def _default_end(maturity: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Six months from maturity; the month's last day where it has no such day."""
    months = maturity.astype("datetime64[M]")
    due = months + _DEFAULT_PERIOD_MONTHS * _MONTH
    day = maturity - months.astype("datetime64[D]")
    last_day = (due + _MONTH).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(due.astype("datetime64[D]") + day, last_day))


def _days(contracts: pa.Table, name: str) -> NDArray[np.datetime64]:
    """A date column as days; unknown dates are NaT."""
    column = contracts[name].combine_chunks()
    values = column.fill_null(np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype="datetime64[ms]").astype("datetime64[D]")


def _among(
    contracts: pa.Table, name: str, values: Sequence[str | bool | None]
) -> NDArray[np.bool_]:
    """Rows with one of these values; None stands for an unknown one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = contracts[name].combine_chunks()
    # pa.array looks for pandas at each call that leaves the type open
    value_type = pa.bool_() if isinstance(values[0], bool) else pa.string()
    among = pc.is_in(column, pa.array(values, value_type))
    return np.asarray(among.to_numpy(zero_copy_only=False))
