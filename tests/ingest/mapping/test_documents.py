"""Files of mappings: what is refused of them, and how they are read."""

import pytest

from ingest.errors import MappingError
from ingest.mapping.files import read_mapping
from mapped_lists import LIST, mapping_of


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mapping: 2", "mapping: '2' is wrong; expected less than or equal to 1"),
        ("mapping: 1\nskips: 1", "skips: is no key here"),
        ("mapping: 1\ncurrency: Taler", "currency: 'Taler' is no currency"),
        ("mapping: 1\nparties: {debtor: {name: N, party_type: {constant: firm}}}",
         "parties.debtor.party_type.constant: 'firm' is no known code"),
        ("mapping: 1\nparties: {asset: {registered_capital: {column: C, unit: 袋}}}",
         "expected a column for name"),
        ("mapping: 1\nparties: {asset: {id: N, uscc: {column: C, unit: 元}}}",
         "parties.asset.uscc.unit: is no amount"),
        ("mapping: 1\nfacts: {loan: {principal: {column: C, unit: 袋}}}",
         "facts.loan.principal.unit: '袋' is no unit"),
        ("[]", "holds no table of keys"),
        ("a: &x b\nc: *x", "line 2: uses an alias"),
        ("mapping: 1\nmapping: 1", "names a key twice"),
        ("mapping: 1\nparties: {buyer: {name: N}}", "parties.buyer: expected one of"),
        ("mapping: 1\nparties: {debtor: {nmae: N}}", "a party has no 'nmae'"),
        ("mapping: 1\nparties: {debtor: {name: N}}\nfacts: {loann: {}}",
         "facts.loann: expected one of"),
        ("mapping: 1\nparties: {debtor: {name: N}}\nfacts: {guarantor: {}}",
         "expected facts.guarantee"),
        ("mapping: 1\nparties: {debtor: {name: {column: N, constant: X}}}",
         "expected one of column, first and constant"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_names_its_faults(text, fault):
    with pytest.raises(MappingError) as refused:
        read_mapping(text.encode(), "list.yaml")
    assert str(refused.value).startswith("list.yaml: ")
    assert fault in str(refused.value)


def test_no_stays_a_text():
    text = LIST.replace(
        "cap: 金额", "disclosed: {column: D, values: {no: 'false'}}, cap: 金额"
    )
    rule = mapping_of(text)[0].facts["guarantee"].fields["disclosed"]
    assert rule.values == {"no": "false"}
