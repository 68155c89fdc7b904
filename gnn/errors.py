"""Failures of models and of what they are trained on, with their facts in the text.

::

    GraphError
    +-- ModelError              a model cannot be trained, opened or applied
        +-- LabelError          labels are missing, of one class, or of another time
        +-- MissingLibraryError what models are made with does not load here
        +-- MissingExtraError   the extra gnn is not installed, or of another version
        +-- ModelInputError     a value that was handed in cannot be
        +-- ModelFileError      a file of a model is not as it was written
"""

from __future__ import annotations

from graph.errors import GraphError


class ModelError(GraphError):
    """A model cannot be trained, opened or applied."""


class LabelError(ModelError):
    """Labels are missing, of one class only, or of another time."""


class MissingLibraryError(ModelError):
    """`library` does not load; the system's `package` (its name in Debian) helps."""

    def __init__(self, library: str, package: str, reason: str) -> None:
        self.library = library
        self.package = package
        super().__init__(
            f"{library} does not load: {reason}; install the system's OpenMP library, "
            f"in Debian and Ubuntu the package {package}"
        )


class MissingExtraError(ModelError):
    """`library` of the extra ``suretynet[gnn]`` is missing, or not as `expected`."""

    def __init__(self, library: str, found: str, expected: str) -> None:
        self.library = library
        self.found = found
        self.expected = expected
        super().__init__(
            f"{library} {found or 'is not installed'}{' is installed' * bool(found)}; "
            f"expected {expected or 'it'}, which the extra suretynet[gnn] brings"
        )


class ModelInputError(ModelError):
    """In `file` (or an option), `field` is `value` where `expected` was asked for."""

    def __init__(self, file: str, field: str, value: object, expected: str) -> None:
        self.file = file
        self.field = field
        self.value = value
        self.expected = expected
        super().__init__(f"{file}: {field} is {value}; expected {expected}")


class ModelFileError(ModelError):
    """`file` of a model is not as it was written; nothing of the model is used."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}; train the model again, or copy it whole")
