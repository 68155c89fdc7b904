"""The command line: ``suretynet``. Heavy modules load inside the commands."""

from __future__ import annotations

import sys

import typer

from api.cli import (
    accounts,
    analyses,
    circles,
    data,
    keys,
    mapping,
    model,
    patterns,
    questions,
    rings,
    risk,
    service,
    snapshots,
    stores,
)
from api.cli.output import bear_any_console, say
from api.cli.traces import kept_trace
from gnn.errors import (
    LabelError,
    MissingExtraError,
    ModelFileError,
    ModelInputError,
)
from graph import errors
from ingest.errors import MappingError, OptionError, UnknownFormatError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_NOT_FOUND = 4
EXIT_UNAVAILABLE = 5
EXIT_FAULT = 70
"""A fault of ours: what sysexits.h calls EX_SOFTWARE."""
_NOT_FOUND = (
    errors.NotFoundError,
    errors.NotPublishedError,
    errors.SnapshotNotHeldError,
)
_USAGE = (
    errors.UnknownEngineError,
    errors.UnsupportedStoreError,
    LabelError,
    MappingError,
    MissingExtraError,
    ModelFileError,
    ModelInputError,
    OptionError,
    UnknownFormatError,
)

app = typer.Typer(
    name="suretynet",
    help="Guarantee chains, circles and contagion risk. Guarantees point from "
    "guarantor to debtor; distress travels the other way.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # loading rich would take longer than all else of a help
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for module in (data, questions, service):
    module.register(app)
app.add_typer(stores.app, name="store")
app.add_typer(snapshots.app, name="snapshot")
app.add_typer(circles.app, name="circles")
app.add_typer(accounts.app, name="accounts")
app.add_typer(rings.app, name="rings")
app.add_typer(patterns.app, name="patterns")
app.add_typer(risk.app, name="risk")
app.add_typer(model.app, name="model")
app.add_typer(mapping.app, name="mapping")
app.add_typer(analyses.app, name="analyses")
app.add_typer(keys.app, name="key")


def exit_code(error: errors.GraphError) -> int:
    """Exit code of an expected failure.

    Examples
    --------
    >>> exit_code(errors.NotFoundError("party", "x"))
    4
    """
    if isinstance(error, (errors.StoreUnavailableError, errors.StoreBusyError)):
        return EXIT_UNAVAILABLE
    if isinstance(error, _NOT_FOUND):
        return EXIT_NOT_FOUND
    if isinstance(error, _USAGE):
        return EXIT_USAGE
    return EXIT_FAILED


def main() -> None:
    """Run the command line; failures are one line and an exit code."""
    bear_any_console()
    try:
        app()
    except errors.GraphError as error:
        _say(str(error))
        sys.exit(exit_code(error))
    except OSError as error:
        _say(str(error))
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last resort
        _say(f"a fault of this program, {type(error).__name__}; {kept_trace(error)}")
        sys.exit(EXIT_FAULT)


def _say(text: str) -> None:
    say(f"suretynet: {' '.join(text.split())}", err=True)
