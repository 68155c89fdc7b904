"""Search over the demo economy of 100,000 companies: every kind of thing at once.

Names, numbers and addresses are drawn from the store; each is typed as people do: a
part of a name, its pinyin, a Latin word with a typo, a number with other separators.
"""

from __future__ import annotations

import random
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.publication import open_published
from graph.analysis.search_groups import search_groups
from graph.pinyin import pinyin
from graph.stores import open_store
from graph.text import fold
from graph.vocabulary import KINDS
from tests.benchmarks.harness import Row
from tests.benchmarks.service import COMPANIES, demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.view import StoreView
    from tests.benchmarks.harness import Workplace

TOPIC = "search"
OF_EACH = 60
DRAWN_FROM = 20_000


def measure(place: Workplace) -> Iterator[Row]:
    """Ask everything once, in mixed order, after one question of each sort."""
    data = demo(place)
    with open_store(f"sqlite:///{(data / 'suretynet.db').resolve()}") as store:
        published = open_published(store, data)
        published.warm_up()
        view = store.view(store.at(published.at.as_of))
        sorts = queries(view, random.Random(place.seed))
        order = [(name, text) for name, texts in sorts.items() for text in texts]
        random.Random(place.seed).shuffle(order)
        spent: dict[str, list[float]] = {name: [] for name in sorts}
        for name, text in [(name, texts[0]) for name, texts in sorts.items()] + order:
            start = perf_counter()
            found = search_groups(published, view, text, sees_personal=True)
            spent[name].append((perf_counter() - start) * 1_000)
            assert found.not_searched == ()
    every = [took for name in spent for took in spent[name][1:]]
    slowest = max(spent, key=lambda name: np.percentile(spent[name][1:], 99))
    yield Row(
        TOPIC,
        f"p99 of {len(every)} searches, {COMPANIES:,} companies",
        float(np.percentile(every, 99)),
        "ms",
        bar="search-p99",
        note=f"p50 {np.median(every):.1f} ms; slowest sort: {slowest}",
    )
    for name, took in spent.items():
        yield Row(TOPIC, f"p99 by {name}", float(np.percentile(took[1:], 99)), "ms")


def queries(view: StoreView, chance: random.Random) -> dict[str, list[str]]:
    """Texts by sort."""

    def drawn(kind_name: str, column: str) -> list[str]:
        table = view.select(KINDS[kind_name], limit=DRAWN_FROM)
        return chance.choices(table[column].drop_null().to_pylist(), k=OF_EACH)

    names = drawn("party", "name")
    latin = [text for text in drawn("party", "name_en") if len(text.split()) > 1]
    return {
        "part of a name": [_part(name, chance) for name in names],
        "pinyin": [_pinyin(name, chance) for name in names],
        "Latin words": [" ".join(text.split()[:2]) for text in latin],
        "Latin words with a typo": [_misspelt(text, chance) for text in latin],
        "party number": [text.partition(":")[2] for text in drawn("party", "party_id")],
        "contract number": [
            text.lower().replace("-", " ") for text in drawn("guarantee", "contract_no")
        ],
        "case number": drawn("risk_event", "case_no"),
        "address or telephone": drawn("contact", "value"),
    }


def _part(name: str, chance: random.Random) -> str:
    length = chance.randint(2, 4)
    start = chance.randrange(max(1, len(name) - length))
    return name[start : start + length]


def _pinyin(name: str, chance: random.Random) -> str:
    syllables = [syllable for syllable in pinyin(name[:4]) if syllable]
    return chance.choice(["", " "]).join(syllables) or fold(name)


def _misspelt(text: str, chance: random.Random) -> str:
    word, *rest = text.split()[:2]
    at = chance.randrange(1, len(word)) if len(word) > 1 else 0
    return " ".join([word[:at] + word[at + 1 :], *rest])
