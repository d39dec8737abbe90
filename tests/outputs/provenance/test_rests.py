from dataclasses import fields, replace

import pytest

from geo.comparison import ComparedRow
from geo.measurement import EpochFigures, Indicator, InputFile, Measurement
from outputs.provenance import rests
from outputs.provenance.rests import BOTH, LAND, PEOPLE, Basis, files_of, measure_roles, sources_of
from outputs.tables.measures import measures

NOT_NUMBERS = {
    *("year", "years", "start", "end", "own_start", "own_end", "own_years"),
    *("observed", "boundary", "boundary_rule", "whole_span", "period", "match", "source"),
    *("undefined", "flags", "growth_by_type_km2"),
}


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (EpochFigures, rests.EPOCH_FIELDS),
        (Indicator, rests.INDICATOR_FIELDS),
        (ComparedRow, rests.COMPARED_FIELDS),
    ],
)
def test_every_number_of_a_row_has_its_unit_and_what_it_rests_on(row: type, known: dict[str, rests.Field]) -> None:
    assert set(known) == {field.name for field in fields(row)} - NOT_NUMBERS


def test_areas_rest_on_land_people_on_population_and_ratios_on_both() -> None:
    assert rests.INDICATOR_FIELDS["lcr"].roles == LAND
    assert rests.INDICATOR_FIELDS["pgr"].roles == PEOPLE
    assert rests.INDICATOR_FIELDS["lcrpgr"].roles == BOTH


def test_a_measure_in_persons_rests_on_people_whatever_its_group() -> None:
    roles = {name: measure_roles(about.group, about.unit) for name, about in measures().items()}
    assert roles["openness"] == roles["np"] == LAND
    assert roles["expansion_density"] == roles["urban_centre_area"] == BOTH
    assert roles["land_taken"] == ("built_up", "land_cover")


def test_a_basis_is_named_by_its_roles_and_years() -> None:
    assert Basis.of((BOTH, [2010, 1990]), (LAND, [2000])).name == "built_up-1990-2000-2010+population-1990-2010"
    assert Basis.of(((), [1990])) == Basis()


def test_the_files_of_a_basis_are_those_of_its_years(measurement: Measurement) -> None:
    found = [file.name for _, file in files_of(measurement.sources, Basis.of((LAND, [1990, 2010])))]
    assert found == ["sample_landcover_1990.tif", "sample_landcover_2010.tif"]
    people = [file.name for _, file in files_of(measurement.sources, Basis.of((PEOPLE, [1990])))]
    assert people == ["population.csv"]  # a table of all years


def test_a_year_between_epochs_rests_on_all_of_them(measurement: Measurement) -> None:
    people = tuple(InputFile(f"people_{year}.tif", "population", year, 1, f"{year:064x}") for year in (1990, 2010))
    source = replace(measurement.sources[0], files=people)
    assert len(list(files_of([source], Basis.of((PEOPLE, [1990]))))) == 1
    assert len(list(files_of([source], Basis.of((PEOPLE, [2000]))))) == 2


def test_the_first_source_is_that_of_land_where_no_file_says_so(measurement: Measurement) -> None:
    bare = replace(measurement.sources[0], files=())
    assert sources_of([bare], "built_up") == (bare,)
    assert sources_of([bare], "population") == ()
    assert sources_of(measurement.sources, "population") == measurement.sources
