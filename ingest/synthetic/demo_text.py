"""What to look at in the demo case, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.synthetic.demo_cast import (
    CONTROLLED,
    FIRMS,
    MEMBERS,
    PAYMENTS,
    PERSONS,
    PROMISES,
    STAR,
    firm_ids,
    person_ids,
)
from ingest.synthetic.demo_credit import contract_id

if TYPE_CHECKING:
    from datetime import date

_TITLE = {"en": "The Linyuan steel circle", "zh": "临渊钢贸担保圈"}
_SUMMARY = {
    "en": "Six firms of Linyuan guarantee each other in a ring, and three of them "
    "answer to one person whom no register names as their owner.",
    "zh": "临渊六家企业互保成圈，其中三家实际上听命于同一个人，工商登记上却看不到他。",
}


def _both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


_STEPS = {
    "circle": _both(
        "The ring closed 26 days ago, when Dongling guaranteed Hengsheng for ¥70m."
        " Before that there was a circle of four.",
        "26天前东岭为恒升担保7000万元，六家企业就此成圈；此前只有四家成圈。",
    ),
    "controller": _both(
        "Chen Guorong holds Haituo through Zhongcheng (51 % of 67 %), Boyuan through"
        " his wife's Jianian (70 % of 66 %), and Ruihe shares address, telephone and"
        " finance officer with Haituo. Six guarantors on paper are four in fact.",
        "陈国荣经中诚投资（51%→67%）控制海拓，经配偶的嘉年商贸（70%→66%）控制博远，"
        "瑞禾又与海拓共用地址、电话和财务负责人。账面六个保证人，实际只有四个。",
    ),
    "enforcement": _both(
        "Haituo has been under enforcement for ¥38.2m for 40 days. If it fails,"
        " Jinqiao is called for ¥95m against net assets of ¥55m.",
        "海拓40天前被强制执行3820万元。一旦违约，金桥须代偿9500万元，"
        "而其净资产只有5500万元。",
    ),
    "no_force": _both(
        "¥80m of guarantees have no force: Boyuan's for Dongling (¥30m) has lapsed,"
        " and Hengsheng's for Ruihe (¥50m) lacks a shareholders' resolution.",
        "8000万元担保没有效力：博远为东岭的3000万元保证期间已过，"
        "恒升为瑞禾的5000万元缺少股东会决议。",
    ),
    "outside": _both(
        "Only ¥40m of cover comes from outside the circle: Huaxin, a licensed"
        " guarantee company, for Jinqiao.",
        "圈外的保障只有4000万元：持牌的华信融资担保为金桥提供的担保。",
    ),
    "payments": _both(
        "¥18.0m left Ruihe 75 days ago, passed through Jianian, Zhongcheng and Haituo,"
        " and ¥16.8m of it were back in Ruihe's account five days later.",
        "75天前瑞禾汇出1800万元，经嘉年、中诚和海拓流转，五天后1680万元又回到瑞禾账上。",
    ),
    "star": _both(
        "Dongling is the soundest member, yet it also stands behind nine small"
        " debtors for ¥80m.",
        "东岭资质最好，却还为九家小企业担保共8000万元。",
    ),
}


def demo_case(as_of: date) -> dict[str, Any]:
    """Ids and texts of the case, for the truth file and the explorer's link."""
    ids = firm_ids() | person_ids()
    lines = {
        note: [
            contract_id(place)
            for place, promise in enumerate(PROMISES)
            if promise.note == note
        ]
        for note in ("lapsed", "no resolution")
    }
    return {
        "title": _TITLE,
        "summary": _SUMMARY,
        "as_of": as_of.isoformat(),
        "focus": ids["haituo"],
        "members": sorted(ids[key] for key in MEMBERS),
        "ring": [ids[key] for key in MEMBERS],
        "mutual_pair": [ids["jinqiao"], ids["haituo"]],
        "controller": ids["chen"],
        "controlled": [ids[key] for key in CONTROLLED],
        "under_enforcement": ids["haituo"],
        "outside_guarantor": ids["huaxin"],
        "star": {"guarantor": ids["dongling"], "debtors": [ids[f.key] for f in STAR]},
        "closing_contract": contract_id(len(PROMISES) - 1),
        "lapsed_contract": lines["lapsed"][0],
        "transfers": [f"case-transfer:{place}" for place in range(len(PAYMENTS))],
        "void_contract": lines["no resolution"][0],
        "names": {ids[firm.key]: [firm.name, firm.name_en] for firm in FIRMS}
        | {ids[key]: [name, latin] for key, name, latin in PERSONS},
        "steps": [{"key": key} | text for key, text in _STEPS.items()],
    }
