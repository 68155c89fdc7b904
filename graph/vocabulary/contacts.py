"""How parties can be reached."""

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

CONTACT = Kind(
    "contact",
    Form.NODE,
    Label("Contact point", "联系方式"),
    "Contact",
    (Reference("contact", "contact", Label("Contact point", "联系方式")),),
    (
        Property(
            "contact_type",
            _T.CODE,
            Label("Type", "类型"),
            required=True,
            codes=codes(
                address=("address", "地址"),
                phone=("phone", "电话"),
                email=("e-mail", "电子邮箱"),
                device=("device", "设备"),
            ),
        ),
        Property("value", _T.TEXT, Label("Value", "内容"), personal=True),
        Property("device_type", _T.TEXT, Label("Device type", "设备类型")),
        Property("risk_level", _T.TEXT, Label("Risk level", "风险等级")),
        Property("blocked", _T.BOOLEAN, Label("Blocked", "已冻结")),
        Property("last_used_at", _T.INSTANT, Label("Last used", "最近使用")),
    ),
    subtype="contact_type",
    looked_up=("value",),
    node=NodeDisplay(NodeStyle(Shape.DIAMOND, Icon.CONTACT), named_by=("value",)),
)

CONTACT_USE = Kind(
    "contact_use",
    Form.EDGE,
    Label("Uses contact", "使用联系方式"),
    "REACHED_AT",
    (
        Reference("party", "party", Label("Party", "主体")),
        Reference("contact", "contact", Label("Contact point", "联系方式")),
    ),
    (),
    relation=RelationDisplay(
        "contact",
        Label("Shared contact", "共用联系方式"),
        Label("shared contact", "联系方式"),
        outward=Label("Addresses and phones", "地址与电话"),
        inward=Label("Used by", "使用者"),
        rank=80,
        style=LineStyle(Colour.ROLE, Stroke.DOTTED, arrow=Arrow.DOT),
        views=(View.CIRCLE,),
        background=True,
        above=True,
        self_evident=True,
    ),
)
