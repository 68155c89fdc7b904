"""Companies, people and institutions."""

from __future__ import annotations

from graph.vocabulary.display import (
    Colour,
    Icon,
    Label,
    NodeDisplay,
    NodeStyle,
    Shape,
    Size,
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

_INSTITUTION = NodeStyle(Shape.HEXAGON, Icon.BANK, Colour.OWNERSHIP)

PARTY = Kind(
    "party",
    Form.NODE,
    Label("Party", "主体"),
    "Party",
    (Reference("party", "party", Label("Party", "主体")),),
    (
        Property(
            "party_type",
            _T.CODE,
            Label("Type", "类型"),
            required=True,
            codes=codes(
                company=("company", "企业"),
                person=("person", "自然人"),
                guarantee_company=("guarantee company", "融资担保公司"),
                bank=("bank", "银行"),
                state_organ=("state organ", "国家机关"),
                fund=("fund", "基金"),
            ),
        ),
        Property("name", _T.TEXT, Label("Name", "名称"), required=True),
        Property("name_en", _T.TEXT, Label("English name", "英文名称")),
        Property("uscc", _T.TEXT, Label("Unified credit code", "统一社会信用代码")),
        Property("lei", _T.TEXT, Label("LEI", "全球法人识别编码")),
        Property("aliases", _T.IDS, Label("Other ids", "其他编号")),
        Property(
            "personal_id",
            _T.TEXT,
            Label("Identity document", "证件号码"),
            personal=True,
        ),
        Property("gender", _T.TEXT, Label("Gender", "性别"), personal=True),
        Property("born_on", _T.DATE, Label("Born on", "出生日期"), personal=True),
        Property("country", _T.TEXT, Label("Country", "国家")),
        Property("region", _T.TEXT, Label("Region", "地区")),
        Property("city", _T.TEXT, Label("City", "城市")),
        Property("sector", _T.TEXT, Label("Sector, GB/T 4754", "行业（GB/T 4754）")),
        Property("business", _T.TEXT, Label("Business", "经营范围")),
        Property("description", _T.TEXT, Label("Description", "简介")),
        Property("website", _T.TEXT, Label("Website", "网址")),
        Property("established_on", _T.DATE, Label("Founded", "成立日期")),
        Property("listed", _T.BOOLEAN, Label("Listed", "上市公司")),
        Property("blocked", _T.BOOLEAN, Label("Blocked", "已冻结")),
        Property(
            "registered_capital",
            _T.MONEY,
            Label("Registered capital", "注册资本"),
            minimum=0,
        ),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
    ),
    subtype="party_type",
    searched=("party_id", "name", "name_en", "uscc", "lei", "aliases"),
    node=NodeDisplay(
        styles=(
            ("person", NodeStyle(Shape.CIRCLE, Icon.PERSON)),
            ("guarantee_company", _INSTITUTION),
            ("bank", _INSTITUTION),
            ("state_organ", _INSTITUTION),
            ("fund", _INSTITUTION),
        ),
        named_by=("name",),
        subtitle="party_type",
        unsaid="company",
        size=Size.LOANS,
    ),
)
