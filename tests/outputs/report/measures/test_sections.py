import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from shapely import box

from geo.figure import Figure
from geo.indicators.uncertainty import Regime
from geo.measurement import Measurement
from outputs.report.measures.gradient import gradient_chart
from outputs.report.measures.regimes import regimes_chart
from outputs.report.measures.rose import rose_chart
from outputs.report.measures.sections import sections
from outputs.report.measures.settlements import settlement_chart
from outputs.report.measures.taken import taken_chart
from outputs.report.measures.trend import land_trend_chart, people_trend_chart
from outputs.report.page import render_page
from outputs.subject import Place, Run


@pytest.fixture(scope="module")
def page(measured: Measurement) -> str:
    place = Place(
        "sample", {"en": "Sample"}, "XXX", "none", (0, 0), box(-21, 18, -20.9, 18.1), "drawn", (), simulated=True
    )
    return render_page(measured, place, Run("r0123456789ab", {}, {}), created="2026-11-23T22:10:00Z", downloads=())


def test_groups_without_a_figure_have_no_section(measured: Measurement, measurement: Measurement) -> None:
    assert [section.id for section in sections(measured)] == ["form", "trend"]
    assert sections(measurement) == []


def test_a_section_without_any_value_says_why_and_folds_its_tables(measurement: Measurement) -> None:
    names = ("lcr_interval", "pgr_interval")
    figures = tuple(
        Figure(name, None, "study_area", "fixed", 2010, 1990, undefined="no_error_declared") for name in names
    )
    (section,) = sections(replace(measurement, figures=figures))
    assert section.nothing == "Neither the source nor the run declares how large the errors of its figures are."
    assert [table.folded for table in section.tables] == [True]
    assert section.charts == ()


def test_every_measure_that_is_shown_opens_its_meaning_its_method_and_its_source(page: str) -> None:
    asked = set(re.findall(r'popovertarget="about-(\w+)"', page))
    told = re.findall(r'<div class="about" id="about-(\w+)" popover>', page)
    assert asked == set(told)
    assert len(told) == len(set(told))
    assert page.count('<a href="method.html#density-gradient">Method</a>') == 3
    assert "Source: Clark, C. (1951)" in page


def test_a_table_that_is_folded_says_how_long_it_is_and_that_the_city_is_simulated(page: str) -> None:
    (summary,) = re.findall(r'<details class="fold"><summary>(.*?)</summary>', page, re.DOTALL)
    assert "16 rows" in summary
    assert "not a real place" in summary


def test_the_page_needs_no_script(page: str) -> None:
    assert not re.search(r"<script|onclick|javascript:", page)


def test_pictures_are_svg_of_their_own_with_the_figures_in_words(measured: Measurement) -> None:
    charts = [chart for section in sections(measured) for chart in section.charts]
    assert [chart.id for chart in charts] == ["gradient", "rose", "trend_built_up"]
    for chart in charts:
        assert ET.fromstring(chart.svg).tag.endswith("svg")  # noqa: S314
        assert re.search(r"\d", chart.alt)


def test_the_gradient_draws_the_first_and_the_last_epoch(measured: Measurement) -> None:
    chart = gradient_chart(measured)
    assert chart
    assert "1990: 0–1 km 0.70, 1–2 km 0.43, 2–3 km 0.26; 2010 (projected): 0–1 km 0.77" in chart.alt
    assert "2000" not in chart.alt


def test_rings_without_a_curve_are_still_drawn(measured: Measurement) -> None:
    figures = tuple(figure for figure in measured.figures if not figure.measure.startswith("gradient_"))
    assert gradient_chart(replace(measured, figures=figures))


def test_the_rose_is_of_the_longest_period(measured: Measurement) -> None:
    chart = rose_chart(measured)
    assert chart
    assert chart.title == "New built-up land by direction, 1990–2010 (projected)"
    assert "NE 0.25\u202fkm²" in chart.alt


def test_a_trend_says_that_it_is_an_extrapolation_and_gives_both_ends(measured: Measurement) -> None:
    chart = land_trend_chart(measured)
    assert chart
    assert "2030, extrapolated: 2.50 to 4.75" in chart.alt
    assert "extrapolation" in chart.svg
    assert "not a forecast" in chart.caption
    assert "2010" not in chart.alt.partition(". ")[2]


def test_the_regimes_have_their_probabilities_in_words(measurement: Measurement) -> None:
    shares = dict.fromkeys(Regime, 0.0) | {Regime.LAND_FASTER: 0.75, Regime.PEOPLE_FASTER: 0.25}
    figures = tuple(
        Figure("regime_probability", share, "study_area", "fixed", end, start, zone=regime.value)
        for start, end in ((1990, 2010), (1990, 2000))
        for regime, share in shares.items()
    )
    chart = regimes_chart(replace(measurement, figures=figures))
    assert chart
    assert (
        "1990–2000: Land grows faster than people 75\u202f%, People grow faster than land 25\u202f%; 1990–2010"
        in chart.alt
    )
    assert "shrink" not in chart.alt


def test_land_taken_is_drawn_by_period_and_not_for_the_whole_span(measurement: Measurement) -> None:
    figures = tuple(
        Figure("land_taken", hectares, "study_area", "fixed", end, start, zone=zone)
        for start, end in ((1990, 2000), (2000, 2010), (1990, 2010))
        for zone, hectares in (("cropland", 12.5), ("wetland", 0.0), ("unclassed", 3.0))
    )
    chart = taken_chart(replace(measurement, figures=figures))
    assert chart
    assert "1990–2000: Cropland 12.5\u202fha, Not classed 3.0\u202fha; 2000–2010 (projected): Cropland" in chart.alt
    assert "1990–2010" not in chart.alt
    assert "Wetland" not in chart.alt


def test_areas_by_class_leave_out_water_and_what_is_not_there(measurement: Measurement) -> None:
    areas = {"urban_centre": 4.0, "urban_cluster": 0.0, "rural": 20.0, "water": 3.0}
    figures = tuple(
        Figure("settlement_area", area, "study_area", "fixed", 2010, zone=zone) for zone, area in areas.items()
    )
    chart = settlement_chart(replace(measurement, figures=figures))
    assert chart
    assert "2010 (projected): Urban centre 4.00\u202fkm², Rural 20.00\u202fkm²." in chart.alt
    assert "edition R2023A" in chart.caption


def test_no_picture_without_figures(measurement: Measurement) -> None:
    for draw in (
        gradient_chart,
        rose_chart,
        settlement_chart,
        regimes_chart,
        taken_chart,
        land_trend_chart,
        people_trend_chart,
    ):
        assert draw(measurement) is None
