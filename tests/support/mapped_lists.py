"""Lists of guarantees of a few rows, and what a load by a mapping makes of them."""

import textwrap
from datetime import UTC, datetime

from graph.vocabulary import KINDS
from ingest.loading.load import load
from ingest.mapping.files import read_mapping
from sample_tables import as_csv

ON = datetime(2026, 1, 31, tzinfo=UTC)
LIST = """
    mapping: 1
    source: list
    currency: CNY
    parties:
      guarantor: {name: 担保人, uscc: {column: 担保人代码, optional: true},
                  party_type: {constant: company}, split: "、"}
      debtor: {name: 被担保人, party_type: {constant: company}}
    facts:
      guarantee: {id: 合同, contract_no: 合同, cap: 金额（万元）}
      guarantor: {}
"""
HEADS = ["合同", "担保人", "被担保人", "金额（万元）"]


def mapping_of(text):
    return read_mapping(textwrap.dedent(text).encode(), "list.yaml")


def loaded(store, path, rows, text=LIST, **options):
    options = {"collected_at": ON, **options}
    return load(as_csv(rows, path), store, mapping=mapping_of(text), **options)


def rows_of(store, kind):
    return store.view().select(KINDS[kind]).to_pylist()


def ids_of(store, kind, *columns):
    return sorted(tuple(row[name] for name in columns) for row in rows_of(store, kind))
