# ruff: noqa: D102 - the names of tests are sentences
"""What becomes of facts that are new, known, corrected, late, stale or retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.instant import BEGINNING
from graph.model import AppendReport
from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
OWNERSHIP = KINDS["ownership"]
TWO_FIRMS = {"party": [{"party_id": "a"}, {"party_id": "b"}]}


def share(value: int | None, **columns: Any) -> dict[str, Any]:
    """A row: a holds so much of b."""
    return {"owner_id": "a", "asset_id": "b", "share": value, **columns}


def shares(store: Store, **axes: int) -> list[int | None]:
    """What `a` holds of `b`, as it is visible there."""
    table = store.view(store.at(**axes)).select(OWNERSHIP)
    found: list[int | None] = table["share"].to_pylist()
    return found


class AppendContract:
    """Writes."""

    def test_a_store_begins_empty(self, store: Store) -> None:
        assert store.sequence() == 0
        assert store.last_instant() == BEGINNING
        assert store.view().counts() == {}
        assert store.check() == []

    def test_new_facts_are_added(self, store: Store) -> None:
        report = store.append(batch(PARTY, [{"party_id": "a"}, {"party_id": "b"}]))
        assert report == AppendReport(added=2, sequence=1)
        assert store.view().select(PARTY)["party_id"].to_pylist() == ["a", "b"]

    def test_a_known_fact_changes_nothing(self, store: Store) -> None:
        write(store, TWO_FIRMS)
        again = batch(PARTY, [{"party_id": "a", "file": "other"}])
        assert store.append(again) == AppendReport(unchanged=1, sequence=1)
        assert store.sequence() == 1
        assert store.view().select(PARTY)["file"].to_pylist() == [None, None]

    def test_a_correction_closes_the_old_version_and_keeps_it(
        self, store: Store
    ) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10)]})
        before = store.last_instant()
        report = store.append(batch(OWNERSHIP, [share(20)]))
        assert report == AppendReport(corrected=1, sequence=3)
        assert shares(store) == [20]
        assert shares(store, known_at=before) == [10]

    def test_a_correction_may_take_a_value_away(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10)]})
        assert store.append(batch(OWNERSHIP, [share(None)])).corrected == 1
        assert shares(store) == [None]

    def test_a_correction_may_end_the_valid_time(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10)]})
        assert store.append(batch(OWNERSHIP, [share(10, valid_to=100)])).corrected == 1
        assert shares(store, as_of=99) == [10]
        assert shares(store, as_of=100) == []

    def test_a_correction_may_change_the_ends(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10, record_id="o")]})
        turned = {"owner_id": "b", "asset_id": "a", "share": 10, "record_id": "o"}
        assert store.append(batch(OWNERSHIP, [turned])).corrected == 1
        at = store.at()
        assert store.view(at).select(OWNERSHIP, by="owner", ids=["a"]).num_rows == 0
        assert store.view(at).select(OWNERSHIP, by="owner", ids=["b"]).num_rows == 1

    def test_what_was_collected_earlier_is_stale(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10, collected_at=5)]})
        report = store.append(batch(OWNERSHIP, [share(20, collected_at=4)]))
        assert report == AppendReport(stale=1, sequence=2)
        assert shares(store) == [10]

    def test_what_was_collected_at_the_same_time_corrects(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10, collected_at=5)]})
        report = store.append(batch(OWNERSHIP, [share(20, collected_at=5)]))
        assert report.corrected == 1

    def test_a_late_fact_is_a_version_of_its_own(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(20, valid_from=200)]})
        report = store.append(
            batch(OWNERSHIP, [share(10, valid_from=100, valid_to=200)])
        )
        assert report == AppendReport(added=1, sequence=3)
        assert shares(store, as_of=99) == []
        assert shares(store, as_of=100) == [10]
        assert shares(store, as_of=200) == [20]

    def test_a_batch_sorts_its_rows_into_all_outcomes(self, store: Store) -> None:
        def firms(**names: tuple[str, int]) -> Any:
            return batch(
                PARTY,
                [
                    {"party_id": key, "name": name, "collected_at": collected}
                    for key, (name, collected) in names.items()
                ],
            )

        store.append(firms(same=("s", 5), better=("b", 5), old=("o", 5)))
        report = store.append(
            firms(old=("p", 4), new=("n", 5), same=("s", 5), better=("B", 6))
        )
        assert report == AppendReport(1, 1, 1, 1, sequence=2)
        assert dict(
            store.view().select(PARTY).select(["party_id", "name"]).to_pylist()[0]
        ) == {"party_id": "better", "name": "B"}

    def test_the_same_record_of_two_sources_is_two_facts(self, store: Store) -> None:
        write(store, TWO_FIRMS)
        report = store.append(
            batch(OWNERSHIP, [share(10), share(20, source="bank", record_id="x")])
        )
        assert report.added == 2
        assert sorted(filter(None, shares(store))) == [10, 20]

    def test_an_empty_batch_changes_nothing(self, store: Store) -> None:
        assert store.append(batch(PARTY, [])) == AppendReport()

    def test_retraction_closes_facts_and_keeps_history(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10, record_id="o")]})
        before = store.last_instant()
        assert store.retract(OWNERSHIP, "test", ["o", "nobody's"]) == 1
        assert shares(store) == []
        assert shares(store, known_at=before) == [10]
        assert store.sequence() == 3

    def test_retraction_of_nothing_takes_no_sequence(self, store: Store) -> None:
        write(store, TWO_FIRMS)
        assert store.retract(PARTY, "another source", ["a"]) == 0
        assert store.retract(PARTY, "test", []) == 0
        assert store.sequence() == 1

    def test_every_period_of_a_record_is_retracted(self, store: Store) -> None:
        row = share(10, record_id="o")
        later = share(20, record_id="o", valid_from=100)
        write(store, TWO_FIRMS | {"ownership": [row]})
        store.append(batch(OWNERSHIP, [later]))
        assert store.retract(OWNERSHIP, "test", ["o"]) == 2
        assert shares(store) == []

    def test_a_retracted_fact_may_come_back(self, store: Store) -> None:
        write(store, TWO_FIRMS | {"ownership": [share(10, record_id="o")]})
        store.retract(OWNERSHIP, "test", ["o"])
        assert store.append(batch(OWNERSHIP, [share(10, record_id="o")])).added == 1
        assert shares(store) == [10]
        assert store.check() == []

    def test_the_ledger_remembers_finished_pieces(self, store: Store) -> None:
        piece = batch(PARTY, [{"party_id": "a"}])
        store.append(piece, ledger_key="load/1")
        store.append(piece, ledger_key="load/2")
        assert store.done(["load/1", "load/2", "load/3"]) == {"load/1", "load/2"}
        assert store.append(piece, ledger_key="load/1") == AppendReport(
            unchanged=1, sequence=1
        )
