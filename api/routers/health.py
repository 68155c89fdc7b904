"""Liveness, readiness and metrics; open to anybody who reaches the port."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field

from api.deps import ServiceDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """Whether the process lives, what it serves, and whether it follows its store.

    `status` is ``ok``, or ``stale`` where no look at the store has succeeded for a
    minute: answers go on, on what was known then.
    """

    status: str
    snapshot_id: str | None = None
    last_look_seconds: float | None = Field(
        default=None,
        description="Age of the last look at the store that did not fail.",
    )
    trouble: str | None = Field(
        default=None,
        description="Code of the failure that keeps the service from following its "
        "store.",
    )


@router.get("/healthz")
async def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
async def readyz(service: ServiceDep) -> Health:
    """A sound snapshot is held, and what answers from it is warm; 503 until then."""
    snapshot_id, looks = service.published.snapshot_id, service.looks
    return Health(
        status="stale" if looks.stale else "ok",
        snapshot_id=snapshot_id,
        last_look_seconds=None if looks.age is None else round(looks.age, 3),
        trouble=looks.trouble or None,
    )


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Prometheus metrics."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
