"""Planted payments and sign-ins by the ids that files give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.synthetic.devices import sign_in_ids
from ingest.synthetic.flows import deposit_ids, transfer_ids
from ingest.synthetic.loans import loan_ids
from ingest.synthetic.outcomes import scheme_id

if TYPE_CHECKING:
    from ingest.synthetic.economy import Economy
    from ingest.synthetic.truth import Record


def planted_record(economy: Economy, item: Record) -> Record:
    """What the truth says of something that was planted by number."""
    row = {
        "pattern": item["pattern"],
        "members": economy.roster.ids_of(np.array(item["members"])),
        "transfers": transfer_ids(np.array(item["transfers"], np.int64)).to_pylist(),
        "missing": item["missing"],
    }
    if "scheme" in item:
        row["scheme"] = scheme_id(item["scheme"])
        row["beyond_default"] = item["beyond_default"]
    if "loan" in item:
        loan = np.array([item["loan"]])
        row["loan_id"] = loan_ids(loan)[0].as_py()
        row["deposits"] = deposit_ids(loan).to_pylist()
    if "sign_ins" in item:
        row["sign_ins"] = sign_in_ids(np.array(item["sign_ins"])).to_pylist()
    return row
