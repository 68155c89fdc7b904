from __future__ import annotations

import inspect

import pytest

from graph import errors


def drawn():
    """Parent of each class in the tree that the module's docstring draws."""
    parents, above = {}, {}
    for line in (errors.__doc__ or "").splitlines():
        name = next((w for w in line.split() if w.endswith("Error")), None)
        if name:
            depth = line.index(name)
            parents[name] = next(
                (above[d] for d in sorted(above, reverse=True) if d < depth), None
            )
            above = {d: n for d, n in above.items() if d < depth} | {depth: name}
    return parents


def test_the_tree_is_the_one_drawn():
    classes = {
        name: member.__base__.__name__ if name != "GraphError" else None
        for name, member in inspect.getmembers(errors, inspect.isclass)
    }
    assert drawn() == classes


@pytest.mark.parametrize(
    ("error", "facts", "text"),
    [
        (
            errors.InvalidRecordError("party", "r", {"name": "is empty"}),
            {"kind": "party", "record_id": "r", "errors": {"name": "is empty"}},
            "party r: name: is empty",
        ),
        (
            errors.DanglingReferenceError("loan", "lender_id", "party", list("abcd")),
            {"reference": "lender_id", "node_kind": "party", "missing": list("abcd")},
            "no party is known as a, b, c ...",
        ),
        (
            errors.NotFoundError("party", "a"),
            {"what": "party", "name": "a"},
            "no party is known as 'a'",
        ),
        (
            errors.MergedError("a", "b"),
            {"name": "a", "canonical": "b"},
            "'a' is now 'b'",
        ),
        (
            errors.MissingRateError("USD", "CNY"),
            {"currency": "USD", "reporting_currency": "CNY"},
            "from USD to CNY",
        ),
        (
            errors.GraphTooLargeError("component", limit=5, size=7),
            {"what": "component", "limit": 5, "size": 7},
            "component: 7 exceeds the limit of 5",
        ),
        (
            errors.UnknownEngineError("abacus", ["gds", "local"]),
            {"name": "abacus", "known": ["gds", "local"]},
            "known are gds, local",
        ),
        (
            errors.NotPublishedError("build it"),
            {"command": "build it"},
            "publish with: build it",
        ),
        (
            errors.SnapshotMismatchError("one", "two", "build it"),
            {"published": "one", "built": "two", "command": "build it"},
            "publish again with: build it",
        ),
        (
            errors.SnapshotNotHeldError("today", "build it"),
            {"at": "today", "command": "build it"},
            "build it with: build it",
        ),
        (
            errors.SnapshotOutdatedError("one", "1", "2", "build it"),
            {"name": "one", "found": "1", "expected": "2", "command": "build it"},
            "an older vocabulary, version 1; this release reads version 2; build a new",
        ),
        (
            errors.SnapshotCorruptError("f", "too short"),
            {"file": "f"},
            "f: too short",
        ),
        (
            errors.StoreUnavailableError("u://h", "no answer"),
            {"url": "u://h"},
            "store u://h is not available: no answer",
        ),
        (errors.StoreBusyError(1.5), {"seconds": 1.5}, "within 1.5 s"),
    ],
)
def test_errors_carry_facts(error, facts, text):
    assert {name: getattr(error, name) for name in facts} == facts
    assert text in str(error)
