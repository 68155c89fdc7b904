from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from structlog.testing import capture_logs

from gnn.errors import ModelInputError
from gnn.torch.device import chosen_device, computed_on, one_thread

CPU = torch.device("cpu")
WITH_GPU = torch.cuda.is_available()


@pytest.mark.parametrize("asked", ["auto", "cpu"])
def test_what_was_chosen_is_logged(asked: str) -> None:
    with capture_logs() as logs:
        device = chosen_device(asked)
    assert device.type == ("cuda" if WITH_GPU and asked == "auto" else "cpu")
    (line,) = logs
    assert line["asked"] == asked
    assert line["device"].startswith(device.type)


@pytest.mark.skipif(WITH_GPU, reason="a GPU is here")
def test_a_gpu_that_is_not_there_is_one_line() -> None:
    with pytest.raises(
        ModelInputError, match="--device: device is cuda; expected auto"
    ):
        chosen_device("cuda")


@pytest.mark.skipif(not WITH_GPU, reason="needs a GPU")
def test_a_gpu_is_named() -> None:
    with capture_logs() as logs:
        assert chosen_device("cuda").type == "cuda"
    assert torch.cuda.get_device_name() in logs[0]["device"]


def test_what_a_device_cannot_hold_is_computed_on_the_cpu() -> None:
    tried = []

    def work(device: torch.device) -> int:
        tried.append(device)
        if len(tried) == 1:
            raise torch.OutOfMemoryError
        return 7

    with capture_logs() as logs:
        assert computed_on(CPU, work) == (7, CPU)
    assert [line["event"] for line in logs] == ["device too small"]
    assert computed_on(CPU, work) == (7, CPU)
    assert len(tried) == 3


def test_one_thread_is_one_whoever_else_asks() -> None:
    def asked(_: int) -> int:
        with one_thread():
            return torch.get_num_threads()

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(asked, range(200))) == {1}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
