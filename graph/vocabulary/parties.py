"""Parties, how they own and run each other, and how they can be reached."""

from __future__ import annotations

from graph.vocabulary.schema import (
    Form,
    Kind,
    Label,
    Loss,
    Property,
    PropertyType,
    Reference,
    Timing,
)

_T = PropertyType

PARTY_TYPES = (
    "company",
    "person",
    "guarantee_company",
    "bank",
    "state_organ",
    "fund",
)

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
            choices=PARTY_TYPES,
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
)

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
)

ROLE_TYPES = (
    "legal_representative",
    "director",
    "supervisor",
    "executive",
    "actual_controller",
    "finance_officer",
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
            choices=ROLE_TYPES,
        ),
        Property("title", _T.TEXT, Label("Title", "职务名称")),
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
            choices=("spouse", "parent", "child", "sibling", "other"),
        ),
    ),
)

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
            choices=("address", "phone", "email", "device"),
        ),
        Property("value", _T.TEXT, Label("Value", "内容"), personal=True),
        Property("device_type", _T.TEXT, Label("Device type", "设备类型")),
        Property("risk_level", _T.TEXT, Label("Risk level", "风险等级")),
        Property("blocked", _T.BOOLEAN, Label("Blocked", "已冻结")),
        Property("last_used_at", _T.INSTANT, Label("Last used", "最近使用")),
    ),
    subtype="contact_type",
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
)

RISK_EVENT_TYPES = (
    "litigation",
    "enforcement",
    "dishonest_debtor",
    "consumption_limit",
    "equity_freeze",
    "bankruptcy",
    "abnormal_operation",
    "overdue",
    "rating_change",
    "default",
)

RISK_EVENT = Kind(
    "risk_event",
    Form.STATEMENT,
    Label("Risk event", "风险事件"),
    "RiskEvent",
    (
        Reference("party", "party", Label("Party", "主体")),
        Reference(
            "counterparty", "party", Label("Counterparty", "对方"), required=False
        ),
    ),
    (
        Property(
            "event_type",
            _T.CODE,
            Label("Event", "事件"),
            required=True,
            choices=RISK_EVENT_TYPES,
        ),
        Property("case_no", _T.TEXT, Label("Case number", "案号")),
        Property("court", _T.TEXT, Label("Court", "法院")),
        Property("status", _T.TEXT, Label("Status", "状态")),
        Property("amount", _T.MONEY, Label("Amount", "金额"), minimum=0),
        Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
    ),
    timing=Timing.EVENT,
    loss=Loss.NONE,
    subtype="event_type",
)

KINDS = (PARTY, OWNERSHIP, ROLE, FAMILY, CONTACT, CONTACT_USE, RISK_EVENT)
