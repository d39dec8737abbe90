"""How a typst template becomes a PDF: data as JSON beside it, our fonts only, tagged, the same bytes every time."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from outputs.errors import FormatError
from outputs.fonts import font_paths
from outputs.pdf.runs import for_typst
from outputs.pdf.speech import speech

_SIGNATURE = b"\x89PNG"


def compile_typst(template: str, data: Mapping[str, Any], *, created: str, package: str = "outputs.pdf") -> bytes:
    """Return the PDF of a template in the language spoken now, tagged: typst refuses what PDF/UA-1 does not allow.

    The template begins with `#import "common.typ": *` and `#show: published`. It reads `data` from common.typ: the
    data as JSON, in which no text can be markup; texts and `Markup` are shown by `words(…)`, bytes (a
    PNG or an SVG) by `image(…)`, the number of a page by `page-number`.

    Args:
        template: a file in the package's folder `templates`; the others in there can be imported.
        data: what it shows; `document` (title, description, keywords) is what the file says of itself.
        created: ISO 8601 moment, the document's date.
        package: whose folder `templates` holds the template.

    Raises:
        FormatError: typst refuses the document.
    """
    with TemporaryDirectory(prefix="umran-pdf-") as name:
        folder = Path(name)
        for source in ("outputs.pdf", package):
            _copy_templates(source, folder)
        content = for_typst({**data, "speech": speech()}, _Pictures(folder))
        (folder / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        try:
            pdf: bytes = typst.compile(
                str(folder / template),
                root=name,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["1.7", "ua-1"],
                timestamp=_moment(created),
            )
        except typst.TypstError as error:
            raise FormatError(template, error) from error
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the publication and no others: a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_paths()))


class _Pictures:
    """Puts pictures beside the template, numbered."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def __call__(self, picture: bytes) -> str:
        self.count += 1
        path = f"/{self.count}.{'png' if picture.startswith(_SIGNATURE) else 'svg'}"
        (self.folder / path[1:]).write_bytes(picture)
        return path


def _copy_templates(package: str, folder: Path) -> None:
    for file in files(package).joinpath("templates").iterdir():
        if file.name.endswith(".typ"):
            (folder / file.name).write_bytes(file.read_bytes())


def _moment(created: str) -> datetime:
    moment = datetime.fromisoformat(created)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
