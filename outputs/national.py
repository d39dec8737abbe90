"""Where national figures go: national.csv beside the cities' folders, replaced whole."""

from collections.abc import Sequence
from pathlib import Path

from outputs import layout
from outputs.errors import PublishError
from outputs.staging import locked, replace_text
from outputs.tables.national import NationalRow, national_csv


def publish_national(rows: Sequence[NationalRow], root: Path) -> Path:
    """Write `<root>/national.csv` and return its path; readers see the earlier file or this one.

    Raises:
        PublishError: the root cannot be written, or another run holds it; what was published before is untouched.
    """
    path = root / layout.NATIONAL
    text = national_csv(rows).decode("utf-8")  # its byte-order mark stays in the text
    try:
        with locked(root):
            (root / layout.STAGING).mkdir(exist_ok=True)
            replace_text(root, path, text)
    except OSError as error:
        raise PublishError.from_os(root, error) from error
    return path
