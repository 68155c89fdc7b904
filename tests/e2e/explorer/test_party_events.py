"""What courts say of a party: the worst heads its page, the rest is a click away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def sued(api):
    """A party with more events than its head names."""
    members = api("/circles", limit=50)["items"]
    ids = dict.fromkeys(node["party_id"] for row in members for node in row["ring"])
    parties = (api(f"/entities/{party_id}") for party_id in ids)
    return next(
        party for party in parties if len(party["events"]) > 2 and not party["outcomes"]
    )


def test_the_worst_events_head_the_page_and_the_others_are_a_click_away(
    page, open_at, sued
):
    worst = sorted(
        sued["events"],
        key=lambda event: (-event["weight"], -float(event["amount"] or -1)),
    )
    open_at(page, "parties", sued["party_id"])

    tags = page.locator(".context-party .tags .tag")
    named = tags.filter(has_text=worst[0]["occurred_at"][:10])
    expect(named.first).to_be_visible()
    page.get_by_role("button", name=f"{len(worst) - 2} more").click()
    expect(page.get_by_role("tab", name="Events")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(page.locator("tbody tr")).to_have_count(len(worst))
