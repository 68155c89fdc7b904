"""Temporal cycles by snapml, run by an interpreter that has it; see `snapml_peer`.

Its arguments are a table of transfers (number, payer, payee, time), the window and the
greatest length; it prints a line of JSON with the version, the CPU seconds of the
search and how many transfers are part of cycles of each length, once for each cycle.
"""

from __future__ import annotations

import json
import sys
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
    counts = features[:, table.shape[1] :].sum(axis=0).astype(int).tolist()
    told = {"version": version("snapml"), "seconds": spent, "counts": counts}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
