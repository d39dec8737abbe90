import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.measurement import Measurement
from outputs.publish import publish
from outputs.runs import published_runs
from outputs.store.opening import open_root
from outputs.subject import Place, Run

pytestmark = pytest.mark.usefixtures("plain_pages")

CREATED = datetime(2026, 1, 1, tzinfo=UTC)


def test_an_entry_has_the_headline_and_the_downloads_of_the_latest_run(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    publish(measurement, place, run, tmp_path, created=CREATED)
    (entry,) = published_runs(open_root(tmp_path))
    assert (entry.city, entry.run, entry.path) == ("sample", run.id, f"sample/{run.id}")
    assert entry.simulated
    assert entry.sources == ("Simulated city",)
    assert len(entry.warnings) == 2
    assert entry.headline
    assert (entry.headline.boundary, entry.headline.boundary_rule) == ("urban_extent", "fixed")
    assert (entry.headline.start, entry.headline.end) == (1990, 2010)
    for file in entry.downloads:
        assert (tmp_path / file.path).stat().st_size == file.size_bytes
    names = {file.name for file in entry.downloads}
    assert {"index.html", "preview.png", "summary.json", "sample.gpkg", "item.json"} <= names
    assert not any(name.endswith((".qml", ".xml")) for name in names)


def test_where_the_extent_is_undefined_the_study_area_is_the_headline(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    rows = tuple(
        dataclasses.replace(row, lcr=None, undefined={**row.undefined, "lcr": "no_urban_extent"})
        if row.boundary == "urban_extent"
        else row
        for row in measurement.indicators
    )
    publish(dataclasses.replace(measurement, indicators=rows), place, run, tmp_path, created=CREATED)
    (entry,) = published_runs(open_root(tmp_path))
    assert entry.headline
    assert entry.headline.boundary == "study_area"


def test_an_entry_knows_projections_and_the_sources_beside_its_own(
    tmp_path: Path, compared: Measurement, place: Place, run: Run
) -> None:
    publish(compared, place, run, tmp_path, created=CREATED)
    (entry,) = published_runs(open_root(tmp_path))
    assert entry.projected == (2010,)
    assert entry.compared == ("Source wsf", "Source glad")
    assert {"comparison.csv", "spread.csv"} <= {file.name for file in entry.downloads}


def test_a_run_of_an_earlier_version_stays_on_the_index(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    publish(measurement, place, run, tmp_path, created=CREATED)
    root, folder = open_root(tmp_path), tmp_path / "sample" / run.id
    (now,) = published_runs(root)
    (tmp_path / "sample" / "collection.json").unlink()
    item = json.loads((folder / "item.json").read_text(encoding="utf-8"))
    item["properties"] = {name: value for name, value in item["properties"].items() if not name.startswith("umran:")}
    (folder / "item.json").write_text(json.dumps(item), encoding="utf-8")
    path = folder / "summary.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["comparison"]
    path.write_text(json.dumps(document | {"schema_version": "1.0"}), encoding="utf-8")
    (then,) = published_runs(root)
    assert then == now
    path.write_text(json.dumps(document | {"schema_version": "9.0"}), encoding="utf-8")
    assert published_runs(root) == ()


def test_cities_are_ordered_by_name_and_a_broken_one_is_left_out(
    tmp_path: Path, measurement: Measurement, place: Place, run: Run
) -> None:
    for city, name in (("b", "Beta"), ("a", "Zeta"), ("c", "Broken")):
        one = dataclasses.replace(place, id=city, names={"en": name})
        publish(measurement, one, run, tmp_path, created=CREATED)
    (tmp_path / "c" / run.id / "manifest.json").write_text("{")
    assert [entry.city for entry in published_runs(open_root(tmp_path))] == ["b", "a"]


def test_an_absent_root_has_no_runs(tmp_path: Path) -> None:
    assert published_runs(open_root(tmp_path / "none")) == ()
