"""The section of a page that sets other sources beside the run's own."""

import re
from dataclasses import replace

import pytest

from geo.comparison import ComparedPeriod, Comparison
from geo.measurement import Measurement
from geo.references import Caveat
from outputs.report.compared import comparison_tables, own_years, simulated_in_part
from outputs.report.compared_chart import comparison_chart
from outputs.report.page import render_page
from outputs.report.tables import Group, Table
from outputs.subject import Place, Run
from outputs.words import figures


@pytest.fixture
def comparison(compared: Measurement) -> Comparison:
    assert compared.comparison
    return compared.comparison


def table_of(compared: Measurement, boundary: str) -> Table:
    return next(table for table in comparison_tables(compared) if table.id == f"compared-{boundary}")


def cells(group: Group, head: str) -> dict[str, str]:
    row = next(row for row in group.rows if row.head == head)
    return {cell.field: cell.value for cell in row.cells}


def test_there_is_a_table_for_each_boundary_with_longer_periods_first(compared: Measurement) -> None:
    assert [table.id for table in comparison_tables(compared)] == ["compared-urban_extent", "compared-study_area"]
    groups = table_of(compared, "urban_extent").groups
    assert [group.title for group in groups] == ["1990–2010", "1990–2000", "2000–2010"]
    assert groups[0].note == "whole span of this run; no such epochs: Source glad"


def test_the_tables_figures_are_those_of_the_comparison(compared: Measurement, comparison: Comparison) -> None:
    for table, boundary in zip(comparison_tables(compared), ("urban_extent", "study_area"), strict=True):
        for group in table.groups:
            start, end = map(int, group.title.split("–"))
            which = ComparedPeriod(boundary, start, end)  # type: ignore[arg-type]
            for row in comparison.rows_of(which):
                if row.match:
                    title = next(one.references[0].title for one in comparison.sources if one.id == row.source)
                    assert cells(group, title)["lcr"] == figures.rate(row.lcr)
                    assert cells(group, title)["own_years"] == str(row.own_years)
            spread = comparison.spreads_of(which)["lcr"]
            assert cells(group, "Lowest")["lcr"] == figures.rate(spread.minimum)
            assert cells(group, "Highest")["lcr"] == figures.rate(spread.maximum)
            assert cells(group, "Highest / lowest")["lcr"] == f"×\u202f{spread.ratio:.1f}"


def test_a_median_stands_where_three_sources_have_a_value(compared: Measurement) -> None:
    heads = {group.title: [row.head for row in group.rows] for group in table_of(compared, "study_area").groups}
    assert "Median" in heads["2000–2010"]
    assert "Median" not in heads["1990–2000"]


def test_own_years_are_stated_with_nearest_and_projected(comparison: Comparison) -> None:
    said = {(row.source, row.start, row.end): own_years(comparison, row) for row in comparison.rows}
    assert said["simulated", 2000, 2010] == "2000–2010 (projected)"
    assert said["wsf", 1990, 2010] == "1991–2009, nearest"
    assert said["glad", 2000, 2010] == "2000–2010"
    assert said["glad", 1990, 2000] == ""


def test_footnotes_say_nearest_unequal_projected_and_which_source_is_simulated(
    compared: Measurement, comparison: Comparison
) -> None:
    notes = " ".join(sentence for _, sentence in table_of(compared, "urban_extent").footnotes)
    for words in ("nearest epochs stand for them", "intervals differ in length", "projection", "simulated"):
        assert words in notes
    assert simulated_in_part(comparison)
    same = tuple(
        replace(one, references=tuple(replace(reference, simulated=True) for reference in one.references))
        for one in comparison.sources
    )
    all_simulated = replace(compared, comparison=replace(comparison, sources=same))
    assert "simulated" not in str(table_of(all_simulated, "urban_extent").footnotes)


def test_doubts_that_must_be_seen_are_footnotes_of_the_sources_row(
    compared: Measurement, comparison: Comparison
) -> None:
    rows = tuple(replace(row, flags=("incomparable_epochs",)) if row.match else row for row in comparison.rows)
    table = table_of(replace(compared, comparison=replace(comparison, rows=rows)), "urban_extent")
    assert all(row.marks == "a" for group in table.groups for row in group.rows if not row.strong)
    assert table.footnotes[0][1].startswith("The source says that the difference")


def test_the_chart_shows_both_rates_of_the_period_that_most_sources_have(compared: Measurement) -> None:
    chart = comparison_chart(compared)
    assert chart
    assert chart.title == "Growth a year by source, 2000–2010, %"
    for words in ("Source wsf, 2001–2009, nearest: LCR 10.00 %", "Source glad, 2000–2010: LCR 2.50 %, PGR 3.42 %"):
        assert words in chart.alt
    assert ">10.00<" in chart.svg
    assert chart == comparison_chart(compared)


def test_a_page_of_one_source_has_no_such_section(measurement: Measurement, place: Place, run: Run) -> None:
    assert comparison_tables(measurement) == []
    assert comparison_chart(measurement) is None
    html = render_page(measurement, place, run, created="", downloads=())
    assert 'id="compared"' not in html
    assert "#compared" not in html


def test_the_page_has_chart_tables_caveats_and_all_sources(compared: Measurement, place: Place, run: Run) -> None:
    assert compared.comparison
    own, wsf, glad = compared.comparison.sources
    doubtful = replace(wsf, caveats=(Caveat("coarse", "Too coarse for <b>this</b> city."),))
    told = replace(compared, comparison=replace(compared.comparison, sources=(own, doubtful, glad)))
    html = render_page(told, place, run, created="", downloads=())
    assert '<a href="#compared">' in html
    assert 'id="chart-compared"' in html
    assert 'id="table-compared-urban_extent"' in html
    assert "Too coarse for &lt;b&gt;this&lt;/b&gt; city." in html
    assert re.findall(r"<h3>(Source \w+)</h3>", html) == ["Source wsf", "Source glad"]


def test_where_no_epochs_are_near_the_page_says_which_there_are(
    compared: Measurement, comparison: Comparison, place: Place, run: Run
) -> None:
    nothing = replace(comparison, rows=(), spreads=())
    html = render_page(replace(compared, comparison=nothing), place, run, created="", downloads=())
    assert "nothing can be compared. They have: Source wsf: 1991, 2001, 2009; Source glad: 2000, 2010." in html
    assert "table-compared" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
