"""Accounts and the money that moves between them."""

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
)
from graph.vocabulary.schema import (
    Form,
    Kind,
    Property,
    PropertyType,
    Reference,
    Timing,
    codes,
)

_T = PropertyType
_MOVED = LineStyle(Colour.TRANSFER, arrow=Arrow.CHEVRON)
_ACCOUNT = Reference("account", "account", Label("Account", "账户"))
_LOAN = Reference("loan", "loan", Label("Loan", "贷款"))
_MONEY = (
    Property("amount", _T.MONEY, Label("Amount", "金额"), required=True, minimum=0),
    Property("currency", _T.TEXT, Label("Currency", "币种"), unit="ISO 4217"),
)

ACCOUNT = Kind(
    "account",
    Form.NODE,
    Label("Account", "账户"),
    "Account",
    (_ACCOUNT,),
    (
        Property("account_type", _T.TEXT, Label("Type", "类型")),
        Property("blocked", _T.BOOLEAN, Label("Blocked", "已冻结")),
        Property("nickname", _T.TEXT, Label("Nickname", "昵称"), personal=True),
        Property("phone", _T.TEXT, Label("Phone", "电话"), personal=True),
        Property("email", _T.TEXT, Label("E-mail", "电子邮箱"), personal=True),
        Property("login_type", _T.TEXT, Label("Usual login", "常用登录方式")),
        Property("last_login_at", _T.INSTANT, Label("Last login", "最近登录")),
        Property("level", _T.TEXT, Label("Level", "账户等级")),
    ),
    node=NodeDisplay(NodeStyle(Shape.BARREL, Icon.ACCOUNT), named_by=("account_type",)),
)

ACCOUNT_HOLDER = Kind(
    "account_holder",
    Form.EDGE,
    Label("Holds account", "持有账户"),
    "HOLDS",
    (Reference("holder", "party", Label("Holder", "持有人")), _ACCOUNT),
    (),
    relation=RelationDisplay(
        "account",
        Label("Account", "账户"),
        Label("account", "账户"),
        outward=Label("Accounts", "账户"),
        inward=Label("Holders", "持有人"),
        rank=100,
        above=True,
        self_evident=True,
    ),
)

TRANSFER = Kind(
    "transfer",
    Form.EDGE,
    Label("Transfer", "转账"),
    "TRANSFERS",
    (
        Reference("payer", "account", Label("From", "付款账户")),
        Reference("payee", "account", Label("To", "收款账户")),
    ),
    (
        Property(
            "transfer_type",
            _T.CODE,
            Label("Type", "类型"),
            required=True,
            codes=codes(transfer=("transfer", "转账"), withdraw=("withdrawal", "取现")),
        ),
        *_MONEY,
        Property("order_no", _T.TEXT, Label("Order number", "订单号")),
        Property("comment", _T.TEXT, Label("Remark", "附言")),
        Property("pay_type", _T.TEXT, Label("Payment type", "支付方式")),
        Property("goods_type", _T.TEXT, Label("Goods", "商品类别")),
    ),
    timing=Timing.EVENT,
    subtype="transfer_type",
    relation=RelationDisplay(
        "transfer",
        Label("Transfer", "转账"),
        Label("transfer", "转账"),
        outward=Label("Transfers out", "转出"),
        inward=Label("Transfers in", "转入"),
        rank=50,
        style=_MOVED,
        measure="amount",
    ),
)

DEPOSIT = Kind(
    "deposit",
    Form.EDGE,
    Label("Loan pay-out", "放款"),
    "PAID_OUT_TO",
    (_LOAN, _ACCOUNT),
    _MONEY,
    timing=Timing.EVENT,
    relation=RelationDisplay(
        "deposit",
        Label("Loan pay-out", "放款"),
        Label("paid out to", "放款至"),
        outward=Label("Paid out to", "放款账户"),
        inward=Label("Loan pay-outs", "放款"),
        rank=51,
        style=LineStyle(Colour.TRANSFER, Stroke.DASHED, arrow=Arrow.CHEVRON),
        measure="amount",
    ),
)

REPAYMENT = Kind(
    "repayment",
    Form.EDGE,
    Label("Repayment", "还款"),
    "REPAYS",
    (_ACCOUNT, _LOAN),
    _MONEY,
    timing=Timing.EVENT,
    relation=RelationDisplay(
        "repayment",
        Label("Repayment", "还款"),
        Label("repays", "偿还"),
        outward=Label("Repays loans", "偿还贷款"),
        inward=Label("Repaid from", "还款账户"),
        rank=52,
        style=LineStyle(Colour.TRANSFER, Stroke.DOTTED, arrow=Arrow.CHEVRON),
        measure="amount",
    ),
)

SIGN_IN = Kind(
    "sign_in",
    Form.EDGE,
    Label("Sign-in", "登录"),
    "SIGNED_IN_TO",
    (Reference("contact", "contact", Label("Device", "设备")), _ACCOUNT),
    (Property("location", _T.TEXT, Label("Location", "地点"), personal=True),),
    timing=Timing.EVENT,
    relation=RelationDisplay(
        "sign_in",
        Label("Sign-in", "登录"),
        Label("signed in to", "登录"),
        outward=Label("Accounts signed in to", "登录账户"),
        inward=Label("Devices signed in from", "登录设备"),
        rank=110,
        style=LineStyle(Colour.ROLE, Stroke.DOTTED),
        self_evident=True,
    ),
)
