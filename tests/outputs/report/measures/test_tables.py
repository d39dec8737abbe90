from dataclasses import replace

import pytest

from geo.figure import Figure
from geo.measurement import Measurement
from outputs.report.measures.tables import measure_tables
from outputs.report.tables import Cell, Row, Table
from outputs.tables.measures import measure_groups

GROUPS = {group.id: group for group in measure_groups()}


def tables(measurement: Measurement, group: str) -> dict[str, Table]:
    return {table.id: table for table in measure_tables(measurement, GROUPS[group])}


def row(table: Table, head: str) -> Row:
    return next(row for group in table.groups for row in group.rows if row.head == head)


def test_epochs_periods_and_zones_stand_apart(measured: Measurement) -> None:
    assert list(tables(measured, "form")) == [
        "measures-form-epoch",
        "measures-form-period",
        "measures-form-ring-epoch",
        "measures-form-sector-period",
    ]


def test_every_table_names_the_boundary_of_its_figures(measured: Measurement) -> None:
    found = tables(measured, "form")
    assert [group.title for group in found["measures-form-epoch"].groups] == [
        "City’s urban extent, fixed at 2010 (projected)",
        "City’s urban extent, each epoch’s own",
    ]
    assert found["measures-form-ring-epoch"].groups[0].note == "City’s urban extent, fixed at 2010 (projected)"


def test_values_stand_under_their_epoch_with_their_interval(measured: Measurement) -> None:
    table = tables(measured, "form")["measures-form-epoch"]
    assert [(column.head, column.unit) for column in table.columns] == [
        ("1990", ""),
        ("2000", ""),
        ("2010", "projected"),
    ]
    decay = row(table, "Density gradient: fall per km")
    assert decay.cells[1] == Cell("gradient_decay", "0.400", "", "0.275–0.525")
    assert (decay.extra, decay.about) == ("1/km", "gradient_decay")


def test_the_whole_span_is_the_last_column(measured: Measurement) -> None:
    table = tables(measured, "form")["measures-form-period"]
    assert [column.head for column in table.columns] == ["1990–2000", "2000–2010", "1990–2010"]
    assert [column.unit for column in table.columns] == ["10 years", "10 years, projected", "20 years, projected"]


def test_a_doubt_of_a_whole_column_is_said_once_at_its_head(measured: Measurement) -> None:
    table = tables(measured, "form")["measures-form-period"]
    assert [column.marks for column in table.columns] == ["", "a", "a"]
    assert [cell.marks for cell in row(table, "Leapfrog distance, mean").cells] == ["b", "", ""]
    assert [letter for letter, _ in table.footnotes] == ["a", "b"]
    assert table.footnotes[1][1].startswith("No new built-up land lies apart")


def test_a_measure_that_has_no_figure_in_a_column_leaves_it_empty(measured: Measurement) -> None:
    figures = tuple(figure for figure in measured.figures if (figure.measure, figure.end) != ("openness", 2000))
    table = tables(replace(measured, figures=figures), "form")["measures-form-epoch"]
    assert [cell.value for cell in row(table, "Openness").cells] == ["0.250", "", "0.450"]


def test_zones_are_lines_under_their_measure(measured: Measurement) -> None:
    table = tables(measured, "form")["measures-form-sector-period"]
    (group,) = table.groups
    assert (group.title, group.unit, group.about) == ("New built-up land by direction", "km²", "direction_new")
    assert [line.head for line in group.rows][:3] == ["N", "NNE", "NE"]
    assert row(table, "NE").cells[0].value == "0.25"


def test_long_tables_are_folded_and_short_ones_are_not(measured: Measurement) -> None:
    found = tables(measured, "form")
    assert {name for name, table in found.items() if table.folded} == {"measures-form-sector-period"}


def test_a_band_is_shown_by_its_ends(measured: Measurement) -> None:
    (table,) = tables(measured, "trend").values()
    assert [column.head for column in table.columns] == ["2000–2030"]
    assert row(table, "Built-up land, carried on").cells[0].value == "2.5–4.8"


def test_a_measure_that_many_boundaries_have_is_told_boundary_by_boundary(measured: Measurement) -> None:
    many = tuple(
        Figure("expansion_intensity", value, boundary, "fixed", 2000, 1990)
        for boundary, value in (("study_area", 0.25), ("urban_extent", 0.5), ("urban_centre", 0.75))
    )
    found = tables(replace(measured, figures=(*measured.figures, *many)), "form")
    table = found["measures-form-boundary-period"]
    (group,) = table.groups
    assert (group.title, group.unit) == ("Expansion intensity (UEII)", "% of land a year")
    assert [(line.head.partition(",")[0], line.cells[0].value) for line in group.rows] == [
        ("City’s urban extent", "0.500"),
        ("Urban centre (Degree of Urbanisation)", "0.750"),
        ("Whole study area", "0.250"),
    ]
    assert "expansion_intensity" not in str(found["measures-form-period"].groups)


@pytest.mark.parametrize(
    ("boundary", "rule", "title"),
    [
        ("urban_centre", "fixed", "Urban centre (Degree of Urbanisation), fixed at 2010 (projected)"),
        ("urban_cluster", "each_epoch", "Urban cluster (Degree of Urbanisation), each epoch’s own"),
        ("administrative", "fixed", "Administrative area"),
        ("study_area", "fixed", "Whole study area"),
    ],
)
def test_every_boundary_has_its_words(measurement: Measurement, boundary: str, rule: str, title: str) -> None:
    figure = Figure("openness", 0.5, boundary, rule, 2000)  # type: ignore[arg-type]
    (table,) = tables(replace(measurement, figures=(figure,)), "form").values()
    assert [group.title for group in table.groups] == [title]
