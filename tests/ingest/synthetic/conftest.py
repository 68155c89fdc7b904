"""One small economy for all tests that only read it, and the circles by definition."""

from __future__ import annotations

import csv
from datetime import date

import networkx as nx
import pytest

from ingest.synthetic import generate


@pytest.fixture(scope="session")
def bundle(tmp_path_factory):
    """Folder and truth of an economy of 1,500 companies, seed 11."""
    folder = tmp_path_factory.mktemp("economy")
    return folder, generate(folder, companies=1_500, seed=11)


@pytest.fixture(scope="session")
def rows_of():
    """Reader of a file's rows as texts; an empty cell is an empty text."""

    def read(folder, name):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture(scope="session")
def rows(bundle, rows_of):
    """Rows of a file of the small economy."""
    return lambda name: rows_of(bundle[0], name)


def _in_force(contract, day):
    over = contract["valid_to"] and date.fromisoformat(contract["valid_to"]) < day
    return (
        contract["guarantee_kind"] == "guarantee"
        and contract["status"] == "active"
        and contract["enforceability"] in {"", "1"}
        and contract["valid_from"] <= day.isoformat() <= contract["period_end"]
        and not over
    )


@pytest.fixture(scope="session")
def guarantees(rows_of):
    """Guarantor-debtor graph of a folder on a day, read from its files alone."""

    def read(folder, day, *, companies_only=False):
        companies = {
            party["party_id"]
            for party in rows_of(folder, "party")
            if party["party_type"] == "company" or not companies_only
        }
        debtor = {
            contract["guarantee_id"]: contract["debtor_id"]
            for contract in rows_of(folder, "guarantee")
            if _in_force(contract, day)
        }
        pairs = (
            (promise["guarantor_id"], debtor[promise["guarantee_id"]])
            for promise in rows_of(folder, "guarantee_guarantor")
            if promise["guarantee_id"] in debtor
        )
        return nx.DiGraph(pair for pair in pairs if companies.issuperset(pair))

    return read


@pytest.fixture(scope="session")
def strict_circles():
    """Strict circles by the definition's own words, with networkx."""

    def find(graph):
        circles = set()
        for part in nx.strongly_connected_components(graph):
            inside = nx.DiGraph(graph.subgraph(part))
            edges = []
            for guarantor, debtor in list(inside.edges):
                back = inside.has_edge(debtor, guarantor)
                if back:
                    inside.remove_edge(debtor, guarantor)
                if nx.has_path(inside, debtor, guarantor):
                    edges.append((guarantor, debtor))
                if back:
                    inside.add_edge(debtor, guarantor)
            found = nx.connected_components(nx.Graph(edges))
            circles |= {frozenset(members) for members in found}
        return circles

    return find
