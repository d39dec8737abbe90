"""The indicator as SDMX-CSV."""

import csv
import io
from dataclasses import replace

import pytest

from outputs.errors import OutputsError
from outputs.reporting.publish import national_of
from outputs.reporting.report import CityReport
from outputs.reporting.sdmx import sdmx_csv
from outputs.reporting.sdmx_codes import check_rows, sdmx_codes

HEAD = (
    "DATAFLOW,FREQ,REPORTING_TYPE,SERIES,REF_AREA,SEX,AGE,URBANISATION,INCOME_WEALTH_QUANTILE,EDUCATION_LEV,OCCUPATION,"
    "CUST_BREAKDOWN,COMPOSITE_BREAKDOWN,DISABILITY_STATUS,ACTIVITY,PRODUCT,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,"
    "UNIT_MEASURE,BASE_PER,NATURE,TIME_DETAIL,COMMENT_OBS,TIME_COVERAGE,UPPER_BOUND,LOWER_BOUND,SOURCE_DETAIL,"
    "COMMENT_TS,GEO_INFO_URL,GEO_INFO_TYPE,CUST_BREAKDOWN_LB,DATA_LAST_UPDATE"
)
"""As the UN's data service writes the structure."""


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_columns_are_those_of_the_sdg_data_structure_in_its_order(report: CityReport) -> None:
    assert sdmx_csv([report]).decode().splitlines()[0] == HEAD


def test_a_step_is_an_observation_of_its_last_year_with_both_years_beside_it(make) -> None:  # noqa: ANN001
    first, last = rows_of(sdmx_csv([make({2000: (10.0, 1000.0), 2010: (15.0, 1250.0), 2020: (30.0, 1000.0)})]))
    assert (first["DATAFLOW"], first["SERIES"], first["REF_AREA"]) == (
        "IAEG-SDGs:DF_SDG_GLC(1.22)",
        "EN_LND_CNSPOP",
        "504",
    )
    assert (first["URBANISATION"], first["CUST_BREAKDOWN"], first["CUST_BREAKDOWN_LB"]) == (
        "U",
        "C01",
        "Agadir [agadir]",
    )
    assert (first["TIME_PERIOD"], first["TIME_DETAIL"]) == ("2010", "2000-2010")
    assert float(first["OBS_VALUE"]) == pytest.approx(0.05 / 0.02231435513142098)
    assert (first["OBS_STATUS"], first["UNIT_MEASURE"], first["UNIT_MULT"], first["NATURE"]) == ("A", "RO", "0", "E")
    assert first["COMMENT_OBS"].startswith(
        "V1 10.0 km2; V2 15.0 km2; P1 1000.0 persons; P2 1250.0 persons; LCR 0.05 a year"
    )
    assert float(last["OBS_VALUE"]) < 0


def test_an_undefined_ratio_is_a_row_without_a_value_whose_status_says_so(make) -> None:  # noqa: ANN001
    first, last = rows_of(sdmx_csv([make({2000: (10.0, 1000.0), 2010: (15.0, 1000.0), 2020: (30.0, None)})]))
    assert (first["OBS_VALUE"], first["OBS_STATUS"]) == ("", "M")
    assert "The population growth rate is exactly zero" in first["COMMENT_OBS"]
    assert (last["OBS_VALUE"], last["OBS_STATUS"]) == ("", "O")
    assert "none of this year" in last["COMMENT_OBS"]


def test_doubts_have_their_status_the_gravest_first(report: CityReport, make) -> None:  # noqa: ANN001
    simulated = rows_of(sdmx_csv([report]))
    assert [row["OBS_STATUS"] for row in simulated] == ["G", "G"]
    assert all(row["COMMENT_OBS"].startswith("SIMULATED CITY, not a real place.") for row in simulated)
    city = make({2010: (15.0, 1000.0), 2020: (30.0, 2000.0)})
    for flags, status in (
        (("projected_epoch",), "F"),
        (("projected_epoch", "unstable_ratio"), "U"),
        (("unknown_cells",), "A"),
    ):
        doubted = replace(city, rows=tuple(replace(row, flags=flags) for row in city.rows))
        assert [row["OBS_STATUS"] for row in rows_of(sdmx_csv([doubted]))] == [status]


def test_cities_of_one_country_have_codes_of_their_own(make) -> None:  # noqa: ANN001
    series = {2010: (15.0, 1000.0), 2020: (30.0, 2000.0)}
    cities = [
        make(series, city=name, iso3=iso3) for name, iso3 in (("fes", "MAR"), ("agadir", "MAR"), ("quito", "ECU"))
    ]
    found = [(row["REF_AREA"], row["CUST_BREAKDOWN"]) for row in rows_of(sdmx_csv(cities))]
    assert found == [("504", "C01"), ("504", "C02"), ("218", "C01")]


def test_a_country_has_one_observation_a_year_without_a_breakdown(make) -> None:  # noqa: ANN001
    series = {2000: (10.0, 1000.0), 2010: (15.0, 2000.0), 2020: (30.0, 3000.0)}
    cities = (make(series), make(series, city="fes"))
    whole = [row for row in rows_of(sdmx_csv(cities, national_of(cities))) if row["CUST_BREAKDOWN"] == "_T"]
    assert [(row["TIME_PERIOD"], row["TIME_DETAIL"]) for row in whole] == [("2010", "2000-2010"), ("2020", "2010-2020")]
    assert whole[0]["COMMENT_OBS"].startswith("2 cities; ")


def test_a_name_that_looks_like_a_formula_is_a_text(make) -> None:  # noqa: ANN001
    city = make({2010: (15.0, 1000.0), 2020: (30.0, 2000.0)})
    found = rows_of(sdmx_csv([replace(city, names={"en": "=cmd|' /C calc'!A0"})]))
    assert found[0]["CUST_BREAKDOWN_LB"] == "'=cmd|' /C calc'!A0 [agadir]"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("REF_AREA", "MAR", "row 1: expected a code of IAEG-SDGs:CL_AREA(1.23) for REF_AREA, saw 'MAR'"),
        ("OBS_STATUS", "", "row 1: expected a code of SDMX:CL_OBS_STATUS(2.1) for OBS_STATUS, saw ''"),
        ("CUST_BREAKDOWN", "C00", "row 1: expected a code of IAEG-SDGs:CL_CUST_BREAKDOWN(1.14)"),
        ("TIME_PERIOD", "20", "for TIME_PERIOD, saw '20'"),
    ],
)
def test_a_row_that_does_not_keep_to_the_structure_is_refused(
    column: str, value: str, said: str, report: CityReport
) -> None:
    rows = rows_of(sdmx_csv([report]))
    with pytest.raises(OutputsError) as caught:
        check_rows([rows[0] | {column: value}])
    assert said in str(caught.value)


def test_two_rows_of_one_observation_are_refused(report: CityReport) -> None:
    row = rows_of(sdmx_csv([report]))[0]
    with pytest.raises(OutputsError, match=r"row 2: expected one row an observation, saw A\.N\.EN_LND_CNSPOP"):
        check_rows([row, row])


def test_the_same_reports_give_the_same_bytes(report: CityReport) -> None:
    assert sdmx_csv([report]) == sdmx_csv([report])


def test_the_codes_file_has_sixteen_dimensions_and_names_the_list_of_every_code() -> None:
    codes = sdmx_codes()
    assert len(codes.dimensions) == 16
    assert all(column.codelist for column in codes.column if column.codes)


def test_an_sdmx_library_reads_the_file_as_sdmx_csv(report: CityReport, make) -> None:  # noqa: ANN001
    pysdmx = pytest.importorskip("pysdmx.io", reason="pysdmx, an independent reader of SDMX, is not installed")
    cities = (make({2000: (10.0, 1000.0), 2010: (15.0, 1000.0), 2020: (30.0, 2000.0)}), report)
    (found,) = pysdmx.read_sdmx(sdmx_csv(cities).decode()).data
    assert found.structure == "Dataflow=IAEG-SDGs:DF_SDG_GLC(1.22)"
    assert found.data.shape == (4, 33)
    assert found.data["OBS_VALUE"].iloc[0] in {"", "NaN"}
