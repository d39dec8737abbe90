"""The city report as a PDF."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.measurement import Measurement
from outputs.pdf.compile import compile_typst
from outputs.pdf.content import report_data
from outputs.provenance.words import provenance_words
from outputs.report.content import page_content
from outputs.subject import Place, Run


def render_report_pdf(measurement: Measurement, place: Place, run: Run, *, created: str) -> bytes:
    """Return the report in the language spoken now; `created` is an ISO 8601 moment, the document's date."""
    content = page_content(measurement, place, run, created=created)
    provenance = provenance_words(measurement, place, run, created=created)
    return report_pdf(content, provenance, created=created)


def report_pdf(content: Mapping[str, Any], provenance: Sequence[str], *, created: str) -> bytes:
    """Return the report of a content that the HTML page has too: its pictures are drawn once for both."""
    return compile_typst("report.typ", report_data(content, provenance), created=created)
