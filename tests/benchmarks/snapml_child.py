"""Temporal cycles by snapml, run by an interpreter that has it; see `snapml_peer`.

Its arguments are a table of transfers (number, payer, payee, time), the window and the
greatest length; it prints a line of JSON with the version, the CPU seconds of the
search and a digest of which transfers are part of cycles of which lengths.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from importlib.metadata import version
from time import process_time

import numpy as np

OTHERS = ("vertex_stats", "fan", "degree", "scatter-gather", "lc-cycle")


def main() -> None:
    """Search once."""
    from snapml import GraphFeaturePreprocessor

    table = np.load(sys.argv[1])
    window, longest = int(sys.argv[2]), int(sys.argv[3])
    search = GraphFeaturePreprocessor()
    search.set_params(
        {
            **search.get_params(),
            **dict.fromkeys(OTHERS, False),
            "num_threads": 1,
            "time_window": window,
            "temp-cycle": True,
            "temp-cycle_tw": window,
            "temp-cycle_bins": list(range(2, longest + 1)),
        }
    )
    start = process_time()
    features = search.transform(table)
    spent = process_time() - start
    found = digest(features[:, table.shape[1] :] > 0)
    told = {"version": version("snapml"), "seconds": spent, "digest": found}
    sys.stdout.write(json.dumps(told) + "\n")


def digest(on_cycles: np.ndarray) -> str:
    """Of which transfers are part of cycles of which lengths."""
    return sha256(np.packbits(on_cycles).tobytes()).hexdigest()


if __name__ == "__main__":
    main()
