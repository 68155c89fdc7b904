"""What a store shows, written as a bundle and loaded again, is what it showed."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.instant import BEGINNING, At, to_milliseconds
from graph.model import FactBatch, batch_schema
from graph.stores import open_store
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, SHARE_UNIT, Form, PropertyType, Timing
from ingest.checks.patterns import is_currency
from ingest.errors import OptionError
from ingest.export import export_facts
from ingest.loading.load import load
from names import is_name

DAY = 86_400_000
FIRST, LAST = to_milliseconds(date(1, 1, 2)), to_milliseconds(date(9999, 12, 30))
AS_OF = to_milliseconds(date(2024, 6, 30))
LOST = ["file", "row", "recorded_from", "recorded_to"]
IDS = {
    kind.name: [f"{kind.name}:{number}" for number in range(3)]
    for kind in KINDS.values()
    if kind.form is Form.NODE
}
PAST = to_milliseconds(date(2025, 1, 1))
MOMENTS = st.sampled_from([AS_OF - 1, AS_OF, AS_OF + 1]) | st.integers(FIRST, LAST)
TEXTS = st.sampled_from(
    ["=1+1", "+86", "-1", "@a", '"', "a,b", "a\nb", "a\r\nb", "\t", " a ", "华夏", "''"]
) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1
)
NAMES = TEXTS.filter(is_name)
CODES = {"uscc": "91350100M000100Y43", "lei": "5493001KJTIIGC8Y1R12"}


def values_of(item):
    """Stored values that a load may have given a property."""
    if item.type is PropertyType.CODE:
        return st.sampled_from([code for code in item.choices if code != "state_organ"])
    if item.name in CODES:
        return st.just(CODES[item.name])
    if item.name == "name":
        return NAMES
    if is_currency(item):
        return st.sampled_from(["CNY", "JPY", "KWD"])
    low = int(item.minimum) if item.minimum is not None else -(10**12)
    high = int(item.maximum) if item.maximum is not None else 10**12
    return {
        PropertyType.TEXT: TEXTS,
        PropertyType.IDS: st.lists(
            st.text("abc:1", min_size=1).map("x:{}".format), min_size=1, unique=True
        ).map(lambda ids: ";".join(sorted(ids))),
        PropertyType.BOOLEAN: st.booleans(),
        PropertyType.INTEGER: st.integers(low, high),
        PropertyType.NUMBER: st.floats(
            item.minimum, item.maximum, allow_nan=False, allow_infinity=False
        ),
        PropertyType.MONEY: st.integers(low, high),
        PropertyType.SHARE: st.integers(1, SHARE_UNIT),
        PropertyType.DATE: MOMENTS.map(lambda moment: moment // DAY * DAY),
        PropertyType.INSTANT: MOMENTS,
    }[item.type]


def cells_of(item):
    values = values_of(item)
    # the currency is that of amounts, which need one
    required = item.required or item.name == "currency"
    return values if required else st.none() | values


@st.composite
def facts_about(draw, kind):
    """Some facts of a kind, and the nodes around them, visible or not."""
    others = {
        node: [plain_node(KINDS[node], name, draw(st.booleans())) for name in names]
        for node, names in IDS.items()
        if node != kind.name
    }
    own = IDS[kind.name] * 2 if kind.form is Form.NODE else [None] * 6
    rows = [draw(rows_of(kind, number, name)) for number, name in enumerate(own)]
    return {
        name: [*others.get(name, []), *(rows if name == kind.name else [])]
        for name in KINDS
    }


def plain_node(kind, name, ended):
    required = {item.name: "x" for item in kind.properties if item.required}
    codes = {item.name: item.choices[0] for item in kind.properties if item.choices}
    ends = {item.column: "party:1" for item in kind.references if item.required}
    return (
        required
        | codes
        | ends
        | {
            kind.tail.column: name,
            "source": "nodes",
            "record_id": name,
            "valid_from": BEGINNING,
            "valid_to": AS_OF if ended else None,
            "collected_at": 0,
        }
    )


@st.composite
def rows_of(draw, kind, number, name):
    row = {item.name: draw(cells_of(item)) for item in kind.properties}
    for place, item in enumerate(kind.references):
        # nobody may guarantee his own debt, or be his own relative
        apart = item.name in {"guarantor", "relative"}
        ids = IDS[item.node_kind][:1] if apart else None
        ids = ids or IDS[item.node_kind][1:]
        row[item.column] = draw(st.sampled_from(ids))
        if kind.form is Form.NODE and place == 0:
            row[item.column] = name
    begin = draw(MOMENTS)
    if kind.name == "case_outcome":
        # of one case not both outcomes, and nothing found that began after it
        row["outcome"] = "confirmed"
        row["began_on"] = draw(st.none() | st.just(begin // DAY * DAY))
    end = None
    if kind.timing is Timing.STATE:
        begin = draw(st.sampled_from([begin, BEGINNING]))
        end = draw(st.none() | MOMENTS.filter(lambda moment: moment > begin))
    record = draw(st.sampled_from([f"{number}", f"{number}=1,\n中文", None]))
    return row | {
        "source": draw(st.sampled_from(["银行", "a,b"])),
        "record_id": record or f"natural {number}",
        "valid_from": begin,
        "valid_to": end,
        "collected_at": draw(st.integers(FIRST, PAST)),
    }


def fill(store, rows_by_kind):
    for name, kind in KINDS.items():
        if rows := rows_by_kind.get(name):
            table = pa.Table.from_pylist(rows, batch_schema(kind))
            store.append(FactBatch(kind, table))


def shown(store, at):
    """Everything that a store shows and that can survive, by kind."""
    return {
        name: store.view(at).select(kind).drop_columns(LOST).to_pylist()
        for name, kind in KINDS.items()
    }


def exported_and_loaded(store, at):
    """The report of the export, that of the load, and what the new store shows."""
    with tempfile.TemporaryDirectory() as folder, open_store("memory://") as copy:
        written = export_facts(store, Path(folder) / "out", at)
        loaded = load(Path(folder) / "out", copy, timezone="Asia/Shanghai")
        later = At(at.as_of, copy.at().known_at)
        return written, loaded, shown(copy, later), copy.view(later).counts()


@pytest.mark.integration
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@at_most(5)
@given(data=st.data())
def test_facts_of_every_kind_come_back_as_they_were(kind, data):
    rows_by_kind = data.draw(facts_about(kind))
    with open_store("memory://") as store:
        fill(store, rows_by_kind)
        at = store.at(AS_OF)
        before, counts = shown(store, at), store.view(at).counts()
        if not any(before.values()):
            with pytest.raises(NotFoundError):
                exported_and_loaded(store, at)
            return
        written, loaded, after, counts_after = exported_and_loaded(store, at)
    assert (loaded.rejected, written.undescribed) == ([], {})
    assert after == before
    assert counts_after == counts


PARTIES = (
    "party_id,party_type,name,personal_id,registered_capital,currency,valid_to\n"
    "c:a,company,=甲,,1.5,CNY,\nc:b,person,乙,秘密,,,2024-05-31\n"
)
OWNERSHIP = "owner_id,asset_id,share,record_id\nc:b,c:a,0.25,\nc:a,c:b,1,own-1\n"


@pytest.mark.parametrize(
    "backend", ["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]
)
def test_every_store_can_be_exported(request, tmp_path, bundle, backend):
    urls = {"memory": "memory://", "sqlite": f"sqlite:///{tmp_path}/facts.db"}
    url = urls.get(backend) or request.getfixturevalue("neo4j_url")
    with open_store(url) as store:
        load(bundle(party=PARTIES, ownership=OWNERSHIP), store)
        at = store.at(AS_OF)
        before = shown(store, at)
        written, loaded, after, _ = exported_and_loaded(store, at)
    assert written.facts == {"party": 2, "ownership": 2}
    assert loaded.exit_code == 0
    assert after == before
    assert [party["party_id"] for party in after["party"]] == ["c:a"]


def test_only_what_was_known_then_is_written(store, bundle):
    load(bundle(party="party_id,party_type,name\nc:a,company,甲\n"), store)
    known = store.at().known_at
    load(bundle(party="party_id,party_type,name\nc:a,company,丙\nc:b,bank,乙\n"), store)
    _, _, after, _ = exported_and_loaded(store, store.at(AS_OF, known))
    assert [party["name"] for party in after["party"]] == ["甲"]


def test_names_that_no_file_could_hold_are_made_again(store, bundle):
    long, agency = f"c:{'x' * 200}", "x" * 900
    folder = bundle(
        party=f"party_id,party_type,name\n{long},company,甲\nc{long},company,乙\n",
        ownership=f"owner_id,asset_id\n{long},c{long}\n",
        rating=f'party_id,grade,agency,valid_from\n{long},A,"{agency} ",2020-01-01\n',
    )
    load(folder, store)
    [held] = store.view().select(KINDS["ownership"])["record_id"].to_pylist()
    assert len(held) == 2 * 202 + 2
    _, loaded, after, _ = exported_and_loaded(store, store.at())
    assert loaded.rejected == []
    assert after == shown(store, store.at())


def test_numbered_natural_names_keep_their_numbers(store, bundle):
    parties = "party_id,party_type,name\nc:a,company,甲\nc:b,company,乙\n"
    accounts = "account_id\nc:x\nc:y\n"
    transfers = (
        "payer_id,payee_id,transfer_type,amount,currency,occurred_at\n"
        + "c:x,c:y,transfer,1,CNY,2024-01-01T00:00:00Z\n" * 3
    )
    load(bundle(party=parties, account=accounts, transfer=transfers), store)
    _, _, after, _ = exported_and_loaded(store, store.at())
    assert after == shown(store, store.at())
    assert len(after["transfer"]) == 3


def test_facts_about_a_node_whose_description_was_retracted_are_counted(store, bundle):
    load(bundle(party=PARTIES, ownership=OWNERSHIP), store)
    store.retract(KINDS["party"], "delivery", ["c:b"])
    written, loaded, _, _ = exported_and_loaded(store, store.at(AS_OF))
    assert written.undescribed == {"party": 1}
    assert loaded.total("rejected") == 2


def test_a_folder_with_something_in_it_is_left_alone(store, bundle, tmp_path):
    load(bundle(party=PARTIES), store)
    (tmp_path / "mine").write_text("mine")
    for target, reason in (
        (tmp_path, "is not empty"),
        (tmp_path / "mine", "no folder"),
    ):
        with pytest.raises(OptionError, match=reason):
            export_facts(store, target, store.at())
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_failed_export_leaves_nothing_behind(store, bundle, tmp_path):
    load(bundle(party=PARTIES, ownership=OWNERSHIP), store)

    def fail(stage, *_):
        if stage == "export party":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_facts(store, tmp_path / "out", store.at(), progress=fail)
    with pytest.raises(NotFoundError, match="visible fact"):
        export_facts(store, tmp_path / "out", At(BEGINNING - 1, BEGINNING - 1))
    assert [path.name for path in tmp_path.iterdir()] == ["delivery"]


def test_only_the_owner_can_open_the_folder(store, bundle, tmp_path):
    load(bundle(party=PARTIES), store)
    export_facts(store, tmp_path / "out", store.at(AS_OF))
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["party.csv"]


def test_each_stage_is_told_to_its_end(store, bundle, tmp_path):
    load(bundle(party=PARTIES, ownership=OWNERSHIP), store)
    steps = []
    export_facts(
        store, tmp_path / "out", store.at(), progress=lambda *step: steps.append(step)
    )
    assert steps == [("export ownership", 2, 2), ("export party", 2, 2)]
