"""Payments that meet patterns, as tests of several modules plant them."""

from __future__ import annotations

from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.ring_parameters import DAY

AS_OF = 1_000 * DAY

FAN_IN = [(name, "x", day, 1_000) for day, name in enumerate("abcd", 2)]
FAN_IN = [(payer, payee, 2 + day / 4, amount) for payer, payee, day, amount in FAN_IN]
STRUCTURED = [("x", "y", day, 49_000) for day in (1, 2, 3)]


def rows_of(transfers, **others):
    names = sorted({end for row in transfers for end in row[:2]})
    return {
        "account": [{"account_id": name} for name in names],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": int(day * DAY),
                "amount": amount * 100,
                "currency": "CNY",
                "source": "bank",
                "record_id": f"{number:02}",
            }
            for number, (payer, payee, day, amount) in enumerate(transfers)
        ],
        **others,
    }


def asked(name, **values):
    return PatternParameters(questions=questions_of([name], **values))
