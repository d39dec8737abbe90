"""What a report says of a run, whatever it is set in: words, maps, charts and tables, in the language of the moment."""

import dataclasses
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from geo.measurement import Measurement
from geo.reasons import Flag
from outputs.layout import Download
from outputs.provenance.words import lineage
from outputs.report import alt, charts, drawing, maps, rows, tables
from outputs.report.back_matter import citation, glossary
from outputs.report.compared import comparison_tables
from outputs.report.compared_chart import comparison_chart
from outputs.report.downloads import download_groups
from outputs.report.lists import with_commas, with_semicolons
from outputs.report.maps import MapPicture
from outputs.report.marks import YearNames, in_words
from outputs.report.measures.sections import sections
from outputs.report.published import published_tables
from outputs.report.scenes import Scenes
from outputs.report.story import story
from outputs.report.zone_maps import zone_map, zone_map_in_words
from outputs.report.zones import zone_table
from outputs.subject import Place, Run
from outputs.tables.zones import kinds_of
from outputs.text import is_simulated
from outputs.words import figures
from outputs.words.filling import digits
from outputs.words.speech import LANGUAGES, isolated
from outputs.words.texts import name_of, text


def page_content(
    measurement: Measurement, place: Place, run: Run, *, created: str, shared: Scenes | None = None
) -> dict[str, Any]:
    """Return what a report shows, by the names that templates use; pictures are PNG bytes and SVG texts.

    It offers no files: `with_downloads` adds those once they are written.

    Args:
        measurement: what was measured.
        place: the city.
        run: the run's id, parameters and software.
        created: ISO 8601 moment, printed as it is.
        shared: maps without words, which the languages of one run share.
    """
    shared = shared or Scenes()
    content = {
        **_about(measurement, place, run, created=created),
        **_findings(measurement),
        **_maps(measurement, place, shared),
        "zones": _zones(measurement, place, shared),
        "glossary": glossary(),
        "citation": citation(measurement, place, run, created=created),
        "lineage": lineage(measurement, run),
    }
    return with_downloads(content, ())


def with_downloads(
    content: Mapping[str, Any], downloads: Sequence[Download], languages: Sequence[str] = LANGUAGES
) -> dict[str, Any]:
    """Return a report's content with the files that its page offers, and the languages in which there is a page.

    The files' paths are relative to the page.
    """
    return {
        **content,
        "downloads": downloads,
        "download_groups": download_groups(downloads),
        "page_languages": languages,
    }


def _about(measurement: Measurement, place: Place, run: Run, *, created: str) -> dict[str, Any]:
    """Return what was measured, where, when, from what and how it was set."""
    return {
        "place": place,
        "name": name_of(place.names),
        "run": run,
        "run_parameters": [(name, _setting(value)) for name, value in run.parameters.items()],
        "software": with_commas(f"{name} {version}" for name, version in run.software.items()),
        "grid": measurement.grid,
        "parameters": measurement.parameters,
        "parameter_rows": _parameter_rows(measurement),
        "own_sources": measurement.sources,
        "sources": measurement.all_sources,
        "years": measurement.years,
        "span": YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1]),
        "last_year": YearNames(measurement.projected).year(measurement.years[-1]),
        "simulated": is_simulated(measurement, place),
        "created": created,
        "day": figures.date(created),
    }


def _findings(measurement: Measurement) -> dict[str, Any]:
    """Return what was found, in words, charts and tables."""
    return {
        "story": story(measurement),
        "caveats": measurement.caveats,
        "charts": charts.charts(measurement),
        "tables": [
            tables.indicator_table(measurement),
            tables.growth_table(measurement),
            tables.log_table(measurement),
            tables.extent_table(measurement),
        ],
        "compared": _compared(measurement),
        "published_tables": published_tables(measurement),
        "sections": sections(measurement),
    }


def _parameter_rows(measurement: Measurement) -> list[tuple[str, str]]:
    values = dataclasses.asdict(measurement.parameters)
    of_extent = [
        (text(f"parameters.{name}"), _setting(value))
        for name, value in sorted(values.items(), key=lambda item: item[0] != "built_up_threshold")
    ]
    return [
        *of_extent,
        (text("parameters.level1"), measurement.measures.level1.edition),
        (text("parameters.level2"), measurement.measures.level2.edition),
    ]


def _setting(value: object) -> str:
    """Return the value of a parameter as people read it."""
    if value is None:
        return text("method_words.not_set")
    if isinstance(value, bool):
        return text("provenance_page.yes" if value else "provenance_page.no")
    if isinstance(value, list | tuple):
        return with_commas(map(_setting, value))
    if isinstance(value, float):
        return figures.general(value)
    return digits(value) if isinstance(value, int) else str(value)


def _compared(measurement: Measurement) -> dict[str, Any] | None:
    """Return what the section of other sources shows; None where one source was run."""
    comparison = measurement.comparison
    if comparison is None:
        return None
    others = [(source.references[0].title, source) for source in comparison.sources[1:]]
    return {
        "tables": comparison_tables(measurement),
        "chart": comparison_chart(measurement),
        "caveats": [(title, source.caveats) for title, source in others if source.caveats],
        "years": with_semicolons(
            f"{isolated(title)}: {with_commas(map(digits, source.years))}" for title, source in others
        ),
    }


def _zones(measurement: Measurement, place: Place, shared: Scenes) -> list[dict[str, Any]]:
    """Return the map and the table of each kind of zone."""
    span = (measurement.years[0], measurement.years[-1])
    caption = [text("zones_section.map_caption", years=span[1] - span[0])]
    if span in measurement.incomparable:
        caption += in_words([Flag.INCOMPARABLE_EPOCHS])
    return [
        {
            "map": _shown(zone_map(measurement, place, kind, found, shared=shared))
            | {
                "id": f"zones-{kind}",
                "caption": " ".join(caption),
                "alt": _with_simulated(zone_map_in_words(measurement, place, kind, found), measurement, place),
            },
            "table": zone_table(measurement, kind, found),
        }
        for kind, found in kinds_of(measurement.zones)
    ]


def _maps(measurement: Measurement, place: Place, shared: Scenes) -> dict[str, Any]:
    made = {
        "first_built": maps.first_built_map(measurement, place, shared=shared),
        "extent": maps.extent_map(measurement, place, shared=shared),
        "expansion": maps.expansion_map(measurement, place, shared=shared),
    }
    small = maps.epoch_maps(measurement, place, shared=shared)
    keys = {key.name: key for picture in (made["extent"], *small) for key in picture.keys}
    return {
        "maps": [
            _shown(picture)
            | {
                "id": name,
                "caption": _caption(name, picture, measurement),
                "alt": _alt(name, measurement, place),
            }
            for name, picture in made.items()
        ],
        "epoch_maps": [
            _shown(picture) | {"alt": _epoch_alt(measurement, place, year)}
            for year, picture in zip(measurement.years, small, strict=True)
        ],
        "epoch_keys": [keys[name] for name in _ordered(keys, small)],
        "map_notes": " ".join(maps.notes(measurement)),
    }


def _ordered(keys: dict[str, drawing.Key], small: Sequence[MapPicture]) -> list[str]:
    """Return the names of what the small maps show, in the order of the large map's legend."""
    present = {key.name for picture in small for key in picture.keys}
    return [name for name in keys if name in present]


def _shown(picture: MapPicture) -> dict[str, Any]:
    width, height = struct.unpack(">II", picture.png[16:24])
    return {
        "picture": picture,
        "png": picture.png,
        "width": width,
        "height": height,
        "crop": f"{width / (width - drawing.FULL.right + 4):.4f}",
        "title": picture.title,
        "legend": picture.keys,
    }


def _caption(name: str, picture: MapPicture, measurement: Measurement) -> str:
    said = [text(f"maps.caption.{name}")]
    if name != "extent" and (measurement.years[0], measurement.years[-1]) in measurement.incomparable:
        said += in_words([Flag.INCOMPARABLE_EPOCHS])
    return " ".join([*said, text("maps.zoomed")] if picture.zoomed else said)


def _alt(name: str, measurement: Measurement, place: Place) -> str:
    """Return what a large map shows, with the figures of the study area."""
    years = measurement.years
    named = {year: YearNames(measurement.projected).year(year) for year in years}
    epochs = rows.epochs(measurement, rows.STUDY_AREA)
    area = next((one.area_km2 for one in measurement.city_extents if one.year == years[-1]), None)
    values = {
        "first_built": alt.told(
            (named[row.year], text("pictures.km2", area=figures.km2(row.built_up_km2))) for row in epochs
        ),
        "extent": _extent_values(measurement),
        "expansion": _growth_values(measurement),
    }[name]
    said = text(
        f"maps.alt.{name}",
        name=name_of(place.names),
        start=named[years[0]],
        end=named[years[-1]],
        year=named[years[-1]],
        values=values,
        area=figures.km2(area),
    )
    return _with_simulated(said, measurement, place)


def _epoch_alt(measurement: Measurement, place: Place, year: int) -> str:
    area = next((one.area_km2 for one in measurement.city_extents if one.year == year), None)
    said = text(
        "maps.alt.epoch",
        name=name_of(place.names),
        year=YearNames(measurement.projected).year(year),
        area=figures.km2(area),
    )
    return _with_simulated(said, measurement, place)


def _with_simulated(said: str, measurement: Measurement, place: Place) -> str:
    return f"{text('simulated.short')} {said}" if is_simulated(measurement, place) else said


def _extent_values(measurement: Measurement) -> str:
    fields = ("urban_km2", "suburban_km2", "rural_built_up_km2", "urbanized_open_space_km2")
    last = rows.epochs(measurement, rows.STUDY_AREA)[-1:]
    return with_commas(alt.area(tables.head(name).lower(), getattr(row, name)) for row in last for name in fields)


def _growth_values(measurement: Measurement) -> str:
    found = rows.periods(measurement, rows.STUDY_AREA)[-1:]
    growth = [row.growth_by_type_km2 for row in found]
    return with_semicolons(charts.growth_in_words(one) for one in growth if one is not None) or figures.DASH
