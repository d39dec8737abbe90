"""What a flow leaves in Prefect for people: the indicator table, the map, the link to the page."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows import wording
from flows.national import headlines, remarks, title
from flows.result import Figures, Result
from flows.settings import settings
from outputs.errors import OutputsError
from outputs.layout import PAGE, PREVIEW
from outputs.store.opening import open_root
from outputs.tables.national import NationalRow

_MAX_PICTURE_BYTES: Final = 1_000_000
"""Artifacts lie in Prefect's database: a larger picture is only linked."""


def show_city(result: Result) -> None:
    """Create the artifacts of one city's run: table, map with the headline, link."""
    create_table_artifact(
        key=f"{result.city}-indicators",
        table=[_row(row) for row in sorted(result.indicators, key=_headline_first)],
        description=f"# {wording.title(result)}\n\nSDG 11.3.1 by period and boundary. Run `{result.run}`.",
    )
    create_markdown_artifact(key=f"{result.city}-map", markdown=_markdown(result), description=wording.title(result))
    create_link_artifact(
        key=f"{result.city}-page",
        link=address(result),
        link_text=f"{wording.title(result)}: maps, charts, downloads",
        description=f"The page lies at `{result.page}`.",
    )


def show_batch(results: Iterable[Result], failures: Mapping[str, str], national: Sequence[NationalRow]) -> None:
    """Create the table of a batch: a headline for each city, the reason for each failure, the national figures."""
    done: list[dict[str, Any]] = [
        {"city": result.city, "state": "published", **_row(result.headline)} for result in results
    ]
    failed: list[dict[str, Any]] = [
        {"city": city, "state": "failed", "why": reason} for city, reason in failures.items()
    ]
    countries = [_national(row) for row in headlines(national)]
    create_table_artifact(
        key="batch", table=[*done, *failed, *countries], description=f"# {len(done)} published, {len(failed)} failed"
    )


def address(result: Result) -> str:
    """Return where a browser finds the page: below UMRAN_PUBLISH_URL if that is set, else where it is published."""
    base = settings().publish_url
    if base:
        return f"{base.rstrip('/')}/{result.city}/{result.run}/{PAGE}"
    return result.page.as_uri() if isinstance(result.page, Path) else result.page


def _headline_first(row: Figures) -> tuple[bool, bool]:
    """Put the fixed urban extent, the reporting rule, before the rest, each in its order."""
    return row.boundary != "urban_extent", row.boundary_rule != "fixed"


def _row(row: Figures) -> dict[str, str | int]:
    return {
        "period": f"{row.start}–{row.end}",
        "boundary": wording.boundary(row),
        "LCR a year": wording.rate(row.lcr),
        "PGR a year": wording.rate(row.pgr),
        "LCRPGR": wording.ratio(row.lcrpgr),
        "built-up": f"{wording.area(row.built_up_start_km2)} → {wording.area(row.built_up_end_km2)}",
        "population": f"{wording.people(row.population_start)} → {wording.people(row.population_end)}",
        "remarks": wording.reasons(row),
    }


def _national(row: NationalRow) -> dict[str, str]:
    return {
        "city": title(row),
        "state": "national",
        "period": f"{row.start}–{row.end}",
        "boundary": f"{wording.BOUNDARIES[row.boundary]}, {wording.RULES[row.boundary_rule]}",
        "LCR a year": wording.rate(row.lcr),
        "PGR a year": wording.rate(row.pgr),
        "LCRPGR": wording.ratio(row.lcrpgr),
        "population": wording.people(row.population),
        "remarks": remarks(row),
    }


def _markdown(result: Result) -> str:
    row = result.headline
    built_up = f"{wording.area(row.built_up_start_km2)} → {wording.area(row.built_up_end_km2)}"
    people = f"{wording.people(row.population_start)} → {wording.people(row.population_end)}"
    rates = f"LCR {wording.rate(row.lcr)}, PGR {wording.rate(row.pgr)}, LCRPGR {wording.ratio(row.lcrpgr)}"
    where = f"{row.start}–{row.end}, within the {wording.boundary(row)}"
    lines = [
        f"# {wording.title(result)}",
        f"{where}: built-up {built_up}, population {people}; {rates}.",
        _picture(result),
        *(f"- {warned.text}" for warned in result.warnings),
        f"[Page]({address(result)}) at `{result.page}`",
    ]
    return "\n\n".join(line for line in lines if line)


def _picture(result: Result) -> str:
    if result.picture is None:
        return ""
    try:
        png = open_root(result.root).read(f"{result.city}/{result.run}/{PREVIEW}")
    except (OutputsError, OSError):
        return ""  # the run is published; a picture beside it is not worth its failure
    if len(png) > _MAX_PICTURE_BYTES:
        return ""
    data = base64.b64encode(png).decode()
    return f"![Map of {wording.title(result)}](data:image/png;base64,{data})"
