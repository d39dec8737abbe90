from collections import Counter
from dataclasses import replace

from geo.measurement import Measurement
from outputs.provenance.numbers import Number, numbers_of


def by_path(measurement: Measurement) -> dict[str, Number]:
    return {number.path: number for number in numbers_of(measurement)}


def test_every_row_gives_all_its_numbers_and_each_has_an_id_of_its_own(everything: Measurement) -> None:
    numbers = list(numbers_of(everything))
    assert len({number.path for number in numbers}) == len(numbers)
    assert everything.comparison
    assert Counter(number.file for number in numbers) == {
        "epochs.csv": 13 * len(everything.epochs),
        "indicators.csv": (13 + 7) * len(everything.indicators),
        "measures.csv": len(everything.figures),
        "comparison.csv": 11 * len(everything.comparison.rows),
    }


def test_a_number_is_named_by_boundary_rule_period_and_field(measurement: Measurement) -> None:
    number = by_path(measurement)["urban_extent/fixed/1990-2010/lcrpgr"]
    row = next(row for row in measurement.indicators if row.boundary == "urban_extent" and row.whole_span)
    assert (number.value, number.undefined, number.flags) == (row.lcrpgr, None, row.flags)
    assert by_path(measurement)["study_area/fixed/1990/population"].value == 41_000.0


def test_a_number_rests_on_its_years_and_on_what_its_boundary_is_drawn_from(measurement: Measurement) -> None:
    found = by_path(measurement)
    assert found["study_area/fixed/1990-2000/lcr"].basis.name == "built_up-1990-2000"
    assert found["study_area/fixed/1990-2000/pgr"].basis.name == "population-1990-2000"
    assert found["study_area/fixed/1990-2000/built_up_end_km2"].basis.name == "built_up-2000"
    assert found["study_area/fixed/1990/boundary_km2"].basis.name == ""
    extent = "built_up-2010+population-1990-2000"  # the last epoch's extent, for every year
    assert found["urban_extent/fixed/1990-2000/pgr"].basis.name == extent
    moving = "built_up-1990-2000+population-1990-2000"
    assert found["urban_extent/each_epoch/1990-2000/pgr"].basis.name == moving


def test_an_undefined_number_says_why(measurement: Measurement) -> None:
    number = by_path(measurement)["urban_extent/each_epoch/1990-2000/lcrpgr"]
    assert (number.value, number.undefined) == (None, "no_population_change")


def test_growth_by_type_is_undefined_as_a_whole(measurement: Measurement) -> None:
    row = replace(measurement.indicators[0], growth_by_type_km2=None, undefined={"growth_by_type_km2": "no_land"})
    found = by_path(replace(measurement, indicators=(row,)))
    assert found["study_area/fixed/1990-2000/growth_infill_km2"].undefined == "no_land"
    assert found["study_area/fixed/1990-2000/lcr"].undefined is None


def test_a_number_of_another_source_rests_on_that_source_in_its_own_years(everything: Measurement) -> None:
    number = by_path(everything)["compared/wsf/urban_extent/fixed/1990-2010/lcr"]
    assert number.basis.name == "built_up-1991-2009"
    assert [source.id for source in number.sources] == ["wsf"]


def test_odd_letters_in_a_zone_stay_within_its_part_of_the_name(measured: Measurement) -> None:
    figure = replace(measured.figures[0], zone="a/b c–é", boundary="d/1")
    (path,) = by_path(replace(measured, figures=(figure,), epochs=(), indicators=()))
    assert path == "d%2F1/each_epoch/1990/openness/a%2Fb%20c%E2%80%93%C3%A9"
