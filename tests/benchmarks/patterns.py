"""Every pattern among five million transfers, loans and sign-ins."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from graph.algorithms.money_graph import MoneyGraph
from graph.algorithms.pattern_hits import NO_CAPS
from graph.algorithms.returns import returns
from graph.analysis.pattern_search import measured, transfer_hits
from graph.kernels.returns import Targets
from graph.patterns import patterns
from tests.benchmarks.harness import GIGABYTE, Row, cpu_seconds, run_child
from tests.benchmarks.money import DAY, DAYS, draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.algorithms.pattern_hits import Hits
    from tests.benchmarks.harness import Workplace

TOPIC = "patterns"
TRANSFERS, ACCOUNTS = 5_000_000, 100_000
LOANS, SIGN_INS, DEVICES = 100_000, 1_000_000, 400_000


def measure(place: Workplace) -> Iterator[Row]:
    """Each by itself, all together, and the memory of the process that did it."""
    child = run_child(["-m", "tests.benchmarks.patterns", str(place.seed)])
    report = child.report
    for name, (spent, hits) in report.items():
        yield Row(TOPIC, name, spent, "s", note=f"{hits:,} hits, complete")
    total = sum(spent for spent, _ in report.values())
    what = f"all patterns, {TRANSFERS:,} transfers"
    yield Row(TOPIC, what, total, "s", bar="patterns-all")
    memory = child.memory / GIGABYTE
    yield Row(TOPIC, "peak memory", memory, "GB", bar="patterns-memory")


class Grounds:
    """The graphs that patterns are searched in, each drawn when first asked for."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._money = draw(TRANSFERS, ACCOUNTS, 0, seed)
        self._made: dict[str, MoneyGraph] = {}

    def hits(self, question: dict[str, Any]) -> tuple[Hits, float]:
        """Hits of a question, and the CPU seconds of the search."""
        of = question.get("of", "transfers")
        if of not in self._made:
            self._made[of] = getattr(self, f"_{of}")()
        graph = self._made[of]
        values = measured(question, day=DAY, unit=1.0)
        found: list[Hits] = []
        lent = graph.edges.tail >= ACCOUNTS

        def search() -> None:
            if question["test"] == "return":
                found.append(self._returns(graph, lent, values))
                return
            starts = lent if of == "deposits" else None
            found.append(transfer_hits(graph, question, values, NO_CAPS, starts=starts))

        spent = cpu_seconds(search)
        return found[0], spent

    @staticmethod
    def _returns(
        graph: MoneyGraph, lent: NDArray[np.bool_], values: dict[str, Any]
    ) -> Hits:
        """Back to the account that was paid."""
        starts = np.flatnonzero(lent).astype(np.int32)
        targets = Targets(
            np.arange(starts.size + 1),
            graph.edges.head[starts],
            np.ones(starts.size, np.bool_),
        )
        return returns(graph, starts, targets, caps=NO_CAPS, **values)

    def _transfers(self) -> MoneyGraph:
        return self._money.rows_by_time()[0]

    def _deposits(self) -> MoneyGraph:
        """Loans, numbered after the accounts, are paid out among the transfers."""
        money, random = self._money, self._random
        paid = random.integers(0, ACCOUNTS, LOANS)
        amount = np.rint(random.lognormal(15, 1, LOANS))
        time = random.integers(0, DAYS * DAY, LOANS)
        return _in_order(
            ACCOUNTS + LOANS,
            np.concatenate((money.payer, ACCOUNTS + np.arange(LOANS))),
            np.concatenate((money.payee, paid)),
            np.concatenate((money.time, time)),
            np.concatenate((money.amount, amount)),
        )

    def _sign_ins(self) -> MoneyGraph:
        """Devices, numbered after the accounts, of which few are shared."""
        random = self._random
        account = random.integers(0, ACCOUNTS, SIGN_INS)
        device = account * (DEVICES // ACCOUNTS) + random.integers(0, 4, SIGN_INS)
        return _in_order(
            ACCOUNTS + DEVICES,
            ACCOUNTS + device,
            account,
            random.integers(0, DAYS * DAY, SIGN_INS),
            np.full(SIGN_INS, np.nan),
        )


def _in_order(
    n: int,
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    time: NDArray[np.int64],
    amount: NDArray[np.float64],
) -> MoneyGraph:
    order = np.argsort(time, kind="stable")
    ends = tail[order], head[order]
    return MoneyGraph.build(n, ends, time[order], amount[order])


def main() -> None:
    """Child process: search for every pattern and print seconds and hits."""
    grounds = Grounds(int(sys.argv[1]))
    report = {}
    for name, pattern in patterns().items():
        found, spent = grounds.hits(pattern.question())
        assert not found.truncated_by
        report[name] = spent, len(found)
    sys.stdout.write(orjson.dumps(report).decode() + "\n")


if __name__ == "__main__":
    main()
