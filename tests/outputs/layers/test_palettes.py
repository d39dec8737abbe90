from itertools import combinations

import pytest

from geo.codes import ExpansionType, ExtentClass
from geo.land_cover import LandGroup
from outputs.layers.palettes import (
    Legend,
    built_up_ramp,
    expansion_legend,
    extent_legend,
    first_built_legend,
    land_taken_legend,
    rgb,
    spoken,
)

LEAST_STEP = 8.0
"""CIE L*: what styles/*.toml promise between any two colours."""


def lightness(colour: tuple[int, int, int]) -> float:
    """Return CIE L* of sRGB: what is left of a colour in grey."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def test_lightness_is_that_of_known_colours() -> None:
    assert lightness((0, 0, 0)) == 0
    assert lightness((255, 255, 255)) == pytest.approx(100)
    assert lightness((119, 119, 119)) == pytest.approx(50, abs=0.2)


@pytest.mark.parametrize(
    ("legend", "codes"),
    [(extent_legend(), ExtentClass), (expansion_legend(), ExpansionType), (land_taken_legend(), LandGroup)],
)
def test_legends_cover_exactly_the_codes_and_leave_nodata_out(legend: Legend, codes: type) -> None:
    assert [row.code for row in legend.classes] == sorted(int(code) for code in codes if code != 0)
    assert len({row.name for row in legend.classes}) == len(legend.classes)


@pytest.mark.parametrize(
    "legend",
    [
        extent_legend(),
        expansion_legend(),
        land_taken_legend(),
        first_built_legend([1990, 1995, 2000, 2005, 2010, 2015]),
    ],
)
def test_colours_stay_apart_in_grey(legend: Legend) -> None:
    for one, other in combinations(legend.classes, 2):
        step = abs(lightness(one.rgb) - lightness(other.rgb))
        assert step >= LEAST_STEP, f"{one.name} and {other.name}: {step:.1f}"


def test_first_built_takes_the_ramps_ends_and_one_colour_a_year() -> None:
    legend = first_built_legend([1990, 2000, 2010])
    assert [(row.code, row.name) for row in legend.classes] == [
        (0, "Not built up"),
        (1990, "1990"),
        (2000, "2000"),
        (2010, "2010"),
    ]
    assert [row.colour for row in legend.classes[1:]] == ["#2D0B59", "#C43C4E", "#FBB91F"]
    assert [row.code for row in first_built_legend([2020]).classes] == [0, 2020]


def test_ramp_runs_from_none_to_all() -> None:
    stops = built_up_ramp().stops
    assert (stops[0].value, stops[-1].value) == (0, 1)
    assert [stop.value for stop in stops] == sorted(stop.value for stop in stops)


@pytest.mark.parametrize("legend", [extent_legend(), expansion_legend(), land_taken_legend()])
def test_outside_any_language_the_spoken_legend_is_the_english_one(legend: Legend) -> None:
    assert spoken(legend) == legend


def test_a_spoken_legend_of_years_names_the_projected_ones() -> None:
    legend = spoken(first_built_legend([2000, 2030], [2030]))
    assert [row.name for row in legend.classes] == ["Not built up", "2000", "2030 (projected)"]
    assert legend.title == "First built-up by"


def test_rgb() -> None:
    assert rgb("#0A10FF") == (10, 16, 255)
