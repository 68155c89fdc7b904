"""Rules of WCAG that a page in a browser breaks, as axe sees them."""

from __future__ import annotations

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that axe looks at colours for: what else it sees is the same in either theme."""


def violations(page, axe):
    """What is wrong on the page in either theme: rule, element and advice."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    wrong = []
    for scheme, kind, values in (("light", "tag", RULES), ("dark", "rule", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(
            """([type, values]) => axe.run(document, {
                runOnly: { type, values }, resultTypes: ['violations'],
            }).then((found) => found.violations)""",
            [kind, values],
        )
        wrong += [
            f"{scheme}: {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
    return wrong
