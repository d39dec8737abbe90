import pytest
from pydantic import ValidationError

from geo.land_cover import LandGroup
from geo.sources.land_cover import LandCoverValues

CROPS = {"name": "Crops", "group": "cropland", "codes": [40]}
TREES = {"name": "Trees", "group": "tree_cover", "codes": [5], "spans": [[10, 12], [20, 20]]}


def values(*classes: dict[str, object]) -> LandCoverValues:
    return LandCoverValues.model_validate({"classes": classes})


def test_codes_and_spans_give_each_code_its_group() -> None:
    groups = values(CROPS, TREES).groups
    assert groups == {40: LandGroup.CROPLAND, **dict.fromkeys((5, 10, 11, 12, 20), LandGroup.TREE_COVER)}


def test_every_group_that_a_declaration_may_name_is_one() -> None:
    for name in ("cropland", "tree_cover", "grassland", "wetland", "bare_land", "water", "other"):
        assert values({"name": "x", "group": name, "codes": [1]}).groups[1] == LandGroup[name.upper()]


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        ((CROPS, {"name": "More", "group": "other", "codes": [40]}), r"expected each code in one class, saw \[40\]"),
        (({"name": "None", "group": "other"},), "None: expected codes, or spans that ascend"),
        (({"name": "Back", "group": "other", "spans": [[5, 3]]},), "Back: expected codes, or spans that ascend"),
        (({"name": "x", "group": "forest", "codes": [1]},), "Input should be 'cropland'"),
        ((), "at least 1 item"),
    ],
)
def test_a_table_that_cannot_be_meant_fails_where_it_stands(classes: tuple[dict[str, object], ...], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        values(*classes)


def test_the_table_names_every_class_of_land_and_no_other() -> None:
    values(CROPS).check_covers([40])
    with pytest.raises(ValueError, match=r"lacks \[80\], adds \[40\]"):
        values(CROPS).check_covers([80])
