"""Where compiled kernels are kept between runs."""

from __future__ import annotations

import os
import platform
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def cache_folder(data_dir: Path) -> Path:
    """Folder of compiled kernels for these sources, this compiler and this processor.

    The compiler's own cache looks at the file of a kernel only: after a change in a
    callee of another file it would run stale code. Any change names a new folder.
    """
    sources = Path(__file__).parent / "kernels"
    content = blake2b(digest_size=12)
    for path in sorted(sources.glob("*.py")):
        content.update(path.name.encode())
        content.update(path.read_bytes())
    content.update(version("numba").encode())
    content.update(f"{platform.machine()} {_processor()}".encode())
    return data_dir.resolve() / "numba" / content.hexdigest()


def _processor() -> str:
    """Model of the processor: compiled code is made for one."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return "".join(
        sorted({ln for ln in lines if ln.startswith(("model name", "flags"))})
    )


def keep_compiled(data_dir: Path) -> None:
    """Use the folder of this data directory, unless the environment names another.

    Works only before numba is imported for the first time.
    """
    os.environ.setdefault(VARIABLE, str(cache_folder(data_dir)))
