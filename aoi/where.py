"""Which file and which feature of it an error is about."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from aoi.errors import AreaFileError
from aoi.text import printable

_PATH_LENGTH = 200
_REASON_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Where:
    """A user's file, and the feature in it once one is chosen."""

    path: Path
    feature: str | None = None

    def at(self, feature: str) -> "Where":
        """Return the same file with this feature."""
        return replace(self, feature=feature)

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        """Raise the error: one line, whatever the file and its features are called.

        Raises:
            AreaFileError: always.
        """
        feature = None if self.feature is None else f"feature {printable(self.feature)}"
        raise AreaFileError(printable(self.path, _PATH_LENGTH), problem, remedy, feature)


def reason(error: BaseException) -> str:
    """Return what a library says went wrong: its first sentence, on one line."""
    text = printable(str(error).split("; It might help")[0], _REASON_LENGTH) or type(error).__name__
    return text.rstrip(".")
