import io
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from bidi import get_display
from matplotlib import rc_context
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

from geo.measurement import Measurement
from outputs.layers.palettes import expansion_legend, extent_legend, first_built_legend, rgb
from outputs.report import drawing, maps, scenes, views
from outputs.report.furniture import scale_bar
from outputs.report.lettering import MISSING
from outputs.report.sheet import FULL, PANEL, Margins, Sheet
from outputs.subject import Place
from outputs.words import speaking, text

LANGUAGES = ("en", "fr", "es", "ar")
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e"))
LONG = "Santa María de los Buenos Aires " * 10


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def colours_in(png: bytes) -> set[tuple[int, int, int]]:
    red, green, blue = np.moveaxis(pixels(png).astype(int), 2, 0)
    packed = np.unique(red << 16 | green << 8 | blue).tolist()
    return {(colour >> 16, colour >> 8 & 255, colour & 255) for colour in packed}


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


def sheets(measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sheet, Margins]]:
    """Return what stands on every map of a run."""
    found: list[tuple[Sheet, Margins]] = []
    monkeypatch.setattr(drawing, "draw", lambda sheet, margins: found.append((sheet, margins)) or b"")
    shared = scenes.Scenes()
    for make in (maps.first_built_map, maps.extent_map, maps.expansion_map):
        make(measurement, place, shared=shared)
    maps.epoch_maps(measurement, place, shared=shared)
    return found


def texts(sheet: Sheet, margins: Margins) -> tuple[drawing.Paper, list[Any]]:
    paper = drawing.compose(sheet, margins)
    return paper, [word for word in paper.figure.findobj(Text) if word.get_text()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Amman", LONG, "Llanfairpwllgwyngyll" * 15, "مدينة " * 50])
def test_no_word_leaves_its_picture(
    measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch, language: str, name: str
) -> None:
    named = replace(place, names=dict.fromkeys(("en", "fr", "es", "ar"), name), iso3="JOR")
    with speaking(language, "JOR"), rc_context({"text.hinting": "none"}):
        for sheet, margins in sheets(measurement, named, monkeypatch):
            paper, words = texts(sheet, margins)
            canvas: Any = paper.figure.canvas
            for word in words:
                box = word.get_window_extent(canvas.get_renderer())
                assert box.x0 > 0, word.get_text()
                assert box.x1 < paper.width, word.get_text()
                assert box.y0 > 0, word.get_text()
                assert box.y1 < paper.height, word.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_beside_a_map_lie_beside_it_and_not_over_each_other(
    measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    many = replace(measurement, sources=measurement.sources * 6)
    named = replace(place, names=dict.fromkeys(LANGUAGES, LONG))
    with speaking(language), rc_context({"text.hinting": "none"}):
        sheet, margins = sheets(many, named, monkeypatch)[0]
        paper, words = texts(sheet, margins)
    canvas: Any = paper.figure.canvas
    boxes = [word.get_window_extent(canvas.get_renderer()) for word in words]
    edge = FULL.right - 12 if language == "ar" else paper.width - FULL.right + 12
    beside = [box for box in boxes if (box.x1 < edge if language == "ar" else box.x0 > edge)]
    assert len(beside) > 15
    for one, other in combinations(beside, 2):
        assert not one.padded(-1.5).overlaps(other.padded(-1.5))


def test_in_arabic_the_panel_stands_on_the_left_and_the_map_is_the_same(measurement: Measurement, place: Place) -> None:
    english = pixels(maps.extent_map(measurement, place).png)
    with speaking("ar"):
        arabic = pixels(maps.extent_map(measurement, place).png)
    assert arabic.shape == english.shape
    rows = slice(FULL.top + 120, FULL.top + 700)  # between the words at the top of the map and the scale bar
    of_map = english[rows, FULL.left : english.shape[1] - FULL.right]
    differ = (of_map != arabic[rows, FULL.right : english.shape[1] - FULL.left]).any(axis=2)
    assert differ.mean() < 0.002, "but for pixels of lines that took the nearest colour of another palette"
    swatch = rgb(extent_legend().classes[0].colour)
    columns = np.flatnonzero((arabic[:, : FULL.right - 28] == swatch).all(axis=2).any(axis=0))
    assert columns.max() > FULL.right - 40, "patches stand at the right of their names"
    assert columns.min() > FULL.right - 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_maps_are_of_the_language_and_the_place(
    measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    with speaking(language, "JOR"):
        sheet, _ = sheets(measurement, replace(place, iso3="JOR"), monkeypatch)[0]
    words = [sheet.title, sheet.subtitle, sheet.stamp, *sheet.notes, *(key.name for key in sheet.keys)]
    country = {"en": "Jordan", "fr": "Jordanie", "es": "Jordania", "ar": "الأردن"}[language]
    assert place.names[language] in sheet.subtitle
    assert country in sheet.subtitle
    if language != "en":
        with speaking("en"):
            english, _ = sheets(measurement, place, monkeypatch)[0]
        told = [english.title, english.stamp, *english.notes, *(key.name for key in english.keys if key.name[0] > "9")]
        assert not set(words) & set(told)
    if language == "ar":
        assert sum(get_display(word, base_dir="R").translate(MARKS).count("١٩٩٠–٢٠٠٠") for word in words) == 1
        assert "1990" not in "".join(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_gives_the_same_bytes_again(measurement: Measurement, place: Place, language: str) -> None:
    with speaking(language, "JOR"):
        assert maps.epoch_maps(measurement, place)[0].png == maps.epoch_maps(measurement, place)[0].png


@pytest.mark.filterwarnings("error")
def test_a_name_with_formula_signs_is_drawn_as_it_is(
    measurement: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = replace(place, names={"en": "$\\frac{a}{ $ <b>\n城 \u202eabc"})
    assert maps.extent_map(measurement, odd).png
    sheet, _ = sheets(measurement, odd, monkeypatch)[0]
    _, words = texts(sheet, FULL)
    assert f"$\\frac{{a}}{{ $ <b> {MISSING} \u202eabc" in [word.get_text() for word in words]
    assert not any(word.get_parse_math() for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_narrow_map_the_stamp_stands_over_the_scale_bar(measurement: Measurement, language: str) -> None:
    scene = scenes.scene(measurement, views.whole_view(measurement), theme(measurement), box=(180, 240))
    with speaking(language):
        _, words = texts(Sheet(scene.frame, scene.image, "2010", stamp=text("simulated.stamp")), PANEL)
    patches = [(word, word.get_bbox_patch()) for word in words]
    stamps = [word for word, patch in patches if patch and to_hex(patch.get_facecolor()) == drawing.SIMULATED_FILL]
    assert stamps
    assert min(stamp.get_position()[1] for stamp in stamps) > 40


def theme(measurement: Measurement) -> scenes.Theme:
    return scenes.extent_theme(measurement, views.whole_view(measurement), measurement.years[-1])
