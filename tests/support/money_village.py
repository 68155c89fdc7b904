"""Facts of firms whose money goes round, each ring with another story.

::

    Haituo -> Ruihe -> Boyuan -> Boyuan -> ? -> Zhongcheng -> Haituo
        Chen holds most of Haituo and of Zhongcheng, and Ruihe shares an officer and a
        telephone with Haituo; nobody knows who holds the fifth account
    Jiuzhou -> Anxin -> Feixiang -> Jiuzhou    one order number: a refund
    Huaxin -> its finance firm -> its trading firm -> Huaxin    a cash sweep
    Litong -> Dexin -> Tongda -> Litong    nothing explains it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from graph.testing.facts import Rows

AS_OF = 1_790_812_799_999
"""2026-09-30, the end of the day."""
HOUR = 3_600_000
AUGUST = 1_785_715_200_000
"""2026-08-03."""
FIRMS = {
    "haituo": ("海拓化工有限公司", "Haituo Chemical Co., Ltd."),
    "ruihe": ("瑞禾粮油有限公司", "Ruihe Grain & Oil Co., Ltd."),
    "boyuan": ("博远纺织有限公司", "Boyuan Textile Co., Ltd."),
    "zhongcheng": ("中诚投资有限公司", "Zhongcheng Investment Co., Ltd."),
    "jiuzhou": ("九州零售有限公司", "Jiuzhou Retail Co., Ltd."),
    "anxin": ("安信支付有限公司", "Anxin Pay Co., Ltd."),
    "feixiang": ("飞翔食品有限公司", "Feixiang Foods Co., Ltd."),
    "huaxin": ("华信集团有限公司", "Huaxin Group Co., Ltd."),
    "huaxin-finance": ("华信财务有限公司", "Huaxin Finance Co., Ltd."),
    "huaxin-trading": ("华信贸易有限公司", "Huaxin Trading Co., Ltd."),
    "litong": ("立通汽配有限公司", "Litong Auto Parts Co., Ltd."),
    "dexin": ("德信锻造有限公司", "Dexin Forging Co., Ltd."),
    "tongda": ("通达物流有限公司", "Tongda Logistics Co., Ltd."),
}
CHEN, LIN = "chen", "lin"
# holders of accounts in the order in which money passes, hours since, and thousands
RINGS: dict[str, list[tuple[str | None, int, int]]] = {
    "scheme": [
        ("haituo", 9, 38_000),
        ("ruihe", 39, 37_620),
        ("boyuan", 82, 36_900),
        ("boyuan", 83, 36_900),
        (None, 182, 36_530),
        ("zhongcheng", 232, 36_200),
    ],
    "refund": [("jiuzhou", 5, 12_400), ("anxin", 8, 12_400), ("feixiang", 26, 12_400)],
    "sweep": [
        ("huaxin", 1, 120_000),
        ("huaxin-finance", 3, 120_000),
        ("huaxin-trading", 5, 120_000),
    ],
    "plain": [("litong", 30, 29_500), ("dexin", 75, 29_100), ("tongda", 176, 28_600)],
}
ORDERS = {"refund": "88-4017"}


def money_rows() -> Rows:
    """Facts of the firms."""
    rows: Rows = {
        "party": [
            {"party_id": f"firm:{name}", "party_type": "company"}
            | {"name": chinese, "name_en": english}
            for name, (chinese, english) in FIRMS.items()
        ]
    }
    rows["party"] += [
        {"party_id": f"person:{name}", "party_type": "person"}
        | {"name": chinese, "name_en": english}
        for name, chinese, english in (
            (CHEN, "陈国荣", "Chen Guorong"),
            (LIN, "林晓", "Lin Xiao"),
        )
    ]
    owned = [(f"person:{CHEN}", name) for name in ("haituo", "zhongcheng")]
    owned += [("firm:huaxin", f"huaxin-{name}") for name in ("finance", "trading")]
    rows["ownership"] = [
        {"owner_id": owner, "asset_id": f"firm:{name}", "share": SHARE_UNIT * 7 // 10}
        for owner, name in owned
    ]
    rows["contact"] = [{"contact_id": "tel:1", "contact_type": "phone"}]
    rows["contact_use"], rows["role"] = [], []
    for name in ("haituo", "ruihe"):
        shared = {"company_id": f"firm:{name}", "role_type": "director"}
        rows["role"].append({"person_id": f"person:{LIN}", **shared})
        rows["contact_use"].append({"party_id": f"firm:{name}", "contact_id": "tel:1"})
    rows["account"], rows["account_holder"], rows["transfer"] = [], [], []
    for ring, hops in RINGS.items():
        accounts = [f"acct:{ring}-{place}" for place in range(len(hops))]
        for account, (holder, hours, thousands) in zip(accounts, hops, strict=True):
            rows["account"].append({"account_id": account})
            if holder is not None:
                held = {"holder_id": f"firm:{holder}", "account_id": account}
                rows["account_holder"].append(held)
            place = accounts.index(account)
            payment: dict[str, Any] = {
                "payer_id": account,
                "payee_id": accounts[(place + 1) % len(accounts)],
                "amount": thousands * 100_000,
                "currency": "CNY",
                "goods_type": "采购款" if ring == "scheme" and not place else None,
                "order_no": ORDERS.get(ring),
                "valid_from": AUGUST + hours * HOUR,
                "source": "core-banking",
                "record_id": f"T-{ring}-{place}",
            }
            rows["transfer"].append(payment)
    return rows
