import csv
from dataclasses import replace
from pathlib import Path

import pytest

from geo.indicators.national import CityRows, national
from geo.measurement import Measurement
from outputs.errors import PublishError
from outputs.national import publish_national
from outputs.tables.national import NationalRow, national_rows
from outputs.verification import verify


@pytest.fixture
def rows(measurement: Measurement) -> tuple[NationalRow, ...]:
    other = tuple(replace(row, population_end=1e6) for row in measurement.indicators)
    cities = [
        CityRows("here", "PHL", "GHSL", measurement.indicators),
        CityRows("there", "PHL", "GHSL", other),
        CityRows("nowhere", "PHL", "", ()),
    ]
    return national_rows(national(cities))


def test_a_row_says_how_it_was_put_together_and_who_is_missing(rows: tuple[NationalRow, ...]) -> None:
    whole = rows[0]
    assert (whole.country, whole.start, whole.end, whole.years, whole.size_class) == ("PHL", 1990, 2010, 20, "all")
    assert (whole.city_count, whole.cities) == (2, ("here", "there"))
    assert whole.left_out == {"nowhere": "period_not_measured"}
    assert "weighted" in whole.method
    assert whole.weights == "population at the end of the period"
    assert whole.flags == ("projected_epoch", "simulated")


def test_it_lies_in_the_root_for_spreadsheets_and_the_root_is_whole(
    tmp_path: Path, rows: tuple[NationalRow, ...]
) -> None:
    path = publish_national(rows, tmp_path)
    assert path == tmp_path / "national.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfcountry,source,boundary,boundary_rule,start_year,end_year,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == len(rows)
    assert float(found[0]["lcr_per_year"]) == rows[0].lcr
    assert (found[0]["cities"], found[0]["left_out"]) == ("here; there", "nowhere: period_not_measured")
    assert found[0]["scope"].startswith("the cities of one batch")
    assert verify(tmp_path) == []


def test_a_later_batch_replaces_it_whole(tmp_path: Path, rows: tuple[NationalRow, ...]) -> None:
    publish_national(rows, tmp_path)
    publish_national(rows[:1], tmp_path)
    assert (tmp_path / "national.csv").read_bytes().count(b"\r\n") == 2
    assert list((tmp_path / ".staging").iterdir()) == []


def test_a_root_that_cannot_be_written_is_told_in_one_line(tmp_path: Path, rows: tuple[NationalRow, ...]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="there is a file where a folder is expected"):
        publish_national(rows, tmp_path / "file")
