"""A reader: computes heavy reads that the service asks for over its standard input.

``python -m api.reader_process``: settings first, then one `Asked` after the other, as
pickles; answers each on its standard output. It ends when its input does.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

import structlog

import api.app  # noqa: F401 - registers what the service has
from api.errors import ProblemError, log_unexpected
from api.logs import configure_logs
from api.readers import Answered, Asked, Failed, Outcome
from api.server import set_apart
from api.service import Service
from api.stores import open_configured
from graph.errors import GraphError

if TYPE_CHECKING:
    from fastapi import Response

    from api.settings import Settings

LOG = structlog.get_logger("suretynet.api.reader")

NICENESS = 10
"""The system gives the check a processor first."""


def main() -> None:
    """Read until the input ends, which it does when the service does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's: the service ends us
    os.nice(NICENESS)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever prints must not print into an answer
        _serve(sys.stdin.buffer, answers)


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    settings: Settings = pickle.load(questions)  # noqa: S301 - from the service
    configure_logs(settings.log_level)
    with open_configured(settings) as store:
        service = Service(settings, store, set_apart)
        while True:
            try:
                asked: Asked = pickle.load(questions)  # noqa: S301 - as above
            except EOFError:
                return
            pickle.dump(outcome_of(service, asked), answers)
            answers.flush()


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
