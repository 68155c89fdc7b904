"""How parties own and run each other, and who is kin."""

from __future__ import annotations

from graph.vocabulary.display import (
    Arrow,
    Colour,
    Label,
    LineStyle,
    RelationDisplay,
    Stroke,
    View,
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Property,
    PropertyType,
    Reference,
    codes,
)

_T = PropertyType

_TIE = LineStyle(Colour.ROLE, Stroke.DOTTED, arrow=Arrow.DOT)

OWNERSHIP = Kind(
    "ownership",
    Form.EDGE,
    Label("Ownership", "股权"),
    "OWNS",
    (
        Reference("owner", "party", Label("Owner", "股东")),
        Reference("asset", "party", Label("Owned", "被投资企业")),
    ),
    (
        Property(
            "share",
            _T.SHARE,
            Label("Share of capital", "持股比例"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property(
            "voting_share",
            _T.SHARE,
            Label("Share of votes", "表决权比例"),
            unit="fraction",
            minimum=0,
            maximum=1,
        ),
        Property("paid_in", _T.MONEY, Label("Paid in", "实缴出资"), minimum=0),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
    ),
    counted_by_ends=True,
    relation=RelationDisplay(
        "ownership",
        Label("Ownership", "持股"),
        Label("owns", "持股"),
        outward=Label("Holdings", "对外投资"),
        inward=Label("Owners", "股东"),
        rank=30,
        legend=Label("owner → owned", "股东 → 被投资企业"),
        style=LineStyle(Colour.OWNERSHIP, width=1.6),
        measure="share",
        views=(View.NEIGHBOURHOOD, View.CIRCLE, View.PATHS),
        background=True,
        above=True,
    ),
)

ROLE = Kind(
    "role",
    Form.EDGE,
    Label("Role", "任职"),
    "HAS_ROLE",
    (
        Reference("person", "party", Label("Person", "人员")),
        Reference("company", "party", Label("Company", "企业")),
    ),
    (
        Property(
            "role_type",
            _T.CODE,
            Label("Role", "职务"),
            required=True,
            codes=codes(
                legal_representative=("legal representative", "法定代表人"),
                director=("director", "董事"),
                supervisor=("supervisor", "监事"),
                executive=("executive", "高管"),
                actual_controller=("actual controller", "实际控制人"),
                finance_officer=("finance officer", "财务负责人"),
            ),
        ),
        Property("title", _T.TEXT, Label("Title", "职务名称")),
    ),
    relation=RelationDisplay(
        "role",
        Label("Role", "任职"),
        Label("role", "任职"),
        outward=Label("Roles held", "任职企业"),
        inward=Label("People and roles", "任职人员"),
        rank=70,
        style=_TIE,
        named_by="role_type",
        views=(View.NEIGHBOURHOOD, View.CIRCLE, View.PATHS),
        background=True,
        above=True,
    ),
)

FAMILY = Kind(
    "family",
    Form.EDGE,
    Label("Family tie", "亲属关系"),
    "FAMILY_OF",
    (
        Reference("person", "party", Label("Person", "人员")),
        Reference("relative", "party", Label("Relative", "亲属")),
    ),
    (
        Property(
            "relation",
            _T.CODE,
            Label("Relation", "关系"),
            required=True,
            codes=codes(
                spouse=("spouse", "配偶"),
                parent=("parent", "父母"),
                child=("child", "子女"),
                sibling=("sibling", "兄弟姐妹"),
                other=("other", "亲属"),
            ),
        ),
    ),
    relation=RelationDisplay(
        "family",
        Label("Family", "亲属"),
        Label("family", "亲属"),
        outward=Label("Family", "亲属"),
        inward=Label("Family of", "亲属（反向）"),
        rank=60,
        style=_TIE,
        named_by="relation",
        views=(View.NEIGHBOURHOOD, View.PATHS),
        background=True,
    ),
)
