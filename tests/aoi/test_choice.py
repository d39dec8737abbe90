from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Point, box

from aoi.choice import chosen, is_polygonal, label
from aoi.errors import AreaFileError
from aoi.layers import Features
from aoi.where import Where

HERE = Where(Path("area.gpkg"))
HOW = "choose one with --feature VALUE, ATTRIBUTE=VALUE or #NUMBER"


def layer(attributes: Mapping[str, list[object]], geometries: list[shapely.Geometry | None] | None = None) -> Features:
    count = len(next(iter(attributes.values()))) if attributes else len(geometries or ())
    shapes = tuple(geometries or [box(row, 0, row + 1, 1) for row in range(count)])
    columns = {name: np.array(values, dtype=_dtype(values)) for name, values in attributes.items()}
    return Features("layer", "EPSG:4326", shapes, columns)


def _dtype(values: list[object]) -> type:
    return float if all(isinstance(value, float) for value in values) else object


ZONES = layer({"code": [1.0, 2.0, 3.0], "zone": ["North", "South", "Étoile"], "part_of": ["A", "A", "South"]})


def row(features: Features, feature: str | None) -> int:
    return chosen(features, feature, HERE)[0]


def refusal(features: Features, feature: str | None) -> str:
    with pytest.raises(AreaFileError) as caught:
        chosen(features, feature, HERE)
    return str(caught.value).removeprefix("area.gpkg: ")


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("North", 0),
        ("north", 0),
        ("etoile", 2),
        ("South", 1),  # the zone comes before the attribute after it
        ("zone=South", 1),
        ("ZONE = south", 1),
        ("part_of=South", 2),
        ("code=3", 2),
        ("#2", 1),
    ],
)
def test_one_feature_is_chosen(feature: str, expected: int) -> None:
    assert row(ZONES, feature) == expected


def test_a_name_goes_before_other_texts() -> None:
    assert row(layer({"comment": ["x", "y"], "NAME_1": ["y", "x"], "name": ["a", "b"]}), "x") == 1


def test_a_value_with_an_equals_sign_can_be_a_name() -> None:
    assert row(layer({"name": ["a=b", "c"]}), "a=b") == 0


def test_an_exact_match_goes_before_a_like_one() -> None:
    assert row(layer({"name": ["quito", "Quito"]}), "Quito") == 1


def test_a_name_that_looks_like_a_number_is_a_name_first() -> None:
    assert row(layer({"name": ["#2", "b"]}), "#2") == 0


def test_without_a_choice_several_polygons_are_listed_never_united() -> None:
    assert refusal(ZONES, None) == f"it has 3 polygons (North, South, Étoile); {HOW} (attributes: code, zone, part_of)"


def test_the_list_is_bounded() -> None:
    many = layer({"name": [f"z{number}" for number in range(500)]})
    listed = ", ".join(f"z{number}" for number in range(10))
    assert refusal(many, None) == f"it has 500 polygons ({listed} and 490 more); {HOW} (attributes: name)"


def test_features_without_attributes_are_listed_by_number() -> None:
    assert refusal(layer({}, [box(0, 0, 1, 1), box(1, 1, 2, 2)]), None) == f"it has 2 polygons (#1, #2); {HOW}"


def test_features_of_one_name_are_told_apart_by_number() -> None:
    twins = layer({"name": ["A", "A", "B"]})
    assert refusal(twins, None) == f"it has 3 polygons (#1 A, #2 A, #3 B); {HOW} (attributes: name)"
    assert refusal(twins, "A") == f"2 features answer to A (#1 A, #2 A); {HOW} (attributes: name)"


@pytest.mark.parametrize(
    "feature", ["nowhere", "zone=nowhere", "#0", "#4", "#99999999999999999999", "#x", "", "=", "#²"]
)
def test_a_choice_that_nothing_answers_to_lists_what_there_is(feature: str) -> None:
    assert refusal(ZONES, feature) == (
        f"no feature answers to {feature}; choose among North, South, Étoile (attributes: code, zone, part_of)"
    )


def test_even_the_only_feature_must_answer_to_the_choice() -> None:
    assert refusal(layer({"name": ["A"]}), "B") == "no feature answers to B; choose among A (attributes: name)"


def test_names_with_control_characters_stay_on_the_line() -> None:
    told = refusal(layer({"na\nme": ["A\nB", "C\x1b[2J"]}), None)
    assert told == f"it has 2 polygons (A B, C [2J); {HOW} (attributes: na me)"


def test_the_only_polygon_among_points_is_taken_and_said() -> None:
    mixed = layer({"name": ["p", "city", "q"]}, [Point(0, 0), box(0, 0, 1, 1), None])
    assert chosen(mixed, None, HERE) == (1, ("Features that are no polygons left out: 2.",))


def test_the_only_feature_is_taken() -> None:
    assert chosen(layer({"name": ["A"]}), None, HERE) == (0, ())


def test_what_is_a_polygon() -> None:
    assert is_polygonal(box(0, 0, 1, 1))
    assert is_polygonal(shapely.MultiPolygon([box(0, 0, 1, 1)]))
    assert is_polygonal(shapely.GeometryCollection([Point(0, 0), box(0, 0, 1, 1)]))
    assert not is_polygonal(shapely.GeometryCollection([Point(0, 0)]))
    assert not is_polygonal(shapely.Polygon())
    assert not is_polygonal(Point(0, 0))
    assert not is_polygonal(None)


def test_a_feature_is_called_by_its_name_or_its_number() -> None:
    nameless = layer({"name": [None, " "], "code": [1.0, float("nan")]})
    assert label(nameless, 0) == "#1"
    assert label(nameless, 1) == "#2"
    assert label(ZONES, 2) == "Étoile"
