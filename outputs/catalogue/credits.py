"""Who is credited: the sources' licences, makers, citations and DOIs, and how the run itself is cited."""

import re
from collections.abc import Iterable
from typing import Any, Final

from geo.measurement import Measurement
from geo.references import SourceReference
from outputs.provenance.words import lineage
from outputs.report.back_matter import citation
from outputs.subject import Place, Run
from outputs.text import licence, one_line
from outputs.words import speaking

_SPDX: Final = re.compile(r"[A-Za-z0-9.+-]+")
"""A licence that STAC takes as it is; another is `other`, and umran:licence says which."""
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s;,<>\"]+")
_LEVEL: Final = "L4"
"""Results of analyses of lower-level data, as the processing extension names them."""


def licensing(sources: Iterable[SourceReference]) -> dict[str, str]:
    """Return the licence of what rests on sources: one of theirs if they share it, else `other`."""
    terms = licence(sources)
    return {"license": terms if _SPDX.fullmatch(terms) else "other", "umran:licence": terms}


def processing(measurement: Measurement, run: Run) -> dict[str, Any]:
    """Return how the data were made."""
    with speaking("en"):
        told = lineage(measurement, run)
    return {"processing:level": _LEVEL, "processing:lineage": told, "processing:software": dict(run.software)}


def providers(measurement: Measurement, run: Run) -> list[dict[str, Any]]:
    """Return who made the data: Umran from the sources, each of which its title stands for."""
    makers = [
        {"name": one_line(source.title), "description": one_line(source.citation), "roles": ["producer", "licensor"]}
        for source in measurement.all_sources
    ]
    return [{"name": "Umran", "roles": ["processor"], **processing(measurement, run)}, *makers]


def cited(measurement: Measurement, place: Place, run: Run, *, created: str) -> dict[str, Any]:
    """Return how the run is cited, and the publications that describe its sources."""
    with speaking("en"):
        whole = citation(measurement, place, run, created=created)
    publications = [_publication(source) for source in measurement.all_sources]
    return {"sci:citation": one_line(whole), "sci:publications": publications}


def doi_links(sources: Iterable[SourceReference]) -> list[dict[str, str]]:
    """Return a link to what describes each source that has a DOI."""
    return [
        {"rel": "via", "href": f"https://doi.org/{doi}", "title": one_line(source.title)}
        for source in sources
        for doi in dict.fromkeys(dois(source.citation))
    ]


def dois(text: str) -> list[str]:
    """Return the DOIs in a citation, without the full stop behind them.

    >>> dois("Joint Research Centre (2023). doi:10.2905/2FF68A52, 10.1016/j.rse.2019.")
    ['10.2905/2FF68A52', '10.1016/j.rse.2019']
    """
    return [found.rstrip(".)]") for found in _DOI.findall(text)]


def _publication(source: SourceReference) -> dict[str, str]:
    text = one_line(source.citation)
    found = dois(text)
    return {"citation": text, "doi": found[0]} if found else {"citation": text}
