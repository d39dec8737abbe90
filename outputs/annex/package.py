"""A DOCX whose bytes say nothing of the moment of writing: every file in it has the same date."""

import io
import zipfile
from typing import Final

_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can have."""


def undated(package: bytes) -> bytes:
    """Return a zip with the same files in the same order, none of them with a date of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
