"""Liveness, readiness and metrics; open to anybody who reaches the port."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from api.deps import ServiceDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """Whether the process lives, and what it serves."""

    status: str
    snapshot_id: str | None = None


@router.get("/healthz")
async def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
async def readyz(service: ServiceDep) -> Health:
    """A snapshot is held and the kernels are compiled; 503 until then."""
    return Health(status="ok", snapshot_id=service.published.snapshot_id)


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Prometheus metrics."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
