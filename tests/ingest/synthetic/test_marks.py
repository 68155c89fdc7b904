"""Nothing in a row tells that it was planted: not its number, place, digits or hour."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import lightgbm
import numpy as np
import pytest
from scipy.stats import rankdata

from ingest.synthetic import generate

pytestmark = pytest.mark.integration

NO_MARK = 0.60
NO_BETTER_THAN_CHANCE = 0.62
"""Area under the curve; a few hundred rows of one class scatter by about 0.04."""


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    """An economy with enough schemes to learn from."""
    folder = tmp_path_factory.mktemp("larger")
    return folder, generate(folder / "made", companies=8_000, seed=21)


@pytest.fixture(scope="module")
def larger_rows(larger, rows_of):
    """Rows of its files."""
    read = {}

    def rows(name):
        if name not in read:
            read[name] = rows_of(larger[0] / "made", name)
        return read[name]

    return rows


def area_out_of_fold(table, label, groups):
    """Area under the curve of trees that are asked about what they have not seen."""
    random = np.random.default_rng(1)
    fold = random.integers(0, 2, groups.max() + 1)[groups]
    score = np.zeros(len(label))
    for part in (0, 1):
        seen = fold != part
        model = lightgbm.train(
            {"objective": "binary", "num_leaves": 7, "verbosity": -1, "seed": 1},
            lightgbm.Dataset(table[seen], label[seen]),
            40,
        )
        score[~seen] = model.predict(table[~seen])
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1
    hits = label.sum()
    return (order[label].sum() - hits * (hits + 1) / 2) / (hits * (len(label) - hits))


def word(text):
    """A number for a word."""
    return float(crc32(text.encode()) % 997)


def number(text):
    """The digits at the end of an id."""
    digits = text[-7:]
    return float(digits) if digits.isdigit() else -1.0


def area_of_shallow_trees(table, label, groups, folds=5):
    """Mean area under the curve of trees of depth 3, each asked about another fold."""
    random = np.random.default_rng(1)
    fold = random.permutation(np.arange(groups.max() + 1) % folds)[groups]
    won = 0.0
    for part in set(fold[label]):
        seen = fold != part
        tree = lightgbm.train(
            {
                "objective": "binary",
                "is_unbalance": True,
                "max_depth": 3,
                "num_leaves": 8,
                "verbosity": -1,
                "seed": 1,
            },
            lightgbm.Dataset(table[seen], label[seen]),
            1,
        )
        # scores of two trees say nothing of each other: chance is no half where mixed
        asked = label[~seen]
        ranks, hits = rankdata(tree.predict(table[~seen])), asked.sum()
        wins = ranks[asked].sum() - hits * (hits + 1) / 2
        won += wins / (len(asked) - hits)
    return won / label.sum()


PATTERNS = (
    "bipartite", "cycle", "fan_in", "fan_out", "fund_collection", "gather_scatter",
    "loan_round_trip", "pass_through", "scatter_gather", "stack", "structuring",
)  # fmt: skip
UNDER_A_LIMIT = "structuring"
"""What makes it one is its amount."""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_planted_payments_are_written_like_everyday_ones(larger, larger_rows, pattern):
    # who pays whom, and when, is what a pattern is; all else must tell nothing
    _, truth = larger
    place_of = {
        name: place
        for place, item in enumerate(truth.transfer_rings)
        if item["pattern"] == pattern
        for name in item["transfers"]
    }
    others = {name for item in truth.transfer_rings for name in item["transfers"]}
    others |= {name for item in truth.near_misses for name in item["transfers"]}
    rows = [
        row
        for row in larger_rows("transfer")
        if row["source"] != "demo-case"
        and (row["record_id"] in place_of or row["record_id"] not in others)
    ]
    label = np.array([row["record_id"] in place_of for row in rows])
    groups = np.array(
        [
            place_of.get(row["record_id"], len(truth.transfer_rings) + place % 997)
            for place, row in enumerate(rows)
        ]
    )
    used = Counter(row["order_no"] for row in rows)
    table = np.array([written(row, used) for row in rows], dtype=float)
    if pattern == UNDER_A_LIMIT:
        table[:, 0] = 0
    assert label.sum() > 10
    assert area_of_shallow_trees(table, label, groups) <= NO_MARK


def written(row, used):
    """How a payment is written: its amount first; `used` counts its order's rows."""
    amount = int(row["amount"])
    return [
        amount,
        amount % 100,
        amount % 1_000,
        amount % 10_000,
        len(row["goods_type"]),
        word(row["goods_type"]),
        len(row["order_no"]),
        int(row["order_no"] or 0) % 100,
        used[row["order_no"]] * bool(row["order_no"]),
        int(row["occurred_at"][11:13]),
        int(row["occurred_at"][14:16]),
        int(row["occurred_at"][17:19]),
        sum(value == "" for value in row.values()),
    ]


def test_sign_ins_of_shared_devices_are_written_like_others(larger, larger_rows):
    # which device signs in to whose account is what the pattern is
    _, truth = larger
    place_of, near = (
        {
            name: place
            for place, item in enumerate(items)
            for name in item.get("sign_ins", ())
        }
        for items in (truth.transfer_rings, truth.near_misses)
    )
    rows = [row for row in larger_rows("sign_in") if row["record_id"] not in near]
    label = np.array([row["record_id"] in place_of for row in rows])
    groups = np.array(
        [
            place_of.get(row["record_id"], len(truth.transfer_rings) + place % 997)
            for place, row in enumerate(rows)
        ]
    )
    own = Counter(row["account_id"] for row in rows)
    table = np.array(
        [
            [
                number(row["account_id"]) % 10,
                own[row["account_id"]],
                int(row["occurred_at"][11:13]),
                int(row["occurred_at"][14:16]),
                int(row["occurred_at"][17:19]),
                sum(value == "" for value in row.values()),
            ]
            for row in rows
        ],
        dtype=float,
    )
    assert label.sum() > 10
    assert area_of_shallow_trees(table, label, groups) <= NO_MARK


@pytest.mark.parametrize(
    ("name", "firm", "other"),
    [
        ("ownership", "asset_id", "owner_id"),
        ("role", "company_id", "person_id"),
        ("contact_use", "party_id", "contact_id"),
    ],
)
def test_ties_of_schemes_stand_anywhere_in_their_file(
    larger, larger_rows, name, firm, other
):
    _, truth = larger
    scheme = {
        party: place
        for place, item in enumerate(truth.schemes)
        for party in item["members"]
    }
    rows = [
        row
        for row in larger_rows(name)
        if row["source"] != "demo-case" and not row["valid_to"]
    ]
    label = np.array([row[firm] in scheme for row in rows])
    groups = np.array(
        [
            scheme.get(row[firm], len(truth.schemes) + place % 997)
            for place, row in enumerate(rows)
        ]
    )
    table = np.array(
        [
            [place, number(row["record_id"]), number(row[other])]
            for place, row in enumerate(rows)
        ],
        dtype=float,
    )
    assert label.sum() > 200
    assert area_out_of_fold(table, label, groups) < NO_BETTER_THAN_CHANCE


def test_guarantees_of_schemes_are_written_like_others(larger, larger_rows):
    _, truth = larger
    scheme = {
        party: place
        for place, item in enumerate(truth.schemes)
        for party in item["members"]
    }
    debtor = {row["guarantee_id"]: row for row in larger_rows("guarantee")}
    rows = [
        row
        for row in larger_rows("guarantee_guarantor")
        if row["source"] != "demo-case" and row["guarantor_id"].startswith("uscc:")
    ]
    pairs = [(row["guarantor_id"], debtor[row["guarantee_id"]]) for row in rows]
    label = np.array(
        [
            scheme.get(tail, -1) == scheme.get(contract["debtor_id"], -2)
            for tail, contract in pairs
        ]
    )
    groups = np.array(
        [
            scheme.get(tail, len(truth.schemes) + place % 997)
            for place, (tail, _) in enumerate(pairs)
        ]
    )
    table = np.array(
        [
            [
                int(contract["cap"] or 0) % 100_000,
                len(contract["covered_loan_ids"]) > 0,
                word(contract["liability"]),
                word(contract["cap_kind"]),
                word(contract["resolution"]),
                int(contract["signed_on"][8:]),
            ]
            for _, contract in pairs
        ],
        dtype=float,
    )
    assert label.sum() > 50
    assert area_out_of_fold(table, label, groups) < NO_BETTER_THAN_CHANCE
