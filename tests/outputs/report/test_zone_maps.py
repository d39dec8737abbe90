import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from shapely import box

from geo.measurement import Measurement, ZoneMeasurement
from outputs.layers.palettes import rgb
from outputs.layers.zone_change import change_legend
from outputs.report import drawing
from outputs.report.maps import MapPicture
from outputs.report.scenes import NO_DATA_LINES
from outputs.report.zone_maps import zone_map, zone_map_in_words
from outputs.subject import Place
from outputs.words import speaking

ZOOM = 14
"""Pixels to a cell of the hand-made grid of 60 × 80 cells."""
COLOURS = {name: rgb(colour) for _, name, colour in change_legend().rules}
WATER = (0x81, 0xA4, 0xC4)
WHITE = (255, 255, 255)


@pytest.fixture
def halves(zoned: Measurement) -> list[ZoneMeasurement]:
    """Return two zones: the western one grew by 30 %, the eastern one, most of it water, has no value."""
    west, east = box(500_000, 2_001_000, 504_000, 2_006_000), box(504_000, 2_001_000, 508_000, 2_006_000)
    found = []
    for one, area, change in zip(zoned.zones, (west, east), (30.0, None), strict=False):
        undefined = {} if change else {"total_change_percent": "zero_built_up_at_start"}
        rows = tuple(replace(row, total_change_percent=change, undefined=undefined) for row in one.indicators)
        found.append(replace(one, zone=replace(one.zone, geometry=area), indicators=rows))
    return found


def at(picture: MapPicture, row: int, column: int) -> tuple[int, ...]:
    """Return the colour in the middle of a cell."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))
    y, x = drawing.FULL.top + row * ZOOM + ZOOM // 2, drawing.FULL.left + column * ZOOM + ZOOM // 2
    return tuple(pixels[y, x].tolist())


def test_each_zone_has_the_colour_of_its_change_and_water_is_water(
    zoned: Measurement, place: Place, halves: list[ZoneMeasurement]
) -> None:
    picture = zone_map(zoned, place, "district", halves)
    assert at(picture, 20, 10) == COLOURS["25 to 50 % more"]
    without = {COLOURS["No value: see the column of reasons"], rgb(NO_DATA_LINES)}
    assert {at(picture, row, 65) for row in range(15, 25)} == without, "what is not known is ruled"
    assert at(picture, 20, 75) == WATER
    assert at(picture, 53, 30) == WHITE, "below the zones there is nothing"
    assert picture.title == "Change of built-up land by district, 1990–2010 (projected)"
    names = [key.name for key in picture.keys]
    assert names[:3] == ["25 to 50 % more", "No value", "Water"]


def test_borders_are_drawn_where_there_is_room(zoned: Measurement, place: Place, halves: list[ZoneMeasurement]) -> None:
    def border(found: list[ZoneMeasurement]) -> bool:
        pixels = np.asarray(Image.open(io.BytesIO(zone_map(zoned, place, "district", found).png)).convert("RGB"))
        return bool((pixels == rgb("#7A756B")).all(axis=2).sum() > 500)

    assert border(halves)
    tiny = [
        replace(halves[0], zone=replace(halves[0].zone, geometry=box(x, 2_003_000, x + 40, 2_003_040)))
        for x in range(500_000, 504_000, 40)
    ]
    assert not border(tiny)


def test_the_words_count_the_zones_of_each_class(
    zoned: Measurement, place: Place, halves: list[ZoneMeasurement]
) -> None:
    said = zone_map_in_words(zoned, place, "district", halves)
    assert said.endswith("Zones by class: 25 to 50 % more: 1; No value: 1.")


def test_the_map_and_its_words_speak_the_language(
    zoned: Measurement, place: Place, halves: list[ZoneMeasurement]
) -> None:
    english = zone_map(zoned, place, "district", halves)
    for language in ("fr", "es", "ar"):
        with speaking(language):
            picture = zone_map(zoned, place, "district", halves)
            said = zone_map_in_words(zoned, place, "district", halves)
        assert not {key.name for key in picture.keys} & {key.name for key in english.keys}
        assert place.names[language] in said
        assert picture.keys[0].name in said
