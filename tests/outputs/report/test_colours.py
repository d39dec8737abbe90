"""Whether classes are told apart by the colour-blind and in grey print, by published models of both.

Colour blindness: Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision
deficiency, IEEE TVCG 15(6), doi 10.1109/TVCG.2009.113, table 1 at severity 1.0, applied to linear RGB. Distances are of
CIE L*a*b* (1976), where 2.3 is just noticeable; grey is L*.
"""

from collections.abc import Mapping
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest

from geo.codes import ExtentClass
from outputs.layers.palettes import rgb
from outputs.layers.zone_change import change_legend
from outputs.report import plotting, scenes
from outputs.report.charts import growth_colours
from outputs.report.measures.regimes import LOOKS
from outputs.report.measures.settlements import COLOURS
from outputs.report.measures.taken import taken_colours
from outputs.report.scenes import NO_DATA, WATER

Floats = npt.NDArray[np.float64]
BLINDNESS: Mapping[str, list[list[float]]] = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = (0.95047, 1.0, 1.08883)
SEEN, GREY = 8.0, 8.0
"""Least distance of two classes as the colour-blind see them, and in grey."""

EXTENT = {code: colour for code, colour in scenes.extent_colours().items() if code != NO_DATA}
GROWTH = {code: colour for code, colour in scenes.expansion_colours().items() if code not in {NO_DATA, WATER}}
FIRST_BUILT = {
    code: colour for code, colour in scenes.first_built_colours(range(1975, 2035, 12)).items() if code < NO_DATA - 1
}
ZONES = {row.code: row.colour for row in change_legend().classes}
LEGENDS = {
    "extent": EXTENT,
    "growth": GROWTH,
    "first built": FIRST_BUILT,
    "zones": ZONES,
    "growth in bars": growth_colours(),
    "land taken": taken_colours(),
    "settlements": COLOURS,
    "rates": {"land": plotting.LAND, "people": plotting.PEOPLE_FILL},
}


def linear(colour: str) -> Floats:
    values = np.array(rgb(colour)) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(light: Floats) -> Floats:
    """Return L*, a*, b* of linear RGB under D65."""
    xyz = np.array(TO_XYZ) @ np.clip(light, 0, 1) / WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def distance(a: str, b: str, blindness: str) -> float:
    seen = [lab(np.array(BLINDNESS[blindness]) @ linear(colour)) for colour in (a, b)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def lightness(colour: str) -> float:
    return float(lab(linear(colour))[0])


def test_the_models_know_what_is_known() -> None:
    assert lightness("#FFFFFF") == pytest.approx(100, abs=0.01)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    red_and_green = "#C00000", "#4F7F00"
    assert distance(*red_and_green, "none") > 2 * distance(*red_and_green, "deuteranopia")
    assert all(distance("#808080", "#808080", kind) == 0 for kind in BLINDNESS)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", LEGENDS)
def test_the_colour_blind_tell_classes_apart(name: str, blindness: str) -> None:
    for (one, a), (other, b) in combinations(LEGENDS[name].items(), 2):
        assert distance(a, b, blindness) >= SEEN, (one, other)


@pytest.mark.parametrize("name", LEGENDS)
def test_grey_print_tells_classes_apart(name: str) -> None:
    for (one, a), (other, b) in combinations(LEGENDS[name].items(), 2):
        assert abs(lightness(a) - lightness(b)) >= GREY, (one, other)


def test_epochs_become_lighter_one_after_the_other_however_many_they_are() -> None:
    for count in range(2, 13):
        steps = [lightness(colour) for code, colour in scenes.first_built_colours(range(count)).items() if code < 100]
        assert all(later - earlier > 5 for earlier, later in pairwise(steps)), count


def test_water_and_unknown_land_are_ruled_because_their_greys_are_those_of_classes() -> None:
    codes = np.full((48, 48), WATER, dtype=np.uint8)
    codes[:, 24:] = NO_DATA
    codes[24:] = int(ExtentClass.RURAL)
    ruled = scenes.with_lines(np.zeros((48, 48, 3), dtype=np.uint8), codes)
    colours = {tuple(map(int, colour)) for colour in np.unique(ruled[:24].reshape(-1, 3), axis=0)}
    assert colours == {(0, 0, 0), rgb(scenes.WATER_LINES), rgb(scenes.NO_DATA_LINES)}
    assert ruled[24:].max() == 0
    assert abs(lightness(scenes.WATER_LINES) - lightness(scenes.water_colour())) >= GREY
    assert abs(lightness(scenes.NO_DATA_LINES) - lightness(scenes.NO_DATA_COLOUR)) >= GREY


def test_regimes_differ_by_hatch_or_by_much_light() -> None:
    for (one, (a, hatch)), (other, (b, its_hatch)) in combinations(LOOKS.items(), 2):
        assert hatch != its_hatch or abs(lightness(a) - lightness(b)) > 30, (one, other)
