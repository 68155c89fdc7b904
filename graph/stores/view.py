"""Reads at one instant, the same for every store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING, final

from graph.descriptions import (
    ORDER,
    REMEMBERED,
    last_descriptions,
    merged,
    merged_rows,
)
from graph.errors import NotFoundError
from graph.lookup_keys import Lookup
from graph.model import content_hashes, facts_of
from graph.stores.columns import export_schema
from graph.stores.counting import count_facts
from graph.stores.lookup_order import Located, located
from graph.stores.search_order import PARTY, as_shown, hits_among
from graph.text import search_terms
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Fact, SearchHit
    from graph.stores.base import Store
    from graph.text import Query
    from graph.vocabulary import Kind


class StoreView(ABC):
    """What a store holds that is visible at one instant.

    It reads when it is asked. A store must answer `select`, `dormant` and `ended`; the
    rest follows from them here, and a store overrides what it answers faster.
    """

    def __init__(self, store: Store, at: At) -> None:
        self._store = store
        self.at = at

    @abstractmethod
    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Visible facts, ordered by source, record_id.

        With `by`, only those whose reference or property (without an index) of that
        name is one of `ids`. Columns: `batch_schema(kind)`, `recorded_from` and
        `recorded_to`. Ask for one row more than needed to learn whether the limit cut.
        """

    @final
    def nodes(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Nodes of a node kind, each once, with the description that counts.

        As `select`, but of several descriptions of a node `graph.descriptions` makes
        one. With `by`, those that name one of `ids` by that description.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        own, wanted = kind.tail.name, pa.array(ids, pa.string())
        if by is None or by == own:
            return merged_rows(kind, self.select(kind, by=by, ids=ids)).slice(0, limit)
        asked = limit
        while True:
            table = self.select(kind, by=by, ids=ids, limit=asked)
            named = table[kind.tail.column].unique().to_pylist()
            found = merged_rows(kind, self.select(kind, by=own, ids=named))
            found = found.filter(pc.is_in(found[f"{by}_id"], value_set=wanted))
            if asked is None or limit is None or table.num_rows < asked:
                return found.slice(0, limit)
            if found.num_rows >= limit:
                return found.slice(0, limit)
            asked *= 2

    @abstractmethod
    def dormant(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        """What is known at this instant, but holds at another time; any order.

        Over, or not yet begun: so that one can tell what ended from what nobody ever
        described. Columns: `dormant_schema(kind)`; `by` and `ids` as in `select`.
        """

    @abstractmethod
    def ended(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        """What is known at this instant and is over; any order.

        Columns as `select`, and `by` and `ids` as there.
        """

    @final
    def known(self, kind: Kind, ids: Sequence[str]) -> pa.Table:
        """These nodes as `nodes` has them; parties that ended as described last.

        What ended has a `valid_to` that is not after the instant.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        by = kind.tail.name
        there = self.nodes(kind, by=by, ids=ids)
        column = kind.tail.column
        gone = pc.invert(pc.is_in(pa.array(ids, pa.string()), there[column].unique()))
        absent = pa.array(ids, pa.string()).filter(gone).to_pylist()
        if not absent or kind.name not in REMEMBERED:
            return there
        past = last_descriptions(self.ended(kind, by=by, ids=absent), column)
        return pa.concat_tables([there, merged_rows(kind, past)])

    def count_by(
        self, kind: Kind, *, by: str, ids: Sequence[str], distinct: str | None = None
    ) -> dict[str, int]:
        """How many visible facts name each id at that reference; zeros left out.

        Nodes count once each, and by the description that counts. With `distinct`, the
        other end of an edge, it is how many nodes they name there.
        """
        read = self.nodes if kind.form is Form.NODE else self.select
        table = read(kind, by=by, ids=ids)
        named = table[f"{by}_id"].to_pylist()
        if distinct is None:
            return dict(Counter(named))
        others = table[f"{distinct}_id"].to_pylist()
        return dict(Counter(one for one, _ in set(zip(named, others, strict=True))))

    def counts(self) -> dict[str, int]:
        """Visible nodes and facts per kind; zeros left out.

        A node counts once, however many records describe it, by the description that
        counts.

        A kind with a subtype is split by it (``party.company``,
        ``transfer.withdraw``), one that is counted by its ends by their party types,
        under the name of its relation (``ownership.person-company``). ``guarantee``
        counts contracts; ``guarantee.company-person`` counts promises by the party
        types of guarantor and debtor. Every other kind counts under its name. A party
        that ended is of the type that it had last, one that is not described otherwise
        of type ``unknown``.
        """
        return count_facts(self)

    @final
    def search(
        self, text: str, *, limit: int = 20, party_types: Sequence[str] = ()
    ) -> list[SearchHit]:
        """Parties of which one description's names or numbers hold every term.

        Terms are those of `graph.text.search_terms`: Chinese characters and pairs,
        Latin words, pinyin; the last Latin word may be the start of one. Where nothing
        is found as typed, each Latin word of five letters or more may hold a typo.
        Exact numbers come first, then exact names, names that begin with the text,
        shorter names, and then by id; a store may leave out some of more than
        2,000 parties that match in part. Identity documents are not searched.

        A party that ended is found, too. A hit is called, and of the type, as the
        description that counts says; what matched may be said by another one.
        """
        query = search_terms(text)
        hits = self._search(query, limit, party_types)
        if not hits and (forgiving := query.forgiving()):
            hits = self._search(forgiving, limit, party_types)
        shown = self.known(PARTY, [hit.party_id for hit in hits])
        return as_shown(hits, shown, self.at)

    def _search(
        self, query: Query, limit: int, party_types: Sequence[str]
    ) -> list[SearchHit]:
        """Hits in order, each called as the description that matched."""
        typed = self.nodes(PARTY).select(["party_id", "party_type"]).to_pylist()
        types = {row["party_id"]: row["party_type"] for row in typed}
        past = [
            row for row in self.ended(PARTY).to_pylist() if row["party_id"] not in types
        ]
        rows = self.select(PARTY).to_pylist() + past
        if party_types:
            own = (types.get(row["party_id"], row["party_type"]) for row in rows)
            rows = list(compress(rows, (kind in party_types for kind in own)))
        return hits_among(query, rows, limit)

    @final
    def look_up(self, kind: Kind, text: str, *, limit: int = 20) -> Located:
        """Visible facts of a kind with `Kind.looked_up`, by the start of such a text.

        As `graph.lookup_keys` compares them; whole texts first, then shorter ones.
        """
        lookup = Lookup.of(text)
        if not lookup:
            return Located((), cut=False)
        table, cut = self._with_keys(kind, lookup)
        return located(facts_of(kind, table), lookup, limit, cut=cut)

    def _with_keys(
        self,
        kind: Kind,
        lookup: Lookup,  # noqa: ARG002 - all facts are looked at here
    ) -> tuple[pa.Table, bool]:
        """Rows of `select` that may match, and whether `LOOKED_AT` cut them."""
        return self.select(kind), False

    @final
    def node(self, node_kind: Kind, node_id: str) -> Fact:
        """The visible description of a node; of several one is made.

        A party that ended is as it was described last.

        Raises
        ------
        NotFoundError
            None is.
        """
        facts = self._descriptions(node_kind, node_id)
        if not facts:
            facts = facts_of(node_kind, self.known(node_kind, [node_id]))
        if not facts:
            raise NotFoundError(node_kind.name, node_id)
        return merged(facts)

    def _descriptions(self, node_kind: Kind, node_id: str) -> list[Fact]:
        """Visible facts that describe the node."""
        by = node_kind.tail.name
        return facts_of(node_kind, self.select(node_kind, by=by, ids=[node_id]))

    @final
    def resolve(self, party_id: str) -> str:
        """The id under which a party is known: its own, or that of whoever lists it.

        Follows aliases of aliases; parties that list each other all resolve to the
        smallest of their ids.

        Raises
        ------
        NotFoundError
            No visible party has this id or alias.
        """
        chain = [party_id]
        while (owner := self._alias_owner(chain[-1])) is not None:
            if owner in chain:
                return min(chain[chain.index(owner) :])
            chain.append(owner)
        if len(chain) == 1:
            self.node(PARTY, party_id)
        return chain[-1]

    def _alias_owner(self, alias: str) -> str | None:
        """Another party one of whose descriptions lists this id among its aliases.

        Of several the one whose description is the last by `graph.descriptions`.
        """
        owners = [
            (*(row[name] for name in ORDER), row["party_id"])
            for row in self.select(PARTY).to_pylist()
            if alias in (row["aliases"] or "").split(";") and row["party_id"] != alias
        ]
        return max(owners)[-1] if owners else None

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        """Visible facts, or with `ended` those that are over; any order.

        References are `<name>_no` int64 (null where absent) instead of ids; then the
        properties, `source`, `record_id`, `valid_from`, `valid_to`, `content_hash`,
        and of node kinds what orders several descriptions.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        facts = self.ended(kind) if ended else self.select(kind)
        columns = {name: facts[name] for name in facts.column_names}
        columns["content_hash"] = pa.array(content_hashes(kind, facts))
        for item in kind.references:
            nodes = self._store.node_ids(item.node_kind)
            places = pc.index_in(facts[item.column], nodes["node_id"])
            columns[f"{item.name}_no"] = nodes["node_no"].take(places)
        schema = export_schema(kind)
        return pa.table([columns[name] for name in schema.names], schema=schema)
