"""Adds one kind to the list of kinds before anything else is imported.

Python imports this by itself where the folder is on the path, in every process: so the
kind stands there for children as it would in the source.
"""

from __future__ import annotations

from graph.vocabulary import (
    KINDS,
    Form,
    Kind,
    Label,
    Property,
    PropertyType,
    Reference,
    RelationDisplay,
    View,
)
from graph.vocabulary.schema import codes

KINDS["supplies"] = Kind(
    "supplies",
    Form.EDGE,
    Label("Supply", "供货"),
    "SUPPLIES",
    (
        Reference("supplier", "party", Label("Supplier", "供应商")),
        Reference("buyer", "party", Label("Buyer", "采购商")),
    ),
    (
        Property(
            "goods",
            PropertyType.CODE,
            Label("Goods", "货物"),
            required=True,
            codes=codes(ore=("iron ore", "铁矿石"), coal=("coal", "煤炭")),
        ),
        Property("amount", PropertyType.MONEY, Label("Amount", "金额"), minimum=0),
        Property("currency", PropertyType.TEXT, Label("Currency", "币种")),
    ),
    subtype="goods",
    relation=RelationDisplay(
        "supplies",
        Label("Supply", "供货"),
        Label("supplies", "供货"),
        outward=Label("Customers", "客户"),
        inward=Label("Suppliers", "供应商"),
        measure="amount",
        named_by="goods",
        views=(View.NEIGHBOURHOOD, View.PATHS),
    ),
)
