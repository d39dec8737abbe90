import csv
import io
import json

from geo.measurement import Measurement
from outputs.subject import Place, Run
from outputs.tables.flat import zone_epochs_csv, zone_indicators_csv
from outputs.tables.summary import summary, summary_json


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_summary_lists_few_zones_with_their_figures_and_counts_many(
    zoned: Measurement, place: Place, run: Run
) -> None:
    document = json.loads(summary_json(summary(zoned, place, run)))
    districts, hexagons = document["zones"]
    assert (districts["kind"], districts["count"], len(districts["zones"])) == ("district", 2, 2)
    assert (hexagons["kind"], hexagons["count"], hexagons["zones"]) == ("hexagon", 201, [])
    first = districts["zones"][0]
    assert (first["id"], first["names"]["en"]) == ("D0", "District 0")
    assert first["indicators"][-1]["lcr"] == zoned.zones[0].indicators[-1].lcr
    assert {row["boundary"] for row in first["epochs"]} == {"zone"}
    assert "no_population_change" in document["reasons"]


def test_the_files_have_every_zone_and_period(zoned: Measurement, place: Place, run: Run) -> None:
    content = summary(zoned, place, run)
    rows = read(zone_indicators_csv(content, zoned.zones))
    assert len(rows) == 203 * 3
    assert (rows[0]["zone_kind"], rows[0]["zone"], rows[0]["zone_name"]) == ("district", "D0", "District 0")
    assert (rows[0]["boundary"], rows[0]["start_year"], rows[0]["simulated"]) == ("zone", "1990", "true")
    assert float(rows[0]["lcr_per_year"]) == zoned.zones[0].indicators[0].lcr
    assert (rows[5]["lcrpgr"], rows[5]["undefined"]) == ("", "lcrpgr: no_population_change")
    epochs = read(zone_epochs_csv(content, zoned.zones))
    assert len(epochs) == 203 * 3
    assert [row["year"] for row in epochs[:3]] == ["1990", "2000", "2010"]
