"""Processes for which permissions hold even where the tests run as root."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1


def obey_permissions() -> None:
    """Give up root's right to write anywhere; for `preexec_fn`, from the exec on."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


def allow_writing(folder: Path, *, allowed: bool) -> None:
    """Give or take every right to write below a folder."""
    modes = (0o755, 0o644) if allowed else (0o555, 0o444)
    for path in (folder, *folder.rglob("*")):
        path.chmod(modes[path.is_file()])
