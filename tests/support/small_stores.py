"""Small stores with hostile texts, for whatever carries facts to other programs."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.instant import BEGINNING
from village_facts import AS_OF, DAY

TEXTS = st.sampled_from(
    (
        *("x", "=1+1", "+86", "@a", '"', "a\nb", "a\r\nb", "\t", " a ", "华夏", ""),
        *("]]>", "\x01", "<b>&amp;", "\ufffe", "'", "#REF!"),
    )
)
PARTIES = [f"c:{name}" for name in "abcde"]
BEGINS = st.sampled_from([BEGINNING, AS_OF - 400 * DAY, AS_OF - DAY, AS_OF, AS_OF + 1])
ENDS = st.sampled_from([None, AS_OF, AS_OF + 1, AS_OF + 90 * DAY])


@st.composite
def rows_of(draw, ends, **values):
    """A row that names one of the ids at each end, with these values and any times."""
    row = {column: draw(st.sampled_from(ids)) for column, ids in ends.items()}
    row |= {name: draw(value) for name, value in values.items()}
    begin, end = draw(BEGINS), draw(ENDS)
    if end is not None and end <= begin:
        end = None
    return row | {"valid_from": begin, "valid_to": end}


@st.composite
def small_stores(draw):
    """Rows by kind: parties, contracts, shares, telephones, loans, lawsuits."""
    amount = st.none() | st.integers(0, 10**17)
    money = {"currency": st.sampled_from(["CNY", "JPY", "KWD"])}
    share = st.none() | st.integers(1, 10**8)
    contracts = [f"g:{number}" for number in range(3)]
    rows = {
        "party": [
            {"party_id": name, "name": draw(TEXTS) or "x", "personal_id": "secret"}
            | {"party_type": draw(st.sampled_from(["company", "person"]))}
            for name in PARTIES
        ],
        "exchange_rate": [
            {"base_currency": code, "quote_currency": "CNY", "rate": 1.0}
            for code in ("JPY", "KWD")
        ],
        "contact": [{"contact_id": "t:1", "contact_type": "phone", "value": "secret"}],
        "guarantee": [
            draw(rows_of({"debtor_id": PARTIES}, cap=amount, relation=TEXTS, **money))
            | {"guarantee_id": name}
            for name in contracts
        ],
    }

    def some(ends, **values):
        return draw(st.lists(rows_of(ends, **values), max_size=4))

    return rows | {
        "guarantor": some(
            {"guarantor_id": PARTIES, "guarantee_id": contracts}, share=share
        ),
        "ownership": some({"owner_id": PARTIES, "asset_id": PARTIES}, share=share),
        "contact_use": some({"party_id": PARTIES, "contact_id": ["t:1"]}),
        "loan": [
            row | {"loan_id": f"l:{place}"}
            for place, row in enumerate(
                some({"borrower_id": PARTIES}, outstanding=amount, **money)
            )
        ],
        "risk_event": [
            row | {"valid_to": None}
            for row in some(
                {"party_id": PARTIES}, event_type=st.just("default"), court=TEXTS
            )
        ],
    }
