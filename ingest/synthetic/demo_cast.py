"""The cast of the demo case: six firms in a circle, and who stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ingest.synthetic.codes import credit_codes

CITY = 0
"""Linyuan: no other party of an economy lives there, so that names are theirs alone."""
MILLION = 1_000_000
BASE = 9_000_001
"""The case's loans, contracts and persons are numbered from here on."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Firm:
    """A company of the case; amounts in millions of yuan, `self_pd` a probability."""

    key: str
    name: str
    name_en: str
    sector: str
    loan: int = 0
    net_assets: int = 60
    self_pd: float = 0.012
    grade: str = "BBB"
    party_type: str = "company"


FIRMS = (
    Firm("boyuan", "博远纺织", "Boyuan Textile", "C17", 230, 70, 0.024, "BB"),
    Firm("jinqiao", "金桥机械", "Jinqiao Machinery", "C34", 180, 55, 0.031, "BB"),
    Firm("haituo", "海拓化工", "Haituo Chemical", "C26", 210, 300, 0.098, "B"),
    Firm("ruihe", "瑞禾粮油", "Ruihe Grain & Oil", "C13", 160, 110, 0.020, "BBB"),
    Firm("dongling", "东岭建材", "Dongling Materials", "C30", 90, 290, 0.009, "A"),
    Firm("hengsheng", "恒升钢贸", "Hengsheng Steel", "F51", 140, 140, 0.016, "BBB"),
    Firm("zhongcheng", "中诚投资", "Zhongcheng Investment", "L72"),
    Firm("jianian", "嘉年商贸", "Jianian Trading", "F51"),
    Firm("baichuan", "百川食品", "Baichuan Foods", "C14", 45, 60, 0.012, "BBB"),
    Firm("huanian", "华年印刷", "Huanian Printing", "C23", 15, 25, 0.011, "BBB"),
    Firm("xinlan", "信澜造纸", "Xinlan Paper", "C22", 10, 20, 0.014, "BBB"),
    Firm("mingyuan", "明远家具", "Mingyuan Furniture", "C21", 20, 30, 0.010, "BBB"),
    Firm("taihe", "泰禾农业", "Taihe Agriculture", "A01", 16, 22, 0.013, "BBB"),
    Firm("guangda", "广达运输", "Guangda Transport", "G54", 14, 18, 0.015, "BBB"),
    Firm("yongmao", "永茂橡胶", "Yongmao Rubber", "C29", 12, 21, 0.011, "BBB"),
    Firm("liyang", "利洋水产", "Liyang Aquatic", "A04", 11, 16, 0.018, "BBB"),
    Firm("fuan", "福安塑料", "Fuan Plastics", "C29", 11, 15, 0.012, "BBB"),
    Firm("shunchang", "顺昌物流", "Shunchang Logistics", "G59", 9, 14, 0.016, "BBB"),
    Firm("jiarun", "佳润装饰", "Jiarun Decoration", "E50", 8, 12, 0.013, "BBB"),
    Firm("xingye", "星烨电子", "Xingye Electronics", "C39", 7, 13, 0.011, "BBB"),
    Firm(
        "huaxin",
        "华信融资担保",
        "Huaxin Guarantee",
        "J67",
        0,
        500,
        0.004,
        "AA",
        "guarantee_company",
    ),
)
COMPANIES = sum(firm.party_type == "company" for firm in FIRMS)
"""Companies of the case, which count among those of the economy."""

MEMBERS = ("hengsheng", "boyuan", "jinqiao", "haituo", "ruihe", "dongling")
"""The ring in order: each guarantees the next, the last the first."""
CONTROLLED = ("haituo", "boyuan", "ruihe")
STAR = FIRMS[11:20]
"""Debtors whom Dongling guarantees besides."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A contract of the case, `amount` in millions, dates in days before the day."""

    guarantor: str
    debtor: str
    amount: int
    signed: int
    note: str = ""  # "lapsed" or "no resolution"


PROMISES = (
    Promise("boyuan", "jinqiao", 80, 1_960),
    Promise("jinqiao", "haituo", 95, 1_740),
    Promise("boyuan", "dongling", 30, 1_560, "lapsed"),
    Promise("haituo", "ruihe", 150, 1_390),
    Promise("ruihe", "boyuan", 110, 1_130),
    Promise("haituo", "jinqiao", 60, 940),
    Promise("huaxin", "jinqiao", 40, 930),
    Promise("hengsheng", "boyuan", 120, 650),
    Promise("ruihe", "dongling", 45, 560),
    Promise("hengsheng", "ruihe", 50, 480, "no resolution"),
    Promise("hengsheng", "baichuan", 30, 300),
    Promise("baichuan", "huanian", 12, 290),
    Promise("huanian", "xinlan", 8, 200),
    *(
        Promise("dongling", firm.key, amount, 700 - 40 * place)
        for place, (firm, amount) in enumerate(
            zip(STAR, (15, 12, 10, 9, 8, 8, 7, 6, 5), strict=True)
        )
    ),
    Promise("dongling", "hengsheng", 70, 26),
)

PERSONS = (
    # key, name, Latin name
    ("chen", "陈国荣", "Chen Guorong"),
    ("lin", "林梅英", "Lin Meiying"),
    ("zhou", "周文博", "Zhou Wenbo"),
    ("shen", "沈雪", "Shen Xue"),
    ("xu", "许建平", "Xu Jianping"),
    ("tang", "唐海波", "Tang Haibo"),
    ("fang", "冯志强", "Feng Zhiqiang"),
    ("he", "何丽华", "He Lihua"),
)
HOLDINGS = (
    # owner, owned, percent
    ("chen", "zhongcheng", 51),
    ("zhou", "zhongcheng", 49),
    ("zhongcheng", "haituo", 67),
    ("zhou", "haituo", 33),
    ("lin", "jianian", 70),
    ("shen", "jianian", 30),
    ("jianian", "boyuan", 66),
    ("shen", "boyuan", 34),
    ("zhou", "ruihe", 60),
    ("shen", "ruihe", 40),
    ("xu", "jinqiao", 80),
    ("he", "jinqiao", 20),
    ("tang", "dongling", 100),
    ("fang", "hengsheng", 90),
    ("he", "hengsheng", 10),
)
ROLES = (
    ("chen", "zhongcheng", "legal_representative"),
    ("zhou", "haituo", "legal_representative"),
    ("lin", "jianian", "legal_representative"),
    ("shen", "boyuan", "legal_representative"),
    ("zhou", "ruihe", "legal_representative"),
    ("xu", "jinqiao", "legal_representative"),
    ("tang", "dongling", "legal_representative"),
    ("fang", "hengsheng", "legal_representative"),
    ("he", "haituo", "finance_officer"),
    ("he", "ruihe", "finance_officer"),
)
SHARED = ("zhongcheng", "haituo", "ruihe")
"""Firms with one address, and, the holding aside, one telephone."""

EVENTS = (
    # firm, event, days before, millions, case number
    ("haituo", "overdue", 210, 12.0, None),
    ("haituo", "litigation", 150, 38.2, "民初0147"),
    ("haituo", "equity_freeze", 95, 20.0, "执保0096"),
    ("haituo", "enforcement", 40, 38.2, "执0281"),
    ("jinqiao", "litigation", 60, 4.5, "民初0203"),
)

PAYMENTS = (
    # payer, payee, millions, days before the day
    ("ruihe", "jianian", 18.0, 75),
    ("jianian", "zhongcheng", 17.6, 74),
    ("zhongcheng", "haituo", 17.1, 72),
    ("haituo", "ruihe", 16.8, 70),
)
"""Money of the hidden owner's firms on its way round."""


def firm_ids() -> dict[str, str]:
    """Party ids of the firms by key; the same in every economy."""
    codes = credit_codes(np.arange(len(FIRMS)), np.full(len(FIRMS), CITY))
    return {
        firm.key: f"uscc:{code.decode()}"
        for firm, code in zip(FIRMS, codes, strict=True)
    }


def person_ids() -> dict[str, str]:
    """Party ids of the persons by key."""
    return {
        key: f"demo-person:{BASE + place}" for place, (key, _, _) in enumerate(PERSONS)
    }


def case_ids() -> dict[str, str]:
    """Party ids of firms and persons by key."""
    return firm_ids() | person_ids()


def own_id(prefix: str, key: str) -> str:
    """Id of a firm's own loan or account."""
    place = next(place for place, firm in enumerate(FIRMS) if firm.key == key)
    return f"{prefix}:{BASE + place}"
