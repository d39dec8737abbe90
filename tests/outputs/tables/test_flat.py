import csv
import io

import pytest

from geo.measurement import Measurement
from outputs.subject import Place, Run
from outputs.tables.flat import epochs_csv, indicators_csv, measures_csv
from outputs.tables.spreadsheet import text_cell
from outputs.tables.summary import Summary, summary


@pytest.fixture
def content(measurement: Measurement, place: Place, run: Run) -> Summary:
    return summary(measurement, place, run)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_knows_the_encoding_and_the_line_ends(content: Summary) -> None:
    data = indicators_csv(content)
    assert data.startswith(b"\xef\xbb\xbfcity,city_name,iso3,simulated,source,run,boundary,")
    assert data.count(b"\r\n") == data.count(b"\n") == 1 + len(content.indicators)


def test_indicators_are_those_of_the_summary_to_the_last_digit(content: Summary) -> None:
    for row, found in zip(content.indicators, read(indicators_csv(content)), strict=True):
        assert float(found["lcr_per_year"]) == row.lcr
        assert float(found["built_up_start_km2"]) == row.built_up_start_km2
        assert (found["start_year"], found["end_year"]) == (str(row.start), str(row.end))
        assert found["whole_span"] == ("true" if row.whole_span else "false")
        assert found["simulated"] == "true"
        assert float(found["growth_infill_km2"]) == 0.09


def test_an_undefined_value_is_an_empty_cell_with_its_reason(content: Summary) -> None:
    found = next(row for row in read(indicators_csv(content)) if row["undefined"])
    assert found["lcrpgr"] == ""
    assert found["pgr_per_year"] == "0.0"
    assert found["undefined"].startswith("lcrpgr: no_population_change; lcrpgr_log: no_population_change; ")
    assert found["flags"] == "simulated"


def test_epochs(content: Summary) -> None:
    found = read(epochs_csv(content))
    assert [row["year"] for row in found[:3]] == ["1990", "2000", "2010"]
    assert [row["observed"] for row in found[:3]] == ["true", "true", "false"]
    assert found[0]["population_persons"] == "41000.0"
    assert "flags" not in found[0]
    assert found[-1]["unknown_km2"] == ""
    assert found[-1]["undefined"] == "unknown_km2: no_urban_extent"


def test_every_measure_stands_with_unit_boundary_method_and_source(
    measured: Measurement, place: Place, run: Run
) -> None:
    rows = read(measures_csv(summary(measured, place, run)))
    assert len(rows) == len(measured.figures)
    first = rows[0]
    assert (first["measure"], first["value"], first["end_year"], first["start_year"]) == (
        "openness",
        "0.25",
        "1990",
        "",
    )
    assert (first["boundary"], first["boundary_rule"], first["simulated"]) == ("urban_extent", "each_epoch", "true")
    assert first["definition"].startswith("Mean over the extent’s built-up pixels of the open share")
    assert first["method"] == "docs/method.md#openness-and-saturation"
    assert first["method_source"].startswith("Angel, S., Parent, J., Civco, D. L. (2012)")
    ring = next(row for row in rows if row["measure"] == "ring_density")
    assert (ring["zone_kind"], ring["zone"]) == ("ring", "1")
    decay = next(row for row in rows if row["measure"] == "gradient_decay")
    assert (decay["value"], decay["low"], decay["high"], decay["unit"]) == ("0.5", "0.375", "0.625", "1/km")


def test_a_measure_without_a_value_has_its_reason(measured: Measurement, place: Place, run: Run) -> None:
    rows = read(measures_csv(summary(measured, place, run)))
    row = next(row for row in rows if row["undefined"])
    assert (row["measure"], row["value"], row["undefined"]) == ("leapfrog_distance_mean", "", "no_leapfrog")
    assert rows[-1]["measure"] == "trend_excess"
    assert (rows[-1]["value"], rows[-1]["low"], rows[-1]["high"]) == ("", "-30.0", "220.0")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+33", "'+33"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("Agadir", "Agadir"),
        ("a\nb", "a b"),
        ("أكادير", "أكادير"),
    ],
)
def test_text_stays_text(text: str, cell: str) -> None:
    assert text_cell(text) == cell


def test_a_name_with_markup_quotes_and_newlines_is_one_cell(content: Summary) -> None:
    name = '=HYPERLINK("http://x","y")\n<b>, "q"' + "n" * 300
    city = content.city.model_copy(update={"names": {"en": name}})
    found = read(indicators_csv(content.model_copy(update={"city": city})))
    assert len(found) == len(content.indicators)
    assert found[0]["city_name"] == "'" + name.replace("\n", " ")
    assert found[0]["iso3"] == "XXX"
