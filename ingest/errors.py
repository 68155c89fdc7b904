"""Failures of a load that concern a whole file or bundle.

::

    IngestError
    +-- UnknownFormatError      no reader knows this path
    +-- OptionError             what the caller declares cannot be used
    |   +-- MissingOptionError  the format needs an option that was not given
    +-- MappingError            a mapping says what none can
    +-- FileFormatError         one file cannot be read as what it should be
        +-- LimitError          it is larger than this service accepts

A row that fails is no exception but a `ingest.files.rejects.Rejected`; the rest loads.
"""

from __future__ import annotations

from graph.errors import GraphError


class IngestError(GraphError):
    """Root of the failures of a load."""


class UnknownFormatError(IngestError):
    """No reader recognises `path`; `known` names the formats there are."""

    def __init__(self, path: str, known: tuple[str, ...], reason: str = "") -> None:
        self.path = path
        self.known = known
        super().__init__(
            f"{path}: {reason or 'no known format'}; the formats are {', '.join(known)}"
        )


class OptionError(IngestError):
    """What the caller declares cannot be: an option, or a place to write to."""


class MissingOptionError(OptionError):
    """The files leave something open that only the caller knows: `option`."""

    def __init__(self, option: str, reason: str) -> None:
        self.option = option
        super().__init__(f"{reason}; give {option}")


class MappingError(IngestError):
    """`file` is no mapping of tables; `faults` are all that is wrong with it."""

    def __init__(self, file: str, faults: tuple[str, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__(f"{file}: {'; '.join(faults)}")


class FileFormatError(IngestError):
    """`file` as a whole cannot be read; nothing of it is loaded."""

    def __init__(self, file: str, reason: str, expected: str) -> None:
        self.file = file
        self.reason = reason
        self.expected = expected
        super().__init__(f"{file}: {self.fault}")

    @property
    def fault(self) -> str:
        """What is wrong, for where the file is named already."""
        return f"{self.reason}; expected {self.expected}"


class LimitError(FileFormatError):
    """`file` exceeds a limit that protects this machine."""
