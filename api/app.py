"""The service as one ASGI application: the only place that knows all parts."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.routing import APIRoute

import api.analyses  # noqa: F401 - enters them
import visual
from api import errors
from api.compression import Compression
from api.data_dir import sweep
from api.explorer import Explorer
from api.keys import KeyRing
from api.logs import configure_logs
from api.middleware import RequestGuard
from api.parameters import KnownParameters
from api.paths import SentPaths
from api.readers import Readers
from api.routers import (
    accounts,
    analyses,
    case_outcomes,
    circles,
    communities,
    entities,
    guarantees,
    health,
    links,
    model_scores,
    nodes,
    ontology,
    pattern_hits,
    patterns,
    portfolio,
    reports,
    ring_search,
    rings,
    scores,
    session,
    transfers,
)
from api.schemas.answer import Problem
from api.security import Sessions, SignedIn
from api.service import Service
from api.settings import Settings
from api.stores import open_configured
from api.turns import Turns
from api.watcher import Watcher
from graph.analysis.registry import open_engine

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from graph.stores.base import Store

PATIENCE_SECONDS = 5.0
"""A warm start is over by then, so that its first request finds a snapshot; a cold
one answers that it is not ready."""

DESCRIPTION = """
Relationship and guarantee-chain risk. Guarantees point from guarantor to debtor;
**distress travels the other way**. Every list says in `completeness` whether it was
cut, and every score carries a receipt that replays to the same bytes.
"""

_PROBLEM = {
    "description": "RFC 9457 problem",
    "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
}
_MOVED = {
    **_PROBLEM,
    "description": "The id was merged into another one.",
    "headers": {"Location": {"schema": {"type": "string"}}},
}


def _operation_id(route: APIRoute) -> str:
    return route.name


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
    *,
    on_taken_up: Callable[[], None] = lambda: None,
    apart: bool = False,
) -> FastAPI:
    """Build the service.

    Parameters
    ----------
    settings
        From the environment if absent.
    store
        An open store, which the caller closes; else the one the settings name.
    on_taken_up
        Called whenever another publication is about to be answered from.
    apart
        Whether heavy reads are computed in processes of their own, where these can
        open the store.

    Raises
    ------
    UnknownEngineError
        No engine has the name in the settings.
    """
    chosen = settings or Settings()
    configure_logs(chosen.log_level)
    open_engine(chosen.engine)  # refuse it now, not in a rebuild hours later

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        sweep(chosen.data_dir)
        opened = store or open_configured(chosen)
        current_default_thread_limiter().total_tokens = chosen.light_reads
        readers = Readers(chosen if apart and opened.durable else None)
        app.state.service = Service(
            chosen,
            opened,
            on_taken_up,
            readers.taking_up,
            reads_heavy=not readers.serving,
        )
        app.state.readers = readers
        watcher = Watcher(app.state.service)
        watcher.start(PATIENCE_SECONDS)
        try:
            yield
        finally:
            readers.stop()
            watcher.stop()
            if store is None:
                opened.close()

    app = FastAPI(
        title="suretynet",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        responses={"308": _MOVED, "4XX": _PROBLEM, "5XX": _PROBLEM},
        generate_unique_id_function=_operation_id,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
    )
    app.state.keys = KeyRing(chosen.data_dir)
    app.state.sessions = Sessions(chosen.session_hours)
    app.state.turns = Turns(chosen.heavy_reads, chosen.heavy_queue)
    errors.install(app)
    for module in (
        guarantees,  # routes are tried in this order, and the checks are the hot paths
        transfers,
        portfolio,
        entities,
        circles,
        communities,
        accounts,
        rings,
        ring_search,
        patterns,
        pattern_hits,
        scores,
        model_scores,
        case_outcomes,
        analyses,
        reports,
        nodes,
        links,
        ontology,
    ):
        app.include_router(module.router, dependencies=[SignedIn, KnownParameters])
    for module in (session, health):
        app.include_router(module.router, dependencies=[KnownParameters])
    _mount_explorer(app)
    app.add_middleware(Compression)
    app.add_middleware(SentPaths)
    app.add_middleware(RequestGuard, settings=chosen)
    return app


def _mount_explorer(app: FastAPI) -> None:
    """Serve the built explorer where no route answers.

    Not mounted: a mount answers for every path, also for those of routes that are
    asked by another method.
    """
    if (visual.STATIC_DIR / "index.html").is_file():
        app.router.default = Explorer(directory=visual.STATIC_DIR, html=True)
