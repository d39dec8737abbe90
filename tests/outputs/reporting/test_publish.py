"""The reporting table beside the cities' folders."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.layout import LATEST, SUMMARY
from outputs.reporting.publish import publish_reporting, published_reports
from outputs.reporting.report import CityReport
from outputs.store.opening import open_root
from outputs.subject import Place, Run
from outputs.tables.summary import json_text, summary, summary_json


def put(root: Path, measurement: Measurement, place: Place, run: Run) -> None:
    folder = root / place.id / run.id
    folder.mkdir(parents=True)
    (folder / SUMMARY).write_text(summary_json(summary(measurement, place, run)), encoding="utf-8")
    (root / place.id / LATEST).write_text(json_text({"run": run.id, "path": run.id, "created": ""}), encoding="utf-8")


def test_the_latest_run_of_every_city_is_in_both_files(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run, report: CityReport
) -> None:
    put(tmp_path, measurement, place, run)
    assert list(published_reports(open_root(tmp_path))) == [report]
    assert publish_reporting(tmp_path) == (tmp_path / "reporting.xlsx", tmp_path / "reporting_sdmx.csv")
    book = load_workbook(io.BytesIO((tmp_path / "reporting.xlsx").read_bytes()))
    assert book["Reporting table"]["B10"].value == "Sample (SIMULATED CITY, not a real place)"
    text = (tmp_path / "reporting_sdmx.csv").read_text(encoding="utf-8")
    assert {row["REF_AREA"] for row in csv.DictReader(io.StringIO(text))} == {"_X"}


def test_a_city_whose_run_cannot_be_read_is_told_and_the_table_stays_as_it_is(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    put(tmp_path, measurement, place, run)
    (tmp_path / "broken" / "r1").mkdir(parents=True)
    (tmp_path / "broken" / LATEST).write_text('{"path": "r1"}', encoding="utf-8")
    (tmp_path / "broken" / "r1" / SUMMARY).write_text("{", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(OutputsError, match=r"broken/r1/summary.json: expected what the city's latest run reports"):
        publish_reporting(tmp_path)
    (tmp_path / "broken" / LATEST).unlink()
    with pytest.raises(OutputsError, match=r"broken/latest.json: expected .* missing or damaged"):
        publish_reporting(tmp_path)
    assert not (tmp_path / "reporting.xlsx").exists()
    shutil.rmtree(tmp_path / "broken")
    assert [report.city for report in published_reports(open_root(tmp_path))] == ["sample"]


def test_a_root_without_a_city_gets_no_file(tmp_path: Path) -> None:
    assert publish_reporting(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []
