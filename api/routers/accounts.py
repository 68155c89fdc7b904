"""Accounts, whoever holds them or whether anybody is known to."""

from __future__ import annotations

from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.deps import (
    AccountId,
    Cursor,
    Limit,
    PublishedAt,
    ServiceDep,
    cursor_at,
    offset_of,
)
from api.paths import LONGEST_ID
from api.schemas.records import AccountOut, AccountPageOut
from graph.analysis.accounts import (
    AccountFilter,
    AccountOrder,
    account_list,
    account_record,
)

router = APIRouter(prefix="/v1/accounts", tags=["accounts"], dependencies=[PublishedAt])


@router.get("", response_model=AccountPageOut)
def list_accounts(
    service: ServiceDep,
    *,
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=LONGEST_ID,
            description="What the id begins with, without case and separators.",
        ),
    ] = None,
    held: Annotated[
        bool | None, Query(description="With a known holder, or without one.")
    ] = None,
    order: Annotated[
        AccountOrder, Query(description="Highest first; of last the latest.")
    ] = "volume",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Accounts of the published snapshot, by default most money first.

    `volume` is what was sent and received, in the reporting currency.
    """
    published = service.published
    wanted = AccountFilter(text=q, held=held)
    asked = crc32(repr((wanted, order)).encode())
    scope = f"accounts-{published.publication.published_at}-{asked:08x}"
    start = offset_of(cursor, scope)
    page = account_list(
        published, service.store, wanted, order, offset=start, limit=limit
    )
    more = start + limit < page.total.value
    return answer(page, next=cursor_at(start + limit, scope) if more else None)


@router.get("/{account_id:id}", response_model=AccountOut)
def read_account(
    account_id: AccountId, service: ServiceDep, *, limit: Limit = 20
) -> Response:
    """One account: its holders, if any is known, and the money that moved over it.

    At most `limit` counterparties by money, rings by score and hits of patterns;
    `completeness` says which were cut. Its picture and its records are those of
    `/v1/nodes/account/{id}`.
    """
    return answer(
        account_record(service.published, service.store, account_id, limit=limit)
    )
