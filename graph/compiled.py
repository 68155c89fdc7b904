"""Where compiled kernels are kept between runs."""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
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

    Works only before numba is imported for the first time. Where the folder may only
    be read, this process uses a temporary one that begins with what is compiled there:
    numba takes nothing from a folder that it could not write to.
    """
    if VARIABLE not in os.environ:
        folder = cache_folder(data_dir)
        os.environ[VARIABLE] = str(folder if _writable(folder) else _borrowed(folder))


def _writable(folder: Path) -> bool:
    present = next(place for place in (folder, *folder.parents) if place.exists())
    return os.access(present, os.W_OK)


def _borrowed(folder: Path) -> Path:
    """A folder of links to the files of another one, gone with this process."""
    copy = Path(tempfile.mkdtemp(prefix="suretynet-kernels-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    if folder.is_dir():
        shutil.copytree(folder, copy, copy_function=os.symlink, dirs_exist_ok=True)
    return copy
