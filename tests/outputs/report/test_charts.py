import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from geo.measurement import Measurement
from outputs.layers.palettes import expansion_legend
from outputs.report import charts, rows


def by_id(measurement: Measurement) -> dict[str, charts.Chart]:
    return {chart.id: chart for chart in charts.charts(measurement)}


def test_every_chart_is_there_and_well_formed(measurement: Measurement) -> None:
    made = by_id(measurement)
    assert list(made) == ["built_up_km2", "population", "rates", "built_up_per_capita_m2", "growth", "classes"]
    for chart in made.values():
        ET.fromstring(chart.svg)  # noqa: S314 (our own drawing)
        assert "<style" not in chart.svg
        assert "<script" not in chart.svg
        assert set(re.findall(r"https?://[^\"]*", chart.svg)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }


def test_ids_of_one_chart_are_not_those_of_another(measurement: Measurement) -> None:
    ids = [name for chart in charts.charts(measurement) for name in re.findall(r'id="([^"]+)"', chart.svg)]
    assert len(ids) == len(set(ids))


def test_the_alternative_text_has_the_figures(measurement: Measurement) -> None:
    row = rows.steps(measurement, rows.URBAN_EXTENT)[0]
    assert row.lcr
    assert f"{row.start}–{row.end}: LCR {row.lcr * 100:.2f} %" in by_id(measurement)["rates"].alt


def test_values_stand_on_the_chart_as_text(measurement: Measurement) -> None:
    values = [f"{row.built_up_km2:.2f}" for row in rows.epochs(measurement, rows.URBAN_EXTENT)]
    assert all(f">{value}<" in by_id(measurement)["built_up_km2"].svg for value in values)


def test_projected_bars_are_hatched_and_named(measurement: Measurement) -> None:
    observed = replace(
        measurement,
        epochs=tuple(replace(row, observed=True) for row in measurement.epochs),
        indicators=tuple(replace(row, flags=()) for row in measurement.indicators),
    )
    for name in ("rates", "growth", "classes"):
        assert "<pattern" in by_id(measurement)[name].svg
        assert ">projected<" in by_id(measurement)[name].svg
        assert "<pattern" not in by_id(observed)[name].svg
        assert "rojected" not in by_id(observed)[name].alt
    assert "2000–2010 (projected): LCR" in by_id(measurement)["rates"].alt
    assert "2010 (projected): " in by_id(measurement)["built_up_km2"].alt


def test_epochs_that_must_not_be_compared_are_marked_under_their_bars(measurement: Measurement) -> None:
    rows_of = tuple(replace(row, flags=("incomparable_epochs",)) for row in measurement.indicators)
    made = by_id(replace(measurement, indicators=rows_of))
    assert ">incomparable<" in made["rates"].svg
    assert "1990–2000 (incomparable): " in made["growth"].alt


def test_where_bars_are_many_a_sign_stands_for_the_word(measurement: Measurement) -> None:
    row = rows.steps(measurement, rows.URBAN_EXTENT)[0]
    many = tuple(
        replace(row, start=end - 5, end=end, years=5, flags=("incomparable_epochs",) if end == 2000 else ())
        for end in range(1980, 2031, 5)
    )
    svg = by_id(replace(measurement, indicators=many))["rates"].svg
    assert ">2000†<" in svg
    assert ">2005<" in svg
    assert "† Incomparable" in svg


def test_growth_has_the_maps_colours(measurement: Measurement) -> None:
    colours = {row.code: row.colour for row in expansion_legend().classes}
    assert charts.growth_colours()["infill"] == colours[2]
    assert colours[3].lower() in by_id(measurement)["growth"].svg


def test_the_series_behind_is_told_apart_without_colour(measurement: Measurement) -> None:
    drawn = by_id(measurement)
    assert "stroke-dasharray" in drawn["built_up_km2"].svg
    assert "stroke-dasharray" not in drawn["built_up_per_capita_m2"].svg


def test_names_at_the_ends_of_series_keep_clear_of_each_other(measurement: Measurement) -> None:
    def names(share: float) -> list[float]:
        epochs = tuple(
            replace(row, built_up_km2=(row.built_up_km2 or 0) * (share if row.boundary == "urban_extent" else 1))
            for row in measurement.epochs
        )
        drawn = by_id(replace(measurement, epochs=epochs))["built_up_km2"].svg
        found = (re.search(rf' y="([\d.]+)"[^>]*>{name}<', drawn) for name in ("study area", "urban extent"))
        return [float(place[1]) for place in found if place]

    for share in (1.0, 1 / 0.875):
        study_area, extent = names(share)
        assert extent - study_area >= 12


def test_without_people_the_charts_of_people_are_left_out(measurement: Measurement) -> None:
    epochs = tuple(replace(row, population=None, built_up_per_capita_m2=None) for row in measurement.epochs)
    assert "population" not in by_id(replace(measurement, epochs=epochs))


def test_the_same_measurement_gives_the_same_charts(measurement: Measurement) -> None:
    assert [chart.svg for chart in charts.charts(measurement)] == [chart.svg for chart in charts.charts(measurement)]


def test_undefined_rates_are_dashes(measurement: Measurement) -> None:
    gone = tuple(replace(row, pgr=None, lcrpgr=None) for row in measurement.indicators)
    assert ">–<" in by_id(replace(measurement, indicators=gone))["rates"].svg
