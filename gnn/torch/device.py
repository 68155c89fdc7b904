"""Where tensors are computed: on a GPU where there is one, or on the CPU."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Literal, TypeVar

import structlog
import torch

from gnn.errors import ModelInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOG = structlog.get_logger("suretynet.gnn.device")

Asked = Literal["auto", "cpu", "cuda"]

T = TypeVar("T")
_TURN = RLock()


def chosen_device(asked: Asked) -> torch.device:
    """The device to compute on, which the log tells.

    Parameters
    ----------
    asked
        `auto` takes a GPU where torch finds one.

    Raises
    ------
    ModelInputError
        `cuda` was asked for, and torch finds no GPU.
    """
    found = torch.cuda.is_available()
    if asked == "cuda" and not found:
        raise ModelInputError(
            "--device", "device", asked, "auto or cpu, since torch finds no GPU here"
        )
    device = torch.device("cuda" if found and asked != "cpu" else "cpu")
    LOG.info("device chosen", asked=asked, device=device_name(device))
    return device


def device_name(device: torch.device) -> str:
    """What a log, a manifest or a receipt calls a device.

    Examples
    --------
    >>> device_name(torch.device("cpu"))
    'cpu'
    """
    if device.type != "cuda":
        return device.type
    return f"{device.type} ({torch.cuda.get_device_name(device)})"


def computed_on(
    device: torch.device, work: Callable[[torch.device], T]
) -> tuple[T, torch.device]:
    """A result and the device it was computed on: the CPU where a GPU is too small.

    Parameters
    ----------
    work
        What is to be done on a device; done again from its start on the CPU when the
        GPU's memory does not hold it.
    """
    try:
        return work(device), device
    except torch.OutOfMemoryError:
        LOG.warning("device too small", device=device_name(device), instead="cpu")
    cpu = torch.device("cpu")
    return work(cpu), cpu


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute in one thread, in which sums have one order.

    The number of threads is one for the whole process: who else asks for this waits.
    """
    with _TURN:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)
