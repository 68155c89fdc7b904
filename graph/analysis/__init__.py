"""Use cases: questions to facts and findings, answered with frozen records.

The door for the API, the command line, models and notebooks. A name is imported from
its module when it is first asked for, so that a program loads what it uses only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.analysis.analyses import findings_rows as findings_rows
    from graph.analysis.analyses import list_analyses as list_analyses
    from graph.analysis.between import named_paths as named_paths
    from graph.analysis.between import paths_between as paths_between
    from graph.analysis.case_outcomes import CaseState as CaseState
    from graph.analysis.case_outcomes import case_labels as case_labels
    from graph.analysis.case_outcomes import hindsight_labels as hindsight_labels
    from graph.analysis.check import Checker as Checker
    from graph.analysis.check import check_record as check_record
    from graph.analysis.circle import circle_record as circle_record
    from graph.analysis.circle_timeline import timeline_of_circle as timeline_of_circle
    from graph.analysis.circles import circle_list as circle_list
    from graph.analysis.circles import compare_circles as compare_circles
    from graph.analysis.communities import CommunityParameters as CommunityParameters
    from graph.analysis.communities import largest_communities as largest_communities
    from graph.analysis.contagion import ContagionParameters as ContagionParameters
    from graph.analysis.contract import contract_record as contract_record
    from graph.analysis.cycles import cycles_of_circle as cycles_of_circle
    from graph.analysis.link_sources import sources_of_link as sources_of_link
    from graph.analysis.neighbourhood import Extent as Extent
    from graph.analysis.node import node_record as node_record
    from graph.analysis.ontology import ontology_record as ontology_record
    from graph.analysis.party import party_record as party_record
    from graph.analysis.party_timeline import timeline_of_party as timeline_of_party
    from graph.analysis.portfolio import portfolio_record as portfolio_record
    from graph.analysis.portfolio import riskiest_parties as riskiest_parties
    from graph.analysis.publication import open_published as open_published
    from graph.analysis.published import Published as Published
    from graph.analysis.score import score_record as score_record
    from graph.analysis.scores import score_list as score_list
    from graph.analysis.search import search_record as search_record
    from graph.analysis.serialization import as_json as as_json
    from graph.analysis.serialization import to_frame as to_frame
    from graph.engines.base import Engine as Engine
    from graph.model import Publication as Publication
    from graph.progress import Progress as Progress
    from graph.snapshot import Snapshot as Snapshot
    from graph.snapshot.source import FactView as FactView

_NAMES = {
    "analyses": ("findings_rows", "list_analyses"),
    "between": ("named_paths", "paths_between"),
    "case_outcomes": ("CaseState", "case_labels", "hindsight_labels"),
    "check": ("Checker", "check_record"),
    "circle": ("circle_record",),
    "circle_timeline": ("timeline_of_circle",),
    "circles": ("circle_list", "compare_circles"),
    "communities": ("CommunityParameters", "largest_communities"),
    "contagion": ("ContagionParameters",),
    "contract": ("contract_record",),
    "cycles": ("cycles_of_circle",),
    "link_sources": ("sources_of_link",),
    "neighbourhood": ("Extent",),
    "node": ("node_record",),
    "ontology": ("ontology_record",),
    "party": ("party_record",),
    "party_timeline": ("timeline_of_party",),
    "portfolio": ("portfolio_record", "riskiest_parties"),
    "publication": ("open_published",),
    "published": ("Published",),
    "score": ("score_record",),
    "scores": ("score_list",),
    "search": ("search_record",),
    "serialization": ("as_json", "to_frame"),
}
"""Public names by the module that defines them."""
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_MODULES)
