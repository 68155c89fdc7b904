"""Pages of published figures say how far the store has moved on since."""

from __future__ import annotations

import shutil
from dataclasses import replace

from playwright.sync_api import expect

from graph.stores import open_store
from graph.testing.facts import write

SAID = "commits were written since this was published"


def test_commits_since_the_publication_are_said_where_its_figures_are_shown(
    new_context, second_service, economy, picture, tmp_path, watch
):
    watch.expect("status of 401|left the service")
    copy = replace(economy, home=tmp_path / "economy")
    shutil.copytree(economy.home, copy.home)
    page = new_context().new_page()
    with second_service(copy.home) as origin:
        page.goto(f"{origin}/#token={copy.token()}")
        page.get_by_text("Covered by guarantees").wait_for()
        expect(page.get_by_text(SAID)).to_have_count(0)

        with open_store(f"sqlite:///{copy.home / 'suretynet.db'}") as store:
            for name in ("later", "latest"):
                write(store, {"party": [{"party_id": name, "name": name}]})
        page.reload()

        banner = page.get_by_role("main").locator("p", has_text=SAID)
        expect(banner).to_have_text(
            "2 commits were written since this was published. "
            "To publish them: suretynet snapshot build"
        )
        page.get_by_role("link", name="Open the firm").click()
        picture(page).settle()
        expect(banner).to_be_visible()
        expect(page.locator(".key-figure")).to_be_visible()
        page.goto(f"{origin}/#/parties/latest")
        expect(page.get_by_role("heading", name="Not scored")).to_be_visible()
        expect(banner).to_be_visible()
        page.goto(f"{origin}/#/")
        page.get_by_role("link", name="Open the circle").click()
        picture(page).settle()
        expect(banner).to_be_visible()
