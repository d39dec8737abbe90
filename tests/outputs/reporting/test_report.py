"""What a city reports of its run."""

from dataclasses import replace

import pytest

from geo.measurement import Measurement
from geo.reasons import Reason
from outputs.reporting.report import CityReport, city_report, report_of
from outputs.subject import Place, Run
from outputs.tables.summary import read_summary, summary, summary_json


def test_a_report_of_a_published_summary_is_that_of_the_measurement(
    report: CityReport, measurement: Measurement, place: Place, run: Run
) -> None:
    assert report_of(read_summary(summary_json(summary(measurement, place, run)))) == report


def test_all_three_years_are_counted_within_the_boundary_of_the_last(report: CityReport) -> None:
    assert [epoch.year for epoch in report.epochs if epoch] == [1990, 2000, 2010]
    assert {(epoch.boundary, epoch.boundary_rule) for epoch in report.epochs if epoch} == {("urban_extent", "fixed")}
    assert {(row.boundary, row.boundary_rule) for row in report.periods if row} == {("urban_extent", "fixed")}


def test_the_periods_are_those_of_the_measurement_where_it_has_them(
    report: CityReport, measurement: Measurement
) -> None:
    assert [row for row in report.periods if row] == [
        row
        for row in measurement.indicators
        if (row.boundary, row.boundary_rule) == ("urban_extent", "fixed") and not row.whole_span
    ]


def test_a_pair_of_years_with_an_epoch_between_is_computed_from_the_epochs(
    measurement: Measurement, place: Place, run: Run
) -> None:
    late = [replace(row, year=2012, observed=True) for row in measurement.epochs if row.year == 2010]
    rows = [
        replace(row, start=2000 if row.start == 2000 else row.start, end=2012 if row.end == 2010 else row.end)
        for row in measurement.indicators
    ]
    between = [replace(row, year=2008) for row in late]
    steps = [
        new
        for row in rows
        for new in (
            [replace(row, end=2008, years=8), replace(row, start=2008, years=4)] if row.start == 2000 else [row]
        )
    ]
    epochs = (*(row for row in measurement.epochs if row.year != 2010), *between, *late)
    found = city_report(replace(measurement, epochs=epochs, indicators=tuple(steps)), place, run)
    assert [epoch.year for epoch in found.epochs if epoch] == [1990, 2000, 2012]
    assert found.left_out == (2008,)
    last = found.periods[1]
    assert last is not None
    assert (last.start, last.end, last.years) == (2000, 2012, 12)
    assert last.lcr == pytest.approx((last.built_up_end_km2 - last.built_up_start_km2) / last.built_up_start_km2 / 12)  # type: ignore[operator]


def test_a_run_of_one_epoch_reports_it_without_any_period(measurement: Measurement, place: Place, run: Run) -> None:
    one = replace(measurement, epochs=tuple(row for row in measurement.epochs if row.year == 2010), indicators=())
    found = city_report(one, place, run)
    assert found.epochs[:2] == (None, None)
    assert found.epochs[2].year == 2010
    assert found.periods == (None, None)


def test_where_the_urban_extent_has_no_rate_the_next_boundary_that_has_is_reported(
    measurement: Measurement, place: Place, run: Run
) -> None:
    nothing = {"lcr": Reason.NO_URBAN_EXTENT.value}
    rows = tuple(
        replace(row, lcr=None, undefined={**row.undefined, **nothing}) if row.boundary == "urban_extent" else row
        for row in measurement.indicators
    )
    assert city_report(replace(measurement, indicators=rows), place, run).boundary == "study_area"


def test_a_run_without_any_figures_says_so(measurement: Measurement, place: Place, run: Run) -> None:
    with pytest.raises(ValueError, match="fixed boundary, and this run has none"):
        city_report(replace(measurement, epochs=(), indicators=()), place, run)
