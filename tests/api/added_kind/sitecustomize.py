"""Adds kinds to the list of kinds before anything else is imported.

One is an edge; the others are a node and an edge that leads through it to a party.

Python imports this by itself where the folder is on the path, in every process: so the
kinds stand there for children as it would in the source.
"""

from __future__ import annotations

from graph.vocabulary import (
    KINDS,
    NODE_KINDS,
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

KINDS["lease"] = NODE_KINDS["lease"] = Kind(
    "lease",
    Form.NODE,
    Label("Lease", "租赁合同"),
    "Lease",
    (
        Reference("lease", "lease", Label("Lease", "租赁合同")),
        Reference("lessee", "party", Label("Lessee", "承租人"), required=False),
    ),
    (
        Property("rent", PropertyType.MONEY, Label("Rent", "租金"), minimum=0),
        Property("currency", PropertyType.TEXT, Label("Currency", "币种")),
    ),
)

KINDS["lessor"] = Kind(
    "lessor",
    Form.EDGE,
    Label("Lessor", "出租人"),
    "LETS",
    (
        Reference("lessor", "party", Label("Lessor", "出租人")),
        Reference("lease", "lease", Label("Lease", "租赁合同")),
    ),
    (),
    counted_by_ends=True,
    relation=RelationDisplay(
        "lease",
        Label("Lease", "租赁"),
        Label("leases to", "出租给"),
        outward=Label("Tenants", "租户"),
        inward=Label("Landlords", "房东"),
        through="lessee",
        measure="rent",
        views=(View.NEIGHBOURHOOD, View.PATHS),
    ),
)
