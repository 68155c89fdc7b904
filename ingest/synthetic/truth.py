"""What was planted, by party id: the answers that analyses are checked against."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ingest.errors import FileFormatError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "truth.json"
VERSION = 3
"""Of the file's format; the first had none, and no days of schemes, the second no near
misses.
"""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """The planted facts of an economy on its day.

    **Complete**: `circles` are all strict circles of the guarantees in force on
    `as_of` (counter-guarantees, lapsed, released and future contracts do not count),
    `mutual_pairs` all pairs that guarantee each other. **Planted, others may exist by
    chance**: everything else.

    Attributes
    ----------
    circles
        `id`, `shape`, sorted `members`, `label` (scheme, group, strangers or tangle),
        `controller` where one person is behind several members.
    decoys
        Contracts without force whose `path`, a chain of guarantees, they would have
        closed into a circle; `reason` says why they do not.
    schemes
        `pattern`, `task`, `members`, `controller` and how each firm is `controlled`;
        `started_on`, `discovered_on` and `confirmed_on`, which may lie after the day;
        `joined_on`, the day of each member's first part in it;
        `missing`, the pairs of its guarantees that were not collected.
    accusations
        Cases of single firms that were dismissed: `party_id`, `case_no`, `task`,
        `opened_on`, `dismissed_on`, and the `scheme` that was there nevertheless.
    lookalikes
        Honest structures that resemble a fraud pattern: `pattern`, `members`. Those
        that move money or share a device say by which records, as `transfer_rings` do.
    transfer_rings
        Planted patterns of payments: `pattern`, `members` and the record ids of the
        `transfers`, in order; how many of these are `missing`, since they were not
        collected; where it is a scheme's, the `scheme` and whether it is
        `beyond_default` bounds of the search; where it follows a loan, `loan_id` and
        the record ids of its `deposits`; of devices, those of the `sign_ins`.
    near_misses
        The same of what `fails` one condition of its pattern and meets all others;
        nothing is missing of it.
    defaults
        `party_id`, days before the day, and `cause`: the debtor whose call brought
        the firm down, null where it failed on its own.
    demo_case
        Ids and texts (English and Chinese) of the linked case.
    """

    version: int
    seed: int
    as_of: str
    companies: int
    options: Record
    circles: list[Record]
    mutual_pairs: list[list[str]]
    decoys: list[Record]
    hidden_circles: list[Record]
    controllers: list[Record]
    schemes: list[Record]
    accusations: list[Record]
    lookalikes: list[Record]
    transfer_rings: list[Record]
    near_misses: list[Record]
    defaults: list[Record]
    demo_case: Record

    def write(self, directory: Path) -> None:
        """Write truth.json, one record per line of each list."""
        lines = []
        for name, value in asdict(self).items():
            if isinstance(value, list) and value:
                rows = ",\n".join(_line(item) for item in value)
                lines.append(f"{_line(name)}: [\n{rows}\n]")
            else:
                lines.append(f"{_line(name)}: {_line(value)}")
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        (directory / FILE).write_text(text, encoding="utf-8")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_truth(directory: Path) -> Truth:
    """The truth that was written beside a bundle.

    Raises
    ------
    FileFormatError
        It is of another format; the error says which, and what it lacks.
    """
    path = directory / FILE
    told = json.loads(path.read_text(encoding="utf-8"))
    version = told.get("version", 1)
    if version != VERSION:
        lacks = [item.name for item in fields(Truth) if item.name not in told]
        reason = f"it has format {version}"
        if lacks:
            reason += f" and lacks {', '.join(lacks)}"
        raise FileFormatError(
            str(path), reason, f"format {VERSION}: generate the economy again"
        )
    return Truth(**told)
