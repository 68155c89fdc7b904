"""What every store must do, as test classes that ask for a fixture `store`.

A store's own tests subclass all of them; the fixture gives an open store with nothing
in it. Register this package for pytest's assertion rewriting before importing it.
"""

from __future__ import annotations

from graph.testing.store_contract.appending import AppendContract
from graph.testing.store_contract.concurrency import ConcurrencyContract
from graph.testing.store_contract.confirming import ConfirmationContract
from graph.testing.store_contract.counting import CountContract
from graph.testing.store_contract.describing import DescriptionContract
from graph.testing.store_contract.equality import EqualityContract
from graph.testing.store_contract.finding_tables import FindingsContract
from graph.testing.store_contract.identity import IdentityContract
from graph.testing.store_contract.instants import InstantContract
from graph.testing.store_contract.loading import LoadContract
from graph.testing.store_contract.looking_up import LookUpContract
from graph.testing.store_contract.names import NameContract
from graph.testing.store_contract.publishing import PublicationContract
from graph.testing.store_contract.reading import ReadContract
from graph.testing.store_contract.refusals import RefusalContract
from graph.testing.store_contract.ring_outcomes import RingOutcomeContract
from graph.testing.store_contract.searching import SearchContract

__all__ = [
    "AppendContract",
    "ConcurrencyContract",
    "ConfirmationContract",
    "CountContract",
    "DescriptionContract",
    "EqualityContract",
    "FindingsContract",
    "IdentityContract",
    "InstantContract",
    "LoadContract",
    "LookUpContract",
    "NameContract",
    "PublicationContract",
    "ReadContract",
    "RefusalContract",
    "RingOutcomeContract",
    "SearchContract",
]
