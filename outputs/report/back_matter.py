"""What stands at a report's end, in the language spoken now: the glossary, and how the report is cited."""

from dataclasses import dataclass

from geo.measurement import Measurement
from outputs.report.lists import with_commas
from outputs.report.marks import YearNames
from outputs.subject import Place, Run
from outputs.text import is_simulated
from outputs.words.texts import name_of, table_of, text


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the report and what it means in it."""

    id: str
    word: str
    definition: str


def glossary() -> list[Term]:
    """Return the words that a reader may not know, in the order in which the report builds on them."""
    known = table_of("glossary")
    return [
        Term(id_, word, known[f"{id_}.definition"])
        for key, word in known.items()
        for id_, _, part in [key.partition(".")]
        if part == "term"
    ]


def citation(measurement: Measurement, place: Place, run: Run, *, created: str) -> str:
    """Return how the report is cited; `created` is an ISO 8601 moment."""
    year = created[:4]
    return text(
        "cite.report_simulated" if is_simulated(measurement, place) else "cite.report",
        year=int(year) if year.isdigit() else year,
        name=name_of(place.names),
        span=YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1]),
        run=run.id,
        sources=with_commas(source.title for source in measurement.sources),
    )
