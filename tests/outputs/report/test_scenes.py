from dataclasses import replace

import numpy as np
import pytest

from geo.measurement import Measurement
from outputs.report import maps, scenes
from outputs.report.scenes import Scenes
from outputs.report.views import whole_view
from outputs.report.zone_maps import zone_map
from outputs.subject import Place
from outputs.words import LANGUAGES, speaking


def test_a_scene_is_drawn_once_whatever_language_asks_first(
    zoned: Measurement, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[object] = []
    paint = scenes.painted

    def counted(*arguments: object) -> object:
        painted.append(arguments[-1])
        return paint(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scenes, "painted", counted)
    monkeypatch.setattr("outputs.report.zone_maps.painted", counted)
    shared, titles = Scenes(), set()
    for language in LANGUAGES:
        with speaking(language):
            made = [make(zoned, place, shared=shared) for make in (maps.first_built_map, maps.extent_map)]
            made += [maps.expansion_map(zoned, place, shared=shared), *maps.epoch_maps(zoned, place, shared=shared)]
            made.append(zone_map(zoned, place, "district", zoned.zones[:2], shared=shared))
            maps.preview_png(zoned, place, shared=shared)
            titles |= {picture.title for picture in made[:3]}
    assert len(painted) == 3 + len(zoned.years) + 1 + 1
    assert len(titles) == 3 * len(LANGUAGES)


def test_a_shared_scene_gives_the_same_picture_as_one_drawn_alone(measurement: Measurement, place: Place) -> None:
    shared = Scenes()
    first = maps.extent_map(measurement, place, shared=shared)
    with speaking("ar"):
        maps.extent_map(measurement, place, shared=shared)
    assert maps.extent_map(measurement, place, shared=shared).png == first.png
    assert maps.extent_map(measurement, place).png == first.png


def test_the_codes_are_those_on_the_picture_and_unknown_land_is_one(measurement: Measurement) -> None:
    view, year = whole_view(measurement), measurement.years[-1]
    holed = measurement.layers.extent_classes[year].copy()
    holed[25:40, 30:50] = 0
    layers = replace(measurement.layers, extent_classes={**measurement.layers.extent_classes, year: holed})
    theme = scenes.extent_theme(replace(measurement, layers=layers), view, year)
    found = scenes.scene(measurement, view, theme, box=(60, 80))
    assert found.codes == set(np.unique(theme.codes).tolist())
    assert scenes.NO_DATA in found.codes
    assert found.image.shape == (60, 80, 3)


def test_the_study_area_lies_under_the_extent(measurement: Measurement, place: Place) -> None:
    found = scenes.outlines_of(measurement, 2010, place)
    assert [outline.dashed for outline in found] == [True, False]
    assert [outline.dashed for outline in scenes.outlines_of(measurement, 2010)] == [False]
    assert scenes.outlines_of(measurement, 1984) == []
