"""Patterns of payments: what they are, and their hits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Response

from api.answers import answer
from api.deps import PublishedAt, ServiceDep
from api.errors import ProblemError
from api.schemas.records import PatternHitsOut, PatternOut, PatternsOut
from api.schemas.requests import PatternRunIn
from api.turns import heavy
from graph.analysis.limits import MOST_WORK
from graph.analysis.pattern_list import hit_page, pattern_list, pattern_record
from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.patterns import find_patterns

router = APIRouter(prefix="/v1/patterns", tags=["patterns"])

PatternName = Annotated[
    str,
    Path(
        pattern=r"^[a-z][a-z0-9_]{0,63}$",
        description="Name of the pattern.",
        examples=["scatter_gather"],
    ),
]
_MOST_HITS = 1_000
_MOST_EVIDENCE = 20_000
_WANTED = ("account", "party", "since", "until")


@router.get("", response_model=PatternsOut)
def list_patterns() -> Response:
    """Every pattern with its test, window and thresholds, and where each comes from."""
    return answer(pattern_list())


@router.get("/{name}", response_model=PatternOut)
def read_pattern(name: PatternName) -> Response:
    """One pattern as its file states it."""
    return answer(pattern_record(name))


@router.post("/{name}:run", response_model=PatternHitsOut, dependencies=[PublishedAt])
@heavy
def run_pattern(
    name: PatternName, body: Annotated[PatternRunIn, Body()], service: ServiceDep
) -> Response:
    """Hits of a pattern in the published snapshot, each with its evidence.

    Values of the body replace those of the pattern. The search stops after about two
    seconds of work; `completeness` says so. A hit explains and accuses nobody: honest
    payments meet these tests, too.
    """
    given = body.model_dump(exclude_none=True)
    limit = given.pop("limit")
    wanted = {key: given.pop(key) for key in _WANTED if key in given}
    try:
        chosen = PatternParameters(
            questions=questions_of([name], **given),
            max_hits=_MOST_HITS,
            max_evidence=_MOST_EVIDENCE,
            max_work=MOST_WORK,
            **wanted,
        )
    except (ValueError, OverflowError) as error:
        raise ProblemError(422, "invalid-pattern-values", str(error)) from error
    published = service.published
    found = find_patterns(published.snapshot, chosen, grounds=published.grounds)
    return answer(hit_page(published, found, limit=limit))
