"""The contract, for every store."""

from __future__ import annotations

from graph.testing import store_contract


class TestAppend(store_contract.AppendContract):
    pass


class TestConcurrency(store_contract.ConcurrencyContract):
    pass


class TestConfirmations(store_contract.ConfirmationContract):
    pass


class TestCounts(store_contract.CountContract):
    pass


class TestDescriptions(store_contract.DescriptionContract):
    pass


class TestEquality(store_contract.EqualityContract):
    pass


class TestFindings(store_contract.FindingsContract):
    pass


class TestIdentity(store_contract.IdentityContract):
    pass


class TestInstants(store_contract.InstantContract):
    pass


class TestLoads(store_contract.LoadContract):
    pass


class TestLookUps(store_contract.LookUpContract):
    pass


class TestNames(store_contract.NameContract):
    pass


class TestPublications(store_contract.PublicationContract):
    pass


class TestReads(store_contract.ReadContract):
    pass


class TestRefusals(store_contract.RefusalContract):
    pass


class TestRingOutcomes(store_contract.RingOutcomeContract):
    pass


class TestSearches(store_contract.SearchContract):
    pass
