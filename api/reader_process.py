"""A reader: computes heavy reads that the service asks for over a pipe.

``python -m api.reader_process NUMBER``, that of the inherited end of a pipe: settings
come first, then one `Asked` after the other, each of which is answered. It ends when
the service closes the other end.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import structlog

import api.app  # noqa: F401 - registers what the service has
from api.collector import set_apart
from api.errors import ProblemError, log_unexpected
from api.logs import configure_logs
from api.readers import Answered, Asked, Failed, Outcome
from api.service import Service
from api.stores import open_configured
from graph.errors import GraphError
from graph.without_pandas import do_without_pandas

if TYPE_CHECKING:
    from fastapi import Response

    from api.settings import Settings

LOG = structlog.get_logger("suretynet.api.reader")

NICENESS = 10
"""The system gives the check a processor first."""


def main() -> None:
    """Read until the pipe is closed, which it is when the service ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's: the service ends us
    os.nice(NICENESS)
    do_without_pandas()
    with Connection(int(sys.argv[1])) as pipe:
        _serve(pipe)


def _serve(pipe: Connection) -> None:
    settings: Settings = pipe.recv()
    configure_logs(settings.log_level)
    with open_configured(settings) as store:
        service = Service(settings, store, set_apart, follows_money=False)
        while True:
            try:
                asked: Asked = pipe.recv()
            except (EOFError, ConnectionResetError):
                return
            pipe.send(outcome_of(service, asked))


def outcome_of(service: Service, asked: Asked) -> Outcome:
    """The answer, or what it failed of."""
    try:
        service.follow(asked.publication, asked.sequence)
        return Answered.of(_read(service, asked))
    except Exception as error:  # noqa: BLE001 - the service tells who asked
        if not isinstance(error, (GraphError, ProblemError)):
            log_unexpected(LOG, error)
        return Failed.of(error)


def _read(service: Service, asked: Asked) -> Response:
    from fastapi import Response

    if not asked.handler:
        return Response()
    handler = getattr(import_module(asked.module), asked.handler)
    response: Response = handler.__wrapped__(service=service, **asked.arguments)
    return response


if __name__ == "__main__":
    main()
