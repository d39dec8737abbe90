"""Which errors are a user's or the data's, and how each is told in one line."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from aoi.errors import AoiError
from geo.errors import GeoError
from outputs.errors import OutputsError

_SECRET = frozenset({"credentials", "proxy", "mirrors"})
"""Settings whose values are never shown: they may hold a password."""
_FEW = 2
"""So many reasons still fit in a line."""


class BatchError(Exception):
    """Some cities of a batch failed; the others are published."""

    def __init__(self, failures: dict[str, str], total: int) -> None:
        """Name the cities that failed, and why where they are few, in one line."""
        self.failures = failures
        told = "; ".join(f"{city}: {reason}" for city, reason in failures.items())
        if len(failures) > _FEW:
            told = f"{', '.join(failures)}; each with its reason in the batch's table"
        super().__init__(f"{len(failures)} of {total} cities failed: {told}")


class PublishRootError(Exception):
    """A worker was told to publish into a folder that is thrown away after the run."""

    def __init__(self, root: Path) -> None:
        """Name the folder and the remedy."""
        self.root = root
        super().__init__(
            f"expected an absolute publish root, saw {str(root)!r}: a worker runs in a folder that is thrown away; "
            "start it with UMRAN_PUBLISH_ROOT set to an absolute path",
        )


class ServerError(Exception):
    """Prefect's server does not start, or does not answer."""


TELLABLE = (
    AoiError,
    GeoError,
    OutputsError,
    BatchError,
    PublishRootError,
    ServerError,
    SettingsError,
    ValidationError,
    OSError,
)
"""Errors whose message is for the user: no traceback is shown for them."""


WRONG_COMMAND_LINE = 2
"""Exit code of a command line that cannot be understood, as shells' own commands have it."""


def exit_code(error: BaseException) -> int:
    """Return the exit code of the command that this error ends."""
    return WRONG_COMMAND_LINE if isinstance(error, ValidationError) else 1


def one_line(error: BaseException) -> str:
    """Return what went wrong as one line for a user."""
    if isinstance(error, SettingsError):
        text = f'{error}: objects are written in JSON, such as {{"ghsl": "https://mirror.test/GHSL"}} (docs/sources.md)'
    elif isinstance(error, ValidationError):
        text = "; ".join(_problem(detail) for detail in error.errors())
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        text = str(error) or type(error).__name__
    return " ".join(text.split())


def _problem(detail: ErrorDetails) -> str:
    where = ".".join(str(part) for part in detail["loc"] if part != "parameters")
    text = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if text != detail["msg"] and detail["type"] != "value_error":
        seen = "something else" if set(map(str, detail["loc"])) & _SECRET else repr(detail["input"])
        text = f"expected {text}, saw {seen}"
    return f"{where}: {text}" if where else text
