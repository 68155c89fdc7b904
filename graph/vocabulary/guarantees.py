"""Guarantee contracts and the promises that guarantors make in them."""

from __future__ import annotations

from graph.vocabulary.display import (
    Arrow,
    Colour,
    Icon,
    Label,
    LineStyle,
    NodeDisplay,
    NodeStyle,
    RelationDisplay,
    Shape,
    View,
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Loss,
    Property,
    PropertyType,
    Reference,
    codes,
)

_T = PropertyType

GUARANTEE = Kind(
    "guarantee",
    Form.NODE,
    Label("Guarantee contract", "担保合同"),
    "Guarantee",
    (
        Reference("guarantee", "guarantee", Label("Contract", "合同")),
        Reference("debtor", "party", Label("Debtor", "债务人")),
        Reference("creditor", "party", Label("Creditor", "债权人"), required=False),
    ),
    (
        Property("contract_no", _T.TEXT, Label("Contract number", "合同编号")),
        Property(
            "guarantee_kind",
            _T.CODE,
            Label("Kind", "担保方式"),
            codes=codes(
                guarantee=("guarantee", "保证"),
                counter_guarantee=("counter-guarantee", "反担保"),
                mortgage=("mortgage", "抵押"),
                pledge=("pledge", "质押"),
            ),
        ),
        Property(
            "liability",
            _T.CODE,
            Label("Liability", "责任方式"),
            codes=codes(
                general=("general", "一般保证"),
                joint=("joint and several", "连带责任保证"),
                unspecified=("not agreed", "约定不明"),
            ),
        ),
        Property(
            "cap_kind",
            _T.CODE,
            Label("Cap kind", "额度类型"),
            codes=codes(
                single=("for one debt", "普通担保"),
                maximum=("maximum amount", "最高额担保"),
            ),
        ),
        Property("cap", _T.MONEY, Label("Cap", "担保额"), minimum=0),
        Property(
            "cap_basis",
            _T.CODE,
            Label("Cap basis", "额度口径"),
            codes=codes(
                all_in=("principal, interest and costs", "本息及费用"),
                principal=("principal only", "仅本金"),
            ),
        ),
        Property("paid", _T.MONEY, Label("Already paid", "已代偿"), minimum=0),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
        Property("covered_loan_ids", _T.IDS, Label("Covered loans", "对应贷款")),
        Property("same_document", _T.BOOLEAN, Label("Same document", "同一合同书")),
        Property(
            "mutual_recourse",
            _T.CODE,
            Label("Recourse between guarantors", "担保人间追偿"),
            codes=codes(
                none=("none agreed", "未约定"),
                amount=("by agreed amounts", "按约定金额"),
                pro_rata=("in proportion", "按比例"),
            ),
        ),
        Property("signed_on", _T.DATE, Label("Signed", "签订日")),
        Property("maturity", _T.DATE, Label("Maturity", "到期日")),
        Property("period_end", _T.DATE, Label("Guarantee period ends", "保证期间届满")),
        Property("exercised_on", _T.DATE, Label("Exercised", "行权日")),
        Property(
            "resolution",
            _T.CODE,
            Label("Resolution", "决议"),
            codes=codes(
                ok=("passed", "已通过"),
                missing=("missing", "缺失"),
                not_required=("not required", "无需决议"),
                unknown=("not known", "不详"),
            ),
        ),
        Property(
            "disclosed",
            _T.BOOLEAN,
            Label("Disclosed by the listed guarantor", "上市公司已披露"),
        ),
        Property("refinance_of", _T.TEXT, Label("Refinances loan", "借新还旧")),
        Property(
            "enforceability",
            _T.NUMBER,
            Label("Legal force", "法律效力"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property(
            "status",
            _T.CODE,
            Label("Status", "状态"),
            codes=codes(
                active=("active", "有效"),
                released=("released", "已解除"),
                called=("called", "已要求履行"),
                expired=("expired", "已过期"),
                disputed=("disputed", "有争议"),
            ),
        ),
        Property("relation", _T.TEXT, Label("Relation", "关系")),
    ),
    looked_up=("guarantee_id", "contract_no"),
    node=NodeDisplay(
        NodeStyle(Shape.DOCUMENT, Icon.CONTRACT), named_by=("contract_no",)
    ),
)

GUARANTOR = Kind(
    "guarantor",
    Form.EDGE,
    Label("Guarantor's promise", "保证人承诺"),
    "GUARANTOR_OF",
    (
        Reference("guarantor", "party", Label("Guarantor", "保证人")),
        Reference("guarantee", "guarantee", Label("Contract", "合同")),
    ),
    (
        Property(
            "share",
            _T.SHARE,
            Label("Agreed share", "约定份额"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property("joint_group", _T.TEXT, Label("Joint group", "联保组")),
    ),
    loss=Loss.HEAD_TO_TAIL,
    counted_by_ends=True,
    relation=RelationDisplay(
        "guarantee",
        Label("Guarantee", "担保"),
        Label("guarantees", "担保"),
        outward=Label("Gives guarantees", "对外担保"),
        inward=Label("Receives guarantees", "接受担保"),
        rank=10,
        legend=Label("guarantor → debtor", "担保人 → 债务人"),
        style=LineStyle(
            Colour.GUARANTEE, width=1.25, arrow=Arrow.TRIANGLE, by_amount=True
        ),
        through="debtor",
        measure="cap",
        views=(View.NEIGHBOURHOOD, View.CIRCLE, View.PATHS),
        self_evident=True,
    ),
)
