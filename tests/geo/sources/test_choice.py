"""Which epochs are read: those that there are, that are asked for, and that may be compared."""

import pytest
import shapely

from geo.errors import GridError, SourceError
from geo.sources.choice import check_resolution, chosen_epochs, incomparable_pairs, nearest_to
from geo.sources.declaration import SourceDeclaration


def declared(**more: object) -> SourceDeclaration:
    head = dict.fromkeys(("title", "version", "licence", "citation", "measures"), "x")
    built_up = {"values": "classes", "built_up_classes": [50]}
    return SourceDeclaration.model_validate({"id": "mine", **head, "built_up": built_up, **more})


EPOCHS = (1990, 2000, 2010, 2020)
TWO_METHODS = {"epochs": (2020, 2021), "reason": "Another algorithm made each."}


def test_the_usual_epochs_unless_others_are_asked_for() -> None:
    source = declared(epochs=EPOCHS, default_epochs=(1990, 2020))
    assert chosen_epochs(source, EPOCHS, None) == (1990, 2020)
    assert chosen_epochs(source, EPOCHS, (2010, 2000)) == (2000, 2010)
    assert chosen_epochs(declared(epochs=EPOCHS), EPOCHS, None) == EPOCHS


def test_epochs_that_are_not_there_are_named_with_those_that_are() -> None:
    with pytest.raises(SourceError, match=r"mine: no epoch 1995, 2005; it has 1990, 2000, 2010, 2020"):
        chosen_epochs(declared(epochs=EPOCHS), EPOCHS, (1995, 2005))
    every = tuple(range(1985, 2016))
    with pytest.raises(SourceError, match=r"no epoch 1984; it has every year from 1985 to 2015"):
        chosen_epochs(declared(epochs=every), every, (1984, 2000))


def test_one_epoch_is_no_growth_but_can_be_read() -> None:
    source = declared(epochs=(2019,))
    with pytest.raises(SourceError, match="expected at least two epochs, saw 2019; take another source for growth"):
        chosen_epochs(source, (2019,), None)
    assert chosen_epochs(source, (2019,), None, least=1) == (2019,)


def test_the_nearest_epochs_to_others_the_earlier_of_two_as_near() -> None:
    assert nearest_to((1990, 2000, 2010), (1985, 1995, 2005, 2015)) == (1985, 1995, 2005)
    assert nearest_to((2000, 2001), (1990, 2000, 2010)) is None
    assert nearest_to((2000, 2010), ()) is None


def test_incomparable_epochs_are_refused_with_the_reason_and_what_to_do() -> None:
    source = declared(epochs=(2020, 2021), incomparable=[TWO_METHODS])
    with pytest.raises(
        SourceError, match=r"2020 and 2021 must not be compared: Another algorithm .*--allow-incomparable"
    ):
        incomparable_pairs(source, (2021, 2020), allowed=False)
    assert incomparable_pairs(source, (2020, 2021), allowed=True) == ((2020, 2021),)
    assert incomparable_pairs(source, (2020,), allowed=False) == ()


def test_cells_too_coarse_for_the_study_area_are_refused_with_the_coarsest_that_fit() -> None:
    """12 × 12 km near the equator: 16 cells of 3 km; 2,500 of 240 m."""
    area = shapely.box(0, 0, 12 / 111.3, 12 / 110.57)
    with pytest.raises(
        GridError, match=r"has 16 cells of 3000 m, expected at least 2,500, .* take cells of 240 m or finer"
    ):
        check_resolution(area, 3000)
    check_resolution(area, 200)
    check_resolution(area, None)
