"""Values of the documentation's examples: the demo economy answers to each."""

from __future__ import annotations

DEMO_INSTANT = "2026-09-30T23:59:59.999Z"
DEMO_PARTY = "uscc:91490001MA79WD5BX0"
DEMO_OTHER_PARTY = "uscc:91490001MA2QQHDC3K"
DEMO_CIRCLE = "C-019388fa631c"
DEMO_RING = "R-87c4bc06ae2ff309"
DEMO_ACCOUNT = "demo-account:9000008"
DEMO_OTHER_ACCOUNT = "demo-account:9000004"
DEMO_GUARANTEE = "demo-guarantee:9000005"
DEMO_LINK = "guarantee|uscc:91490001MATEU48169|demo-guarantee:9000005"
