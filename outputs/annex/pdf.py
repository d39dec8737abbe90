"""The annex as a PDF of exactly two pages."""

from dataclasses import fields
from typing import Any

from geo.measurement import Measurement
from outputs.annex.content import AnnexContent, annex_content
from outputs.pdf.compile import compile_typst
from outputs.subject import Place, Run


def annex_pdf(measurement: Measurement, place: Place, run: Run, *, created: str) -> bytes:
    """Return the annex of a run in the language spoken now; `created` is an ISO 8601 moment."""
    return pdf_of(annex_content(measurement, place, run, created=created))


def pdf_of(content: AnnexContent) -> bytes:
    """Return the annex as a tagged PDF, in the language that its content was made in and that is spoken now."""
    chart = content.pictures.chart
    data: dict[str, Any] = {field.name: getattr(content, field.name) for field in fields(content)}
    data |= {
        "document": {"title": content.title, "description": content.description},
        "pictures": {
            "map": content.pictures.map,
            "chart": chart
            and {"svg": chart.svg.encode(), "title": chart.title, "alt": chart.alt, "caption": chart.caption},
        },
    }
    return compile_typst("annex.typ", data, created=content.created, package="outputs.annex")
