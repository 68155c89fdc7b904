# ruff: noqa: D102 - the names of tests are sentences
"""One table of expectations for finding parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import SearchHit
from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
PARTIES = [
    {
        "party_id": "uscc:914403001922038216",
        "name": "华为技术有限公司",
        "name_en": "Huawei Technologies Co., Ltd.",
        "uscc": "914403001922038216",
        "city": "深圳",
        "aliases": "finbench-company:77;old-3",
    },
    {"party_id": "p:shanghai", "name": "上海华为投资有限公司"},
    {"party_id": "p:people", "name": "中华为民基金会", "party_type": "fund"},
    {"party_id": "p:apart", "name": "中为华民公司"},
    {"party_id": "lei:529900T8BM49AURSDO55", "name": "Société Générale"},
    {"party_id": "p:bank", "name": "重庆银行", "party_type": "bank", "lei": "LEI9"},
    {
        "party_id": "p:wang",
        "name": "王伟",
        "party_type": "person",
        "personal_id": "510102199001011234",
    },
    {"party_id": "p:wang2", "name": "王伟明", "party_type": "person"},
    {"party_id": "p:rare", "name": "𬭎𪩘公司"},
    {"party_id": "p:mixed", "name": "TCL集团股份"},
    {"party_id": "p:jinan", "name": "济南华东（集团）有限公司"},
    {"party_id": "p:bank2", "name": "重庆银行股份"},
    {"party_id": "p:leye", "name": "长沙乐业", "name_en": "Changsha Job Hunters"},
    {"party_id": "p:quote", "name": 'O\'Neil "OR" NOT* (AND)'},
]
HUAWEI = "uscc:914403001922038216"
EXPECTED = {
    # one character, a pair, more than a pair
    "华": [HUAWEI, "p:apart", "p:people", "p:shanghai", "p:jinan"],
    "华为": [HUAWEI, "p:people", "p:shanghai"],
    "华为技术": [HUAWEI],
    "华为技木": [],
    "上海 华为": ["p:shanghai"],
    "华为,有限公司": [HUAWEI, "p:shanghai"],
    "𬭎": ["p:rare"],
    # a whole name before longer ones
    "王伟": ["p:wang", "p:wang2"],
    # pinyin: all in one, its start, by syllable, initials, right reading
    "huaweijishuyouxiangongsi": [HUAWEI],
    "huaweiji": [HUAWEI],
    "hua wei": ["p:apart", "p:people", HUAWEI, "p:shanghai"],
    "cqyh": ["p:bank", "p:bank2"],
    "chongqingyinhang": ["p:bank", "p:bank2"],
    "zhongqing": ["p:bank", "p:bank2"],  # a typo, not a reading
    "zhongqin": [],
    # pinyin by words, wherever they are in a name, and unfinished ones
    "jinan huadong": ["p:jinan"],
    "Jinan Hua Dong": ["p:jinan"],
    "huadong": ["p:jinan"],
    "huadongjituan": ["p:jinan"],
    "huadongji": ["p:jinan"],
    "huadongjit": ["p:jinan"],
    "jituan jinan": ["p:jinan"],
    "dongnan jinan": [],
    "changsha leye": ["p:leye"],
    "chongqing yinhang": ["p:bank", "p:bank2"],
    "yinhang gufen": ["p:bank2"],
    # without brackets, and with others
    "济南华东集团": ["p:jinan"],
    "华东集团有限": ["p:jinan"],
    "济南(华东)集团": ["p:jinan"],
    # one typo a word of five letters or more: added, left out, changed, swapped
    "jinna huadong": ["p:jinan"],
    "jinan huadongg": ["p:jinan"],
    "huadng": ["p:jinan"],
    "huabong": ["p:jinan"],
    "chongqnig yihnang": ["p:bank", "p:bank2"],
    "huadnogjituan": ["p:jinan"],
    "chnagshaleye": ["p:leye"],
    "hunterz": ["p:leye"],
    "jbo hunters": [],  # too short
    "hnuterz": [],  # two typos
    "Hauwei Technologies": [HUAWEI],
    # words of other scripts: case, accents, the start of the last one
    "SOCIETE generale": ["lei:529900T8BM49AURSDO55"],
    "société gén": ["lei:529900T8BM49AURSDO55"],
    "huawei tech": [HUAWEI],
    "ｔｃｌ集团": ["p:mixed"],
    "tcl": ["p:mixed"],
    # numbers: an id, its value, its start, an alias, whatever separates the parts
    HUAWEI: [HUAWEI],
    "914403001922038216": [HUAWEI],
    "9144": [HUAWEI],
    "4403": [],
    "finbench-company:77": [HUAWEI],
    "FinBench company 77": [HUAWEI],
    "77": [HUAWEI],
    "old-3": [HUAWEI],
    "529900t8bm49aursdo55": ["lei:529900T8BM49AURSDO55"],
    "lei9": ["p:bank"],
    # schemes, identity documents and nothing are not searched
    "uscc": [],
    "510102199001011234": [],
    "5101": [],
    "": [],
    " -:' ": [],
    # what another language would take for an operator
    "o'neil": ["p:quote"],
    '"or" not*': ["p:quote"],
    "neil OR nothing": [],
}


class SearchContract:
    """Searches."""

    @pytest.mark.parametrize("text", EXPECTED)
    def test_a_text_finds(self, store: Store, text: str) -> None:
        write(store, {"party": PARTIES})
        found = [hit.party_id for hit in store.view().search(text)]
        assert found == EXPECTED[text]

    def test_a_hit_says_what_matched(self, store: Store) -> None:
        write(store, {"party": PARTIES})
        at = store.at()
        name, name_en = "华为技术有限公司", "Huawei Technologies Co., Ltd."
        for text, matched, column in (
            ("华为技术", name, "name"),
            ("huaweijishu", name, "name"),
            ("technologies", name_en, "name_en"),
            ("tehcnologies", name_en, "name_en"),
            ("77", "finbench-company:77", "aliases"),
            ("9144", HUAWEI, "party_id"),
        ):
            assert store.view(at).search(text) == [
                SearchHit(
                    HUAWEI,
                    "company",
                    name,
                    name_en,
                    matched,
                    column,
                    city="深圳",
                    number="914403001922038216",
                )
            ]

    def test_whole_numbers_come_first(self, store: Store) -> None:
        parties = [
            {"party_id": "p:1", "name": "77"},
            {"party_id": "p:2", "name": "778"},
            {"party_id": "p:3", "name": "a long name", "aliases": "x:77"},
        ]
        write(store, {"party": parties})
        found = [hit.party_id for hit in store.view().search("77")]
        assert found == ["p:3", "p:1", "p:2"]

    def test_the_limit_keeps_the_best(self, store: Store) -> None:
        write(store, {"party": PARTIES})
        found = store.view().search("华为", limit=2)
        assert [hit.party_id for hit in found] == EXPECTED["华为"][:2]
        assert store.view().search("华为", limit=0) == []

    def test_only_the_types_asked_for_are_found(self, store: Store) -> None:
        write(store, {"party": PARTIES})
        found = store.view().search("华", party_types=["fund", "bank"])
        assert [hit.party_id for hit in found] == ["p:people"]

    def test_a_party_is_found_by_the_name_it_had_then(self, store: Store) -> None:
        row = {"party_id": "a", "name": "旧名", "valid_from": 100}
        store.append(batch(PARTY, [row]))
        before = store.at(as_of=500)
        store.append(batch(PARTY, [row | {"name": "正名"}]))
        store.append(batch(PARTY, [row | {"name": "新号", "valid_from": 400}]))

        def found(text: str, as_of: int) -> list[str]:
            hits = store.view(store.at(as_of=as_of)).search(text)
            return [hit.name for hit in hits]

        assert [hit.name for hit in store.view(before).search("旧名")] == ["旧名"]
        assert found("旧名", 500) == []
        assert found("正名", 300) == ["正名"]
        assert found("正名", 99) == []
        assert found("正名", 500) == []
        assert found("新号", 500) == ["新号"]

    def test_a_party_of_two_sources_is_found_once(self, store: Store) -> None:
        rows = [
            {"party_id": "a", "name": "华为公司", "source": "x"},
            {"party_id": "a", "name": "华为", "source": "y"},
        ]
        write(store, {"party": rows})
        assert [hit.name for hit in store.view().search("华为")] == ["华为"]
        assert [hit.name for hit in store.view().search("公司")] == ["华为"]
