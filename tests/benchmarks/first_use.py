"""What a command costs in all, and how much dearer a first use is than the second.

The service of the demo economy runs in a process of its own, in which nothing was used
before `/readyz` answered; each route is asked twice for the same.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson
from fastapi.testclient import TestClient

from api.app import create_app
from api.collector import set_apart
from api.keys import SCOPES
from api.settings import Settings
from tests.benchmarks.harness import Row, cpu_seconds, run_child, wait_until
from tests.benchmarks.pace import Cost, in_paced_turns, pace
from tests.benchmarks.service import COMPANIES, demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from httpx import Response

    from tests.benchmarks.harness import Workplace

TOPIC = "first use"
LISTINGS = 7
FEW_COMPANIES = 1_000
CHECK = "/v1/guarantees:check"


def measure(place: Workplace) -> Iterator[Row]:
    """List circles in new processes, then use each route of a fresh service."""
    data = demo(place)
    few = demo(place, FEW_COMPANIES)
    spent = [(_listing(data), _listing(few)) for _ in range(LISTINGS)]
    whole = median(large.seconds for large, _ in spent)
    over = median(large.at_pace - small.at_pace for large, small in spent)
    hour = median(large.pace for large, _ in spent)
    yield Row(
        TOPIC,
        f"circles list, {COMPANIES:,} companies over {FEW_COMPANIES:,}",
        over * hour,
        "s",
        bar="circles-list",
        note=f"median of {LISTINGS}; {whole:.2f} s in all",
        pace=hour,
    )
    used = run_child(["-m", "tests.benchmarks.first_use", data]).report
    dearer = {name: (once - again) / hour for name, (once, again, hour) in used.items()}
    dearest = max(dearer, key=dearer.__getitem__)
    first, second, hour = used[dearest]
    yield Row(
        TOPIC,
        f"first use over the second, dearest of {len(used)} routes",
        first - second,
        "ms",
        bar="first-use",
        pace=hour,
        note=f"{dearest}: {first:.0f} and {second:.0f} ms",
    )


def _listing(data: Path) -> Cost:
    """What a new process costs that lists the circles of a data folder."""
    command = ["-m", "api.cli", "circles", "list", "--json", "--data-dir", data]
    before = pace()
    return Cost(run_child(command).cpu, (before + pace()) / 2)


def use(client: TestClient) -> dict[str, tuple[float, float, float]]:
    """CPU milliseconds of the first and the second use of each route, and the pace."""
    wait_until(lambda: client.get("/readyz").is_success)
    spent = {}

    def ask(name: str, path: str, **body: str) -> Any:
        answers: list[Response] = []
        method = "POST" if body else "GET"

        def once() -> None:
            answers.append(client.request(method, path, json=body or None))

        first = in_paced_turns(1, use=once)["use"]
        spent[name] = first.seconds * 1e3, cpu_seconds(once) * 1e3, first.pace
        found = answers[0].raise_for_status()
        kind = found.headers["content-type"]
        return found.json() if kind == "application/json" else None

    ask("search", f"/v1/entities?q={quote('济南华东')}")
    ask("search by pinyin", "/v1/entities?q=jinan+huadong")
    ask("search of all kinds", f"/v1/search?q={quote('济南华东')}")
    ask("search of all kinds by number", "/v1/search?q=370100")
    ask("communities", "/v1/communities")
    circle = ask("circles", "/v1/circles?order=firms")["items"][-1]["circle_id"]
    members = ask("circle", f"/v1/circles/{circle}")["members"]
    one, other = (members[i]["party"]["party_id"] for i in (0, -1))
    ask("check", CHECK, guarantor_id=one, debtor_id=other)
    ask("cycles", f"/v1/circles/{circle}/cycles")
    ask("report of a circle", f"/v1/reports/circles/{circle}")
    firm = quote(one, safe="")
    ask("party", f"/v1/entities/{firm}")
    for layout in ("hops", "layers", "force"):
        path = f"/v1/entities/{firm}/neighbours?depth=2&layout={layout}"
        found = ask(f"picture, {layout}", path)
    ask("score", f"/v1/scores/{firm}")
    ask("paths", f"/v1/paths?from={firm}&to={quote(other, safe='')}")
    ask("report of a party", f"/v1/reports/entities/{firm}?language=zh")
    contracts = [name for edge in found["edges"] for name in edge["contracts"]]
    ask("contract", f"/v1/guarantees/{quote(contracts[0], safe='')}")
    ask("portfolio", "/v1/portfolio")
    ask("scores", "/v1/analyses/pd/score")
    return spent


def main(data: Path) -> None:
    """Child process: serve, use, and print as JSON what it cost."""
    app = create_app(Settings(data_dir=data, log_level="ERROR"), on_taken_up=set_apart)
    key = app.state.keys.mint("first-use", SCOPES)
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        sys.stdout.write(orjson.dumps(use(client)).decode() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
