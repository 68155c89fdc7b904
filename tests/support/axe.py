"""Rules of WCAG that a page in a browser breaks, as axe sees them."""

from __future__ import annotations

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, axe):
    """What is wrong on the page in either theme: rule, element and advice."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(
            """(tags) => axe.run(document, {
                runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
            }).then((found) => found.violations)""",
            RULES,
        )
        wrong += [
            f"{scheme}: {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
    return wrong
