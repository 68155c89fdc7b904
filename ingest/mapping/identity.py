"""Who a row means: ids of parties and numbers of contracts, from what rows say.

A valid credit code or LEI makes the id. A name alone makes one, too: the same firm by
the same full name, until somebody says its code. Records are named by the texts of
rows, never by ids, so that the same list corrects itself once codes are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.compute as pc

from graph.identifier import VALUE_LIMIT, id_fault
from graph.vocabulary import KINDS
from ingest.mapping.simplified import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.stores.base import Store

NAME_SCHEME = "name"
PERSON = "person"
_NODE_SCHEMES = {"guarantee": "contract"}
_BRACKETS = str.maketrans("〔〕【】［］〈〉《》{}[]", "()()()()()()()")
_NO_ID = re.compile(r"[\s;]+")
_PLAIN = re.compile(rf"[!-:<-~]{{1,{VALUE_LIMIT}}}")
"""Of ASCII alone, so that nothing has to be looked at twice."""


class Mention(NamedTuple):
    """What a row says of a party to tell it from others; empty where nothing."""

    name: str
    uscc: str
    lei: str
    id: str
    party_type: str
    of: str

    @property
    def is_person(self) -> bool:
        """Whether many may bear its name."""
        return self.party_type == PERSON

    @property
    def code(self) -> str:
        """The id that a number makes; empty where it has none."""
        for scheme, value in (("", self.id), ("uscc:", self.uscc), ("lei:", self.lei)):
            if value:
                return scheme + value
        return ""


@dataclass(slots=True)
class Identities:
    """Ids of mentions.

    Attributes
    ----------
    keys
        Texts that their records are named by.
    taken
        Names for which the id of a described company was taken, with that id.
    """

    ids: dict[Mention, str] = field(default_factory=dict)
    keys: dict[Mention, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


def name_key(name: str) -> str:
    """A full name without width, case, spaces, traditional characters, odd brackets.

    Examples
    --------
    >>> name_key("福建 华夏（集团）有限公司")
    '福建华夏(集团)有限公司'
    """
    if name.isascii():
        return "".join(name.lower().split()).translate(_BRACKETS)
    folded = simplified(unicodedata.normalize("NFKC", name)).casefold()
    return "".join(folded.translate(_BRACKETS).split())


def described_companies(store: Store) -> dict[str, str]:
    """Ids of described companies by the name that one alone bears.

    Companies that are known by nothing but a name are left out: a row of that name
    means the same one anyhow.
    """
    table = store.view().nodes(KINDS["party"])
    found: dict[str, set[str]] = defaultdict(set)
    columns = (table[name].to_pylist() for name in ("party_id", "name", "party_type"))
    for party, name, kind in zip(*columns, strict=True):
        if kind != PERSON and not party.startswith(f"{NAME_SCHEME}:"):
            found[name_key(name)].add(party)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def stated_types(store: Store, source: str) -> dict[str, str]:
    """What parties are by the newest description of another source, by id.

    Parameters
    ----------
    source
        Whose descriptions are left out: what a mapping supposes is no statement.
    """
    if not store.sequence():
        return {}
    table = store.view().select(KINDS["party"])
    table = table.filter(pc.not_equal(table["source"], source)).sort_by("collected_at")
    ids, types = table["party_id"].to_pylist(), table["party_type"].to_pylist()
    return dict(zip(ids, types, strict=True))


def identities(mentions: Iterable[Mention], described: Mapping[str, str]) -> Identities:
    """The id of each mention.

    Parameters
    ----------
    described
        As `described_companies` gives it; empty where names are never taken for one
        another.

    Notes
    -----
    O(mentions). A mention without a number is the company of its name: the one whose
    number other rows state, if all state the same, or else the described one.
    """
    keyed = [(mention, name_key(mention.name)) for mention in mentions]
    stated: dict[str, set[str]] = defaultdict(set)
    for mention, key in keyed:
        if key and mention.code and not mention.is_person:
            stated[key].add(mention.code)
    found = Identities()
    for mention, key in keyed:
        codes = stated.get(key, set())
        called = key or mention.uscc or mention.lei or mention.id
        if mention.is_person and mention.of:
            called = f"{name_key(mention.of)}/{called}"
        own = mention.code
        if not own and key and not mention.is_person:
            if len(codes) == 1:
                [own] = codes
            elif not codes and key in described:
                own = found.taken[mention.name] = described[key]
        found.ids[mention] = own or (as_id(NAME_SCHEME, called) if key else "")
        several = mention.code if len(codes) > 1 else ""
        found.keys[mention] = f"{called}/{several}" if several else called
    return found


def as_id(scheme: str, text: str) -> str:
    """A text as the value of an id; one that can be none becomes a hash.

    Examples
    --------
    >>> as_id("name", "华夏 集团")
    'name:华夏_集团'
    """
    if _PLAIN.fullmatch(text):
        return f"{scheme}:{text}"
    value = _NO_ID.sub("_", unicodedata.normalize("NFC", text.strip()))
    made = f"{scheme}:{value}"
    if len(value) <= VALUE_LIMIT and id_fault(made) is None:
        return made
    return f"{scheme}:~{_hash((text,))}"


def node_id(kind: str, source: str, number: str | None, texts: Sequence[str]) -> str:
    """The id of a contract, loan or other node of a row.

    Parameters
    ----------
    number
        As typed; None: it has none, and what else the row says of it names it.
    """
    scheme = _NODE_SCHEMES.get(kind, kind.replace("_", "-"))
    own = name_key(number) if number else f"~{_hash(texts)}"
    return as_id(scheme, f"{source}/{own}")


def _hash(texts: Sequence[str]) -> str:
    whole = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=10).hexdigest()
