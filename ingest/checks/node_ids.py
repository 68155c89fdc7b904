"""Columns of node ids checked against the rule of `graph.identifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identifier import SCHEME, VALUE_LIMIT, IdFault, id_fault
from ingest.checks.reasons import Reason, first_reason

if TYPE_CHECKING:
    from ingest.checks.reasons import Reasons

_PLAIN = rf"^{SCHEME}:[!-:<-~]{{1,{VALUE_LIMIT}}}$"
_REASONS = {
    IdFault.SCHEME: Reason.ID_SCHEME,
    IdFault.CHARACTER: Reason.ID_CHARACTER,
    IdFault.NOT_COMPOSED: Reason.ID_NOT_COMPOSED,
    IdFault.LENGTH: Reason.ID_LENGTH,
}


def id_reasons(texts: pa.Array) -> Reasons:
    """Why each text is no id, shape (rows,); those of plain ASCII are told at once."""
    reasons = first_reason(len(texts))
    plain = pc.match_substring_regex(texts, _PLAIN)
    others = pc.invert(pc.fill_null(plain, fill_value=True))
    if pc.any(others).as_py():
        coded = texts.filter(others).dictionary_encode()
        codes = [_reason(text) for text in coded.dictionary.to_pylist()]
        found = np.array(codes, dtype=np.uint8)[coded.indices.to_numpy()]
        reasons[others.to_numpy(zero_copy_only=False)] = found
    return reasons


def id_list_reasons(texts: pa.Array) -> Reasons:
    """Why each text is no list of ids with semicolons between them, shape (rows,)."""
    parts = pc.split_pattern(texts, ";")
    faults = id_reasons(parts.flatten())
    reasons = first_reason(len(texts))
    # the first fault of a list is the last one written
    places = pc.list_parent_indices(parts).to_numpy()
    wrong = np.flatnonzero(faults)[::-1]
    reasons[places[wrong]] = faults[wrong]
    return reasons


def faulty_part(text: str) -> str:
    """The id of a list that has a fault; the text itself where none has."""
    return next((part for part in text.split(";") if id_fault(part)), text)


def _reason(text: str) -> Reason | int:
    fault = id_fault(text)
    return 0 if fault is None else _REASONS[fault]
