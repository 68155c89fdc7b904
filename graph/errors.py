"""Every failure that is expected, with its facts as attributes.

::

    GraphError
    +-- InvalidRecordError            a fact breaks a rule of the vocabulary
    |   +-- DanglingReferenceError    it points at a node nobody has described
    +-- NotFoundError                 nothing of that name at that instant
    +-- MergedError                   the name lives on under another id
    +-- MissingRateError              no exchange rate where one is needed
    +-- GraphTooLargeError            the exact answer would cost too much
    +-- UnknownEngineError            no engine of that name computes analyses here
    +-- InvalidPatternError           a file does not state a pattern
    +-- OutcomeConflictError          a case is decided: that must be undone first
    +-- FourEyesError                 nobody decides what nobody else has noted
    +-- SnapshotError
    |   +-- NotPublishedError         the store has no publication to answer from
    |   +-- SnapshotMismatchError     a store's facts make another snapshot
    |   +-- SnapshotOutdatedError     another release built it
    |   +-- SnapshotNotHeldError      no snapshot is held for that instant
    |   +-- SnapshotCorruptError      a file does not match its manifest
    +-- ReplayError                   a receipt cannot be replayed here
    +-- StateFileError                a file of our own is not as we wrote it
    +-- StoreError
        +-- StoreUnavailableError     the server or file does not answer
        +-- StoreBusyError            the writer's lock was not had in time
        +-- StoreFullError            there is no room for what was to be written
        +-- UnsupportedStoreError     unknown scheme or missing driver
"""

from __future__ import annotations


class GraphError(Exception):
    """Root of the failures that callers are meant to handle."""


class InvalidRecordError(GraphError):
    """A fact breaks a rule: `kind`, `record_id` and one text per field."""

    def __init__(self, kind: str, record_id: str, errors: dict[str, str]) -> None:
        self.kind = kind
        self.record_id = record_id
        self.errors = errors
        listed = "; ".join(f"{field}: {text}" for field, text in errors.items())
        super().__init__(f"{kind} {record_id}".rstrip() + f": {listed}")


class DanglingReferenceError(InvalidRecordError):
    """A fact names nodes that no fact describes: `node_kind` and `missing` ids."""

    def __init__(
        self, kind: str, reference: str, node_kind: str, missing: list[str]
    ) -> None:
        self.reference = reference
        self.node_kind = node_kind
        self.missing = missing
        shown = ", ".join(missing[:3]) + (" ..." if len(missing) > 3 else "")
        super().__init__(kind, "", {reference: f"no {node_kind} is known as {shown}"})


class NotFoundError(GraphError):
    """Nothing called `name` among the `what` at that instant."""

    def __init__(self, what: str, name: str) -> None:
        self.what = what
        self.name = name
        super().__init__(f"no {what} is known as {name!r}")


class MergedError(GraphError):
    """`name` was merged; its facts live on under `canonical`."""

    def __init__(self, name: str, canonical: str) -> None:
        self.name = name
        self.canonical = canonical
        super().__init__(f"{name!r} is now {canonical!r}")


class MissingRateError(GraphError):
    """No exchange rate from `currency` to `reporting_currency` at that instant."""

    def __init__(self, currency: str, reporting_currency: str) -> None:
        self.currency = currency
        self.reporting_currency = reporting_currency
        super().__init__(
            f"no exchange rate from {currency} to {reporting_currency} is known "
            "at this instant; load an exchange_rate record"
        )


class GraphTooLargeError(GraphError):
    """`what` has `size` members where the method allows `limit`."""

    def __init__(self, what: str, *, limit: int, size: int) -> None:
        self.what = what
        self.limit = limit
        self.size = size
        super().__init__(f"{what}: {size} exceeds the limit of {limit}")


class UnknownEngineError(GraphError):
    """No engine is called `name`; `known` are."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"no engine is called {name!r}; known are {', '.join(known)}")


class InvalidPatternError(GraphError):
    """`file` states no pattern; at `line` its `field` is wrong ("" for the whole)."""

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        self.file = file
        self.line = line
        self.field = field
        super().__init__(f"{file}, line {line}: {f'{field} ' if field else ''}{reason}")


class OutcomeConflictError(GraphError):
    """The case of `name` is decided already: `outcome`, stated `by` whom and `at`."""

    def __init__(self, name: str, outcome: str, *, by: str, at: str) -> None:
        self.name = name
        self.outcome = outcome
        self.by = by
        self.at = at
        super().__init__(f"{name} was {outcome} by {by} at {at}; undo that first")


class FourEyesError(GraphError):
    """`by` may not decide `name`, which nobody else has noted."""

    def __init__(self, name: str, by: str) -> None:
        self.name = name
        self.by = by
        super().__init__(
            f"{name} needs four eyes: somebody else than {by} must note it first"
        )


class SnapshotError(GraphError):
    """A snapshot cannot be built, opened or used."""


class NotPublishedError(SnapshotError):
    """Nothing is published in the store; `command` publishes."""

    def __init__(self, command: str) -> None:
        self.command = command
        super().__init__(f"nothing is published in this store; publish with: {command}")


class SnapshotNotHeldError(SnapshotError):
    """No snapshot is held for that instant; `command` builds it."""

    def __init__(self, at: str, command: str) -> None:
        self.at = at
        self.command = command
        super().__init__(f"no snapshot is held for {at}; build it with: {command}")


class SnapshotMismatchError(SnapshotError):
    """The facts make snapshot `built`, not the `published` one; `command` publishes."""

    def __init__(self, published: str, built: str, command: str) -> None:
        self.published = published
        self.built = built
        self.command = command
        super().__init__(
            f"the store publishes snapshot {published}, but its facts make {built}; "
            f"publish again with: {command}"
        )


def _age(found: str, expected: str) -> str:
    numbered = found.isdecimal() and expected.isdecimal()
    return "an older" if numbered and int(found) < int(expected) else "another"


class SnapshotOutdatedError(SnapshotError):
    """Snapshot `name` is of vocabulary `found`, not `expected`; `command` publishes."""

    def __init__(self, name: str, found: str, expected: str, command: str) -> None:
        self.name = name
        self.found = found
        self.expected = expected
        self.command = command
        super().__init__(
            f"snapshot {name} has {_age(found, expected)} vocabulary, version {found}; "
            f"this release reads version {expected}; build a new one with: {command}"
        )


class SnapshotCorruptError(SnapshotError):
    """`file` of a snapshot does not match its manifest."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        super().__init__(f"{file}: {reason}")


class ReplayError(GraphError):
    """A receipt names something that is not available here."""


class StateFileError(GraphError):
    """A `file` of the data folder is damaged or of a newer program; `remedy` helps."""

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        self.file = file
        self.remedy = remedy
        super().__init__(f"{file} cannot be used: {reason}; {remedy}")


class StoreError(GraphError):
    """A store failed at something it should be able to do."""


class StoreUnavailableError(StoreError):
    """The store behind `url` does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        super().__init__(f"store {url} is not available: {reason}")


class StoreBusyError(StoreError):
    """The writer's lock was not had within `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the store's writer lock was not had within {seconds:g} s")


class StoreFullError(StoreError):
    """No room is left for what the store behind `url` was to write."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        super().__init__(
            f"store {url} cannot be written to: {reason}; is its disk full? Commits "
            "made before stay, and with room the same command goes on where it stopped"
        )


class UnsupportedStoreError(StoreError):
    """No store answers to this URL, or its driver is not installed."""
