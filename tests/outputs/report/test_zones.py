from dataclasses import replace

import pytest

from geo.measurement import Measurement, ZoneMeasurement
from outputs.report.page import render_page
from outputs.report.zones import MOST_ROWS, zone_table
from outputs.subject import Place, Run
from outputs.tables.zones import kinds_of
from outputs.words import speaking


@pytest.fixture
def districts(zoned: Measurement) -> list[ZoneMeasurement]:
    return kinds_of(zoned.zones)[0][1]


@pytest.fixture
def many(zoned: Measurement) -> list[ZoneMeasurement]:
    """Return 201 hexagons, each with one square kilometre more of built-up land than the one before."""
    made = []
    for number, one in enumerate(kinds_of(zoned.zones)[1][1]):
        rows = tuple(replace(row, built_up_end_km2=float(number)) for row in one.indicators)
        made.append(replace(one, indicators=rows))
    return made


def test_few_zones_are_a_table_of_the_whole_span(zoned: Measurement, districts: list[ZoneMeasurement]) -> None:
    table = zone_table(zoned, "district", districts)
    assert table.caption == "SDG 11.3.1: Districts"
    (group,) = table.groups
    assert group.title == "Each zone by itself"
    assert "1990–2010 (projected), 20 years" in group.note
    assert [(row.head, row.extra) for row in group.rows] == [("District 0", "D0"), ("District 1", "D1")]
    cells = [{cell.field: cell for cell in row.cells} for row in group.rows]
    assert cells[0]["lcr"].value == f"{(zoned.zones[0].indicators[-1].lcr or 0) * 100:.2f}"
    assert cells[1]["lcrpgr"].value == "–"
    letters = dict(table.footnotes)
    assert letters[cells[1]["lcrpgr"].marks].startswith("The population growth rate is exactly zero")


def test_of_many_zones_those_with_the_most_built_up_land_are_listed(
    zoned: Measurement, many: list[ZoneMeasurement]
) -> None:
    (group,) = zone_table(zoned, "hexagon", many).groups
    assert group.title == "30 of 201 zones: those with the most built-up land at the end"
    assert [row.head for row in group.rows] == [f"District {number}" for number in range(200, 200 - MOST_ROWS, -1)]


def test_rings_stay_in_their_order(zoned: Measurement, many: list[ZoneMeasurement]) -> None:
    (group,) = zone_table(zoned, "ring", many).groups
    assert [row.head for row in group.rows] == [f"District {number}" for number in range(201 - MOST_ROWS, 201)]


def test_a_ring_is_named_by_its_distances_in_the_language(zoned: Measurement, districts: list[ZoneMeasurement]) -> None:
    ring = replace(districts[0].zone, kind="ring", names={"en": "0.5–10 km"})
    rings = [replace(districts[0], zone=ring)]
    assert zone_table(zoned, "ring", rings).groups[0].rows[0].head == "0.5–10 km"
    with speaking("fr"):
        assert zone_table(zoned, "ring", rings).groups[0].rows[0].head == "0,5–10\u00a0km"
    with speaking("ar", "JOR"):
        assert "\u2066٠٫٥\u200e–\u200e١٠\u2069" in zone_table(zoned, "ring", rings).groups[0].rows[0].head


def test_a_district_bears_its_name_in_the_language_else_in_english(
    zoned: Measurement, districts: list[ZoneMeasurement]
) -> None:
    named = replace(districts[0].zone, names={"en": "East", "ar": "الشرق"})
    for language, name in (("ar", "الشرق"), ("fr", "East")):
        with speaking(language):
            (group,) = zone_table(zoned, "district", [replace(districts[0], zone=named)]).groups
        assert group.rows[0].head == name


def test_a_zone_of_which_nothing_is_known_comes_last(zoned: Measurement, districts: list[ZoneMeasurement]) -> None:
    unknown = {"built_up_end_km2": "no_land"}
    rows = tuple(replace(row, built_up_end_km2=None, undefined=unknown) for row in districts[0].indicators)
    (group,) = zone_table(zoned, "district", [replace(districts[0], indicators=rows), districts[1]]).groups
    assert [row.head for row in group.rows] == ["District 1", "District 0"]


def test_the_page_shows_them_only_where_there_are_some(
    zoned: Measurement, measurement: Measurement, place: Place, run: Run
) -> None:
    pages = [render_page(one, place, run, created="2026-11-23", downloads=()) for one in (zoned, measurement)]
    assert ['<section id="zones"' in page for page in pages] == [True, False]
    assert 'id="map-zones-district"' in pages[0]
    assert 'id="table-zones-hexagon"' in pages[0]
    assert "Zones by class: " in pages[0]
