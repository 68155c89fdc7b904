"""What the columns of D are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.features.control_groups import KINDS
from gnn.features.schema import Group, Unit, described

if TYPE_CHECKING:
    from gnn.features.schema import Feature

    Rows = tuple[tuple[str, Unit, str, str], ...]

_N, _PART, _SUM = Unit.COUNT, Unit.SHARE, Unit.LOG_AMOUNT
_CONTROL = ("ownership", "role", "contact_use", "family")
_KINDS = {
    "one": ("a controller one step away", "实际控制人（一步内）"),
    "two": ("a controller within two steps", "实际控制人（两步内）"),
    "owner": ("an owner", "股东"),
    "officer": ("an officer", "任职人员"),
    "contact": ("a contact point", "联系方式"),
}
"""What two firms may share, by the names in `SharedControl.kinds`."""
_BRIEFLY = {**_KINDS, "two": ("a controller", "实际控制人")}


def _shared(name: str, en: str, zh: str) -> Rows:
    """Some others, by what they share with the firm."""
    return tuple(
        (f"{name}_{kind}", _N, f"{en} sharing {what}", f"与其共享{was}的{zh}数")
        for kind, (what, was) in _KINDS.items()
    )


def _part(name: str, en: str, zh: str) -> Rows:
    """The part of some others that shares a controller."""
    return (
        (
            name,
            _PART,
            f"part of its {en} that shares a controller within two steps",
            f"{zh}中与其共享实际控制人（两步内）的比例",
        ),
    )


def _overlap(name: str, relation: str, zh: str, circle: str, circle_zh: str) -> Rows:
    """Those of a relation: its partners, circle, partners of partners, triangles."""
    partners, others = f"{relation} partners", f"{circle} partners"
    return (
        *_shared(f"{name}_partner", partners, f"{zh}对手"),
        *_part(f"{name}_partner_share", partners, f"{zh}对手"),
        *_shared(f"{name}_circle", others, f"{circle_zh}成员"),
        *_part(f"{name}_circle_share", others, f"{circle_zh}成员"),
        (
            f"{name}_circle_cluster",
            _N,
            f"firms of its {circle} tied to it by control",
            f"{circle_zh}内与其存在控制关联的企业数",
        ),
        (
            f"{name}_circle_largest",
            _PART,
            f"part of its {circle} in the largest group under one hand",
            f"{circle_zh}内最大关联企业群占比",
        ),
        (
            f"{name}_hop_two",
            _N,
            f"partners of its {partners} sharing a controller within two steps",
            f"与其共享实际控制人（两步内）的二度{zh}对手数",
        ),
        *_part(f"{name}_hop_share", f"partners' {relation} partners", f"二度{zh}对手"),
        (
            f"{name}_triangles_related",
            _N,
            f"{relation} triangles with a related firm",
            f"含关联企业的{zh}三角数",
        ),
    )


def _groups(name: str, relation: str, zh: str, circle: str, circle_zh: str) -> Rows:
    """How far circles and those within some steps share something."""
    places = {
        f"{name}_circle": (f"its {circle}", circle_zh),
        f"{name}_ball2": (f"two {relation}s", f"两步内{zh}企业"),
    }
    around = f"firms within two {relation}s"
    return (
        (f"{name}_ball2", _N, around, f"两步内{zh}企业数"),
        *(
            row
            for place, (en, where) in places.items()
            for what, was in ((kind, _BRIEFLY[kind]) for kind in KINDS)
            for row in (
                (
                    f"{place}_density_{what}",
                    _PART,
                    f"part of the pairs within {en} that share {was[0]}",
                    f"{where}中共享{was[1]}的企业对比例",
                ),
                (
                    f"{place}_tied_{what}",
                    _PART,
                    f"part of the firms within {en} that share {was[0]} with another",
                    f"{where}中与他企共享{was[1]}的比例",
                ),
            )
        ),
    )


def _moved(name: str, out: str, out_zh: str, into: str, into_zh: str) -> Rows:
    """Amounts to and from related firms."""
    return tuple(
        row
        for side, en, zh in (("out", out, out_zh), ("in", into, into_zh))
        for row in (
            (f"{name}_related_{side}", _SUM, f"{en} related firms", f"{zh}金额"),
            (
                f"{name}_related_{side}_share",
                _PART,
                f"share {en} related firms",
                f"{zh}占比",
            ),
        )
    )


FEATURES: tuple[Feature, ...] = described(
    Group.CONTROL_OVERLAP,
    _CONTROL,
    *_overlap("guarantee", "guarantee", "担保", "circle", "担保圈"),
    *_groups("guarantee", "guarantee", "担保", "circle", "担保圈"),
    *_moved(
        "guarantee",
        "guaranteed for",
        "为关联企业担保",
        "guaranteed by",
        "关联企业为其担保",
    ),
    *_overlap("payment", "payment", "收付款", "payment circle", "资金循环圈"),
    *_groups("payment", "payment", "收付款", "payment circle", "资金循环圈"),
    *_moved("payment", "paid to", "向关联企业付款", "received from", "关联企业来款"),
    (
        "network_related",
        _N,
        "related firms in its guarantee network",
        "担保网络内关联企业数",
    ),
    *_part("network_share", "guarantee network", "担保网络企业"),
    (
        "network_density",
        _PART,
        "related pairs in its guarantee network",
        "担保网络内关联企业对比例",
    ),
    (
        "related_mutual",
        _N,
        "related firms paid that paid it",
        "与其双向收付的关联企业数",
    ),
    (
        "related_circle",
        _N,
        "related firms in a payment circle",
        "关联企业间资金循环圈规模",
    ),
    (
        "related_rounds",
        _N,
        "rings of three payments of related firms",
        "关联企业三方循环付款数",
    ),
    (
        "related_onward",
        _N,
        "related firms paid over a third one",
        "经第三方付款的关联企业数",
    ),
    (
        "related_back",
        _N,
        "related firms that paid it over a third one",
        "经第三方来款的关联企业数",
    ),
    (
        "circular_out_share",
        _PART,
        "part of its payments that stays in its payment circle",
        "付款留在资金循环圈内的比例",
    ),
    (
        "circular_in_share",
        _PART,
        "part of its receipts from its payment circle",
        "来款来自资金循环圈的比例",
    ),
    (
        "circular_balance",
        _PART,
        "part of its payments into its circle that comes back",
        "资金循环圈内收付相抵比例",
    ),
    (
        "circular_log",
        _SUM,
        "money that came back to it in its payment circle",
        "资金循环圈内回流金额",
    ),
    (
        "both_partners",
        _N,
        "partners both by guarantee and payment",
        "既担保又有资金往来的企业数",
    ),
    (
        "both_related",
        _N,
        "related partners both by guarantee and payment",
        "既担保又有资金往来的关联企业数",
    ),
    (
        "circle_payments",
        _N,
        "payment partners in its guarantee circle",
        "担保圈内资金往来对手数",
    ),
    (
        "circle_payments_related",
        _N,
        "related payment partners in its circle",
        "担保圈内有资金往来的关联企业数",
    ),
)
