import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from geo.measurement import Measurement
from outputs.layers.palettes import expansion_legend, extent_legend, first_built_legend, rgb
from outputs.report import drawing, maps, views
from outputs.report.furniture import scale_bar
from outputs.subject import Place


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def colours_in(png: bytes) -> set[tuple[int, int, int]]:
    return {tuple(map(int, colour)) for colour in np.unique(pixels(png).reshape(-1, 3), axis=0)}


def real(measurement: Measurement) -> Measurement:
    return replace(measurement, sources=tuple(replace(source, simulated=False) for source in measurement.sources))


def test_the_colours_are_those_of_the_published_layers(measurement: Measurement, place: Place) -> None:
    extent = {row.name: row.colour for row in extent_legend().classes}
    picture = maps.extent_map(measurement, place)
    assert {key.name: key.colour for key in picture.keys if key.name in extent} == extent
    assert {rgb(colour) for colour in extent.values()} <= colours_in(picture.png)
    years = [row.colour for row in first_built_legend(measurement.years).classes if row.code]
    grown = maps.first_built_map(measurement, place)
    assert [key.colour for key in grown.keys][:3] == years
    assert {rgb(colour) for colour in years} <= colours_in(grown.png)


def test_projected_epochs_are_named_in_titles_and_legends(measurement: Measurement, place: Place) -> None:
    grown = maps.first_built_map(measurement, place)
    assert grown.title == "Growth of built-up land, 1990–2010 (projected)"
    names = [key.name for key in grown.keys]
    assert names[:3] == ["Built up by 1990", "1990–2000", "2000–2010 (projected)"]
    assert "City’s urban extent, 2010 (projected)" in names
    assert maps.extent_map(measurement, place).title == "Urban extent in 2010 (projected)"
    assert maps.expansion_map(measurement, place).title == "Growth by type, 1990–2010 (projected)"
    assert [picture.title for picture in maps.epoch_maps(measurement, place)] == ["1990", "2000", "2010 (projected)"]


def test_the_legend_has_only_classes_that_are_on_the_map(measurement: Measurement, place: Place) -> None:
    codes = {
        pair: np.where(codes == 4, 8, codes).astype(np.uint8) for pair, codes in measurement.layers.expansion.items()
    }
    without = replace(measurement, layers=replace(measurement.layers, expansion=codes))
    leapfrog = next(row.name for row in expansion_legend().classes if row.code == 4)
    assert leapfrog in [key.name for key in maps.expansion_map(measurement, place).keys]
    assert leapfrog not in [key.name for key in maps.expansion_map(without, place).keys]


def test_a_cell_lies_where_it_should(measurement: Measurement, place: Place) -> None:
    image = pixels(maps.first_built_map(measurement, place).png)
    zoom, corner = 14, (drawing.FULL.top, drawing.FULL.left)
    years = {row.code: rgb(row.colour) for row in first_built_legend(measurement.years).classes}
    for row, column in ((6, 6), (10, 10), (29, 39), (50, 41), (20, 60)):
        year = int(measurement.layers.first_built[row, column])
        y, x = corner[0] + row * zoom + zoom // 2, corner[1] + column * zoom + zoom // 2
        assert tuple(image[y, x]) == years[year], (row, column)


def test_the_scale_bar_is_as_long_as_it_says(measurement: Measurement, place: Place) -> None:
    frame = views.frame_of(measurement, views.whole_view(measurement))
    image = pixels(maps.extent_map(measurement, place).png)
    bar = scale_bar(frame)
    assert bar.metres == 2000
    assert bar.pixels == pytest.approx(2000 / (8000 / 1120))
    size = drawing.FULL.text
    y = drawing.FULL.top + frame.pixels[0] - round(0.8 * size) - 4
    x = drawing.FULL.left + round(1.1 * size)
    dark = image[y, x - 5 : x + round(bar.pixels) + 7].max(axis=1) < 60
    marks = np.flatnonzero(dark)
    first_half = np.flatnonzero(~dark[marks[0] :])[0]
    assert first_half == pytest.approx(bar.pixels / 2, abs=2)
    assert marks[-1] - marks[0] == pytest.approx(bar.pixels, abs=2)


def test_a_simulated_city_is_named_so_on_every_picture(measurement: Measurement, place: Place) -> None:
    yellow = rgb(drawing.SIMULATED_FILL)
    pictures = [maps.first_built_map, maps.extent_map, maps.expansion_map]
    assert all(yellow in colours_in(make(measurement, place).png) for make in pictures)
    assert all(yellow in colours_in(picture.png) for picture in maps.epoch_maps(measurement, place))
    assert yellow in colours_in(maps.preview_png(measurement, place))
    assert yellow not in colours_in(maps.preview_png(real(measurement), replace(place, simulated=False)))


def test_the_preview_is_small_and_always_the_same(measurement: Measurement, place: Place) -> None:
    first = maps.preview_png(measurement, place)
    assert first == maps.preview_png(measurement, place)
    assert pixels(first).shape[1] <= 604
    assert Image.open(io.BytesIO(first)).info == {}


def test_a_small_city_in_a_large_area_is_zoomed_to(measurement: Measurement, place: Place) -> None:
    core = measurement.city_extents[-1]
    inner = replace(core, geometry=core.geometry.centroid.buffer(500))
    picture = maps.first_built_map(replace(measurement, city_extents=(inner,)), place)
    assert picture.zoomed
    assert not maps.extent_map(measurement, place).zoomed


def test_a_name_with_formula_signs_is_drawn_as_it_is(measurement: Measurement, place: Place) -> None:
    odd = replace(place, names={"en": r"$\frac{a}{ $ <b>"})
    assert maps.extent_map(measurement, odd).png
