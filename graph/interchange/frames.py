"""Facts, findings and answers as data frames of pandas."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.serialization import to_frame

if TYPE_CHECKING:
    import pandas as pd

EXTRA = "notebook"
"""The extra that brings pandas."""


def to_pandas(result: Any) -> pd.DataFrame:
    """A table of facts or findings, records, or a page of records as a frame.

    Whole numbers and truth values stay what they are where some are missing: columns
    have the nullable types of pandas. Records in records are spread over columns
    ``outer.inner``.

    Parameters
    ----------
    result
        An Arrow table, such as `graph.interchange.typed.typed_facts` gives; an answer
        with ``items``; one record; or records of one type.

    Raises
    ------
    ModuleNotFoundError
        pandas is not installed; the message names the extra that brings it.

    Examples
    --------
    >>> import pyarrow as pa
    >>> to_pandas(pa.table({"n": pa.array([1, None])})).dtypes["n"]
    Int64Dtype()
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"frames need pandas; install suretynet[{EXTRA}]", name="pandas"
        ) from error
    import pyarrow as pa

    if isinstance(result, pa.Table):
        nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        return result.to_pandas(types_mapper=nullable.get)
    if is_dataclass(result):
        result = getattr(result, "items", [result])
    return to_frame(result)
