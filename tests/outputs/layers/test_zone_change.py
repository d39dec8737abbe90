from itertools import combinations

import pytest
from pydantic import ValidationError

from outputs.layers.palettes import rgb
from outputs.layers.zone_change import UNDEFINED, ChangeLegend, change_legend, spoken_change_legend


def lightness(colour: str) -> float:
    """Return CIE L* of sRGB: what is left of a colour in grey."""
    parts = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (-0.1, "Less than before"),
        (0.0, "Up to 10 % more"),
        (9.99, "Up to 10 % more"),
        (10.0, "10 to 25 % more"),
        (1e6, "More than 500 % more"),
    ],
)
def test_a_change_is_in_the_class_whose_bounds_hold_it(change: float, name: str) -> None:
    legend = change_legend()
    assert legend.classes[legend.code(change) - 1].name == name


def test_no_value_is_no_class() -> None:
    assert change_legend().code(None) == UNDEFINED


def test_qgis_filters_cover_every_value_once_and_no_value() -> None:
    rules = change_legend().rules
    assert rules[0][0] == '"total_change_percent" < 0'
    assert rules[1][0] == '"total_change_percent" >= 0 AND "total_change_percent" < 10'
    assert rules[-2][0] == '"total_change_percent" >= 500'
    assert rules[-1][0] == '"total_change_percent" IS NULL'
    ends = [rule[0].rsplit(" < ", 1)[-1] for rule in rules[:-2]]
    starts = [rule[0].split(" >= ")[1].split(" ")[0] for rule in rules[1:-1]]
    assert ends == starts


def test_colours_stay_apart_in_grey() -> None:
    colours = [colour for _, _, colour in change_legend().rules]
    for one, other in combinations(colours, 2):
        assert abs(lightness(one) - lightness(other)) >= 8, f"{one} and {other}"


def test_classes_that_do_not_ascend_are_refused() -> None:
    rows = [
        {"code": 0, "name": "none", "colour": "#BDBDBD"},
        {"code": 1, "below": 10, "name": "a", "colour": "#000000"},
        {"code": 2, "below": 0, "name": "b", "colour": "#FFFFFF"},
    ]
    with pytest.raises(ValidationError, match="expected classes that ascend to one without an end"):
        ChangeLegend.model_validate({"title": "x", "class": rows})
    with pytest.raises(ValidationError, match=r"expected the codes 0 \(no value\), 1, 2 …, saw \[1, 2\]"):
        ChangeLegend.model_validate({"title": "x", "class": rows[1:]})


def test_outside_any_language_the_spoken_legend_is_the_english_one() -> None:
    assert spoken_change_legend() == change_legend()
