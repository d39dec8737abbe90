"""What the annex says."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from markupsafe import Markup

from geo.measurement import Measurement
from geo.reasons import Reason
from outputs.annex.content import AnnexContent, annex_content
from outputs.annex.grids import period_grid, year_grid
from outputs.reporting.report import city_report
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking

Made = Callable[[str], AnnexContent]
CREATED = "2026-11-25T12:00:00+00:00"


def test_the_annex_says_what_happened_in_the_words_of_the_report(annex: Made) -> None:
    lead = annex("en").happened.items[0]
    assert isinstance(lead, Markup)
    assert lead.striptags().startswith(
        "Between 1990 and 2010 (projected), built-up land inside the city’s urban extent"
    )


def test_its_tables_are_the_reporting_tables_years_and_periods(annex: Made) -> None:
    years, periods = annex("en").grids
    assert years.head == ("Year", "1990", "2000", "2010 (projected)")
    assert [row[0] for row in years.rows] == ["Built-up area, km²", "Population", "Built-up area per person, m²"]
    assert years.rows[1][1:] == ("35\u202f875", "54\u202f688", "77\u202f000")
    assert periods.head == ("Period", "1990–2000", "2000–2010 (projected)")
    assert [row[1:] for row in periods.rows] == [("10", "10"), ("13.47", "7.27"), ("4.22", "3.42"), ("3.20", "2.12")]


def test_a_value_that_cannot_be_calculated_has_its_reason_under_the_table(
    measurement: Measurement, place: Place, run: Run
) -> None:
    undefined = {"lcrpgr": Reason.NO_POPULATION_CHANGE.value}
    rows = tuple(
        replace(row, lcrpgr=None, undefined={**row.undefined, **undefined}) if row.end == 2000 else row
        for row in measurement.indicators
    )
    grid = period_grid(city_report(replace(measurement, indicators=rows), place, run))
    assert grid.rows[-1][1:] == ("–", "2.12")
    (note,) = grid.notes
    assert note.startswith(
        "Ratio (LCRPGR), 1990–2000: cannot be calculated: The population growth rate is exactly zero"
    )


def test_a_run_of_two_epochs_has_two_years_and_one_period(measurement: Measurement, place: Place, run: Run) -> None:
    two = replace(
        measurement,
        epochs=tuple(row for row in measurement.epochs if row.year != 1990),
        indicators=tuple(replace(row, whole_span=True) for row in measurement.indicators if row.start == 2000),
    )
    report = city_report(two, place, run)
    assert [len(grid(report).head) for grid in (year_grid, period_grid)] == [3, 2]


def test_warnings_travel_with_the_figures_the_runs_own_first(annex: Made) -> None:
    warnings = annex("en").warnings.items
    assert warnings[:2] == (
        "The city is simulated: it does not exist, and no figure describes a real place.",
        "Built-up area of 0.045 km² of 1990 is gone in 2000; check the source's classes.",
    )
    assert "One of the epochs is a projection, not an observation." in warnings
    assert warnings[-1].startswith("Population figures on a grid are themselves modelled")


def test_of_many_warnings_and_sources_the_annex_says_how_many_more_there_are(crowded: AnnexContent) -> None:
    assert len(crowded.warnings.items) == 7 + 1 + 2
    assert crowded.warnings.items[7] == "7 more warnings stand in the full report of this run."
    assert len(crowded.sources.items) == 4 + 1
    assert crowded.sources.items[4] == "2 more sources stand in the full report of this run."


def test_the_annex_names_its_sources_its_run_and_how_to_cite_it(annex: Made) -> None:
    content = annex("en")
    assert content.run == "SIMULATED CITY — not a real place · Run r0123456789ab, made on 25 November 2026."
    assert "Run r0123456789ab" in str(content.cite.items[0])
    assert content.sources.items == (
        "Simulated city, version 1. Umran, simulated city, fixed seed; not a real place. Licence: CC0-1.0.",
    )
    assert len(content.method.items) == 4
    assert content.stamp == "SIMULATED CITY — not a real place"


def test_a_boundary_that_is_not_the_urban_extent_is_told_as_such(
    measurement: Measurement, place: Place, run: Run, annex: Made
) -> None:
    only = replace(
        measurement,
        epochs=tuple(row for row in measurement.epochs if row.boundary == "study_area"),
        indicators=tuple(row for row in measurement.indicators if row.boundary == "study_area"),
    )
    content = annex_content(only, place, run, created=CREATED, pictures=annex("en").pictures)
    assert (
        content.method.items[1] == "The boundary is the one that is named under the figures, the same for every year."
    )
    assert content.table_notes == ("All years are counted within one boundary: whole study area.",)


def test_the_map_is_without_the_panel_that_stands_beside_it_in_the_report(annex: Made) -> None:
    growth = annex("en").pictures.map
    assert growth.size[0] < 1300
    assert [key.name for key in growth.keys[:3]] == ["Built up by 1990", "1990–2000", "2000–2010 (projected)"]
    assert growth.alt == "Map of Sample: Growth of built-up land, 1990–2010 (projected)."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_it_in_its_own_words_with_the_same_figures(language: str, annex: Made) -> None:
    content, english = annex(language), annex("en")
    with speaking(language):
        assert [len(grid.rows) for grid in content.grids] == [len(grid.rows) for grid in english.grids]
        if language != "en":
            for part in ("title", "kicker", "target", "table_title", "map_title", "run"):
                assert getattr(content, part) != getattr(english, part), part
