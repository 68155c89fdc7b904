"""``python -m api.cli`` is ``suretynet``: the command line as a process of its own."""

from __future__ import annotations

from api.cli import main
from api.collector import collect_seldom
from graph.without_pandas import do_without_pandas


def run() -> None:
    """Run the command line in a process that does nothing else."""
    do_without_pandas()
    collect_seldom()
    main()


if __name__ == "__main__":
    run()
