"""The run's own figures beside published ones: over the nearest epochs, or the reason why there are none."""

from dataclasses import replace

import pytest

from geo.boundary import Boundary
from geo.indicators.any_period import SourceFigures
from geo.indicators.beside_published import beside
from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.period import indicator
from geo.indicators.published import Published, PublishedEpoch, published_periods
from geo.measurement import EpochFigures
from geo.reasons import Flag, Reason
from geo.references import SourceReference


def source(years: tuple[int, ...], boundaries: tuple[Boundary, ...] = ("urban_extent", "study_area")) -> SourceFigures:
    """Return a source whose built-up land is 1 km² in its first year and grows by 1 km² an epoch."""
    reference = SourceReference("own", "Own", "1", "CC0-1.0", "Own.", "Land.", years, (), simulated=False, files=())
    epochs = [_epoch(year, boundary, float(k)) for boundary in boundaries for k, year in enumerate(years, 1)]
    rows = tuple(
        indicator(one, two, whole_span=True, growth=None)
        for boundary in boundaries
        for one, two in [[row for row in epochs if row.boundary == boundary][:: len(years) - 1]]
    )
    return SourceFigures((reference,), years, tuple(epochs), rows, ())


def _epoch(year: int, boundary: Boundary, built_up: float) -> EpochFigures:
    row = no_figures(EpochKey(year, observed=True, boundary=boundary, rule="fixed"), Reason.NO_POPULATION_DATA)
    undefined = {name: code for name, code in row.undefined.items() if name != "built_up_km2"}
    return replace(row, built_up_km2=built_up, undefined=undefined)


def published(years: tuple[int, ...] = (1990, 2000, 2015)) -> Published:
    epochs = tuple(PublishedEpoch(year, 10.0 + year - 1990, 1000.0 + year) for year in years)
    return Published("UCDB", "JRC", "CC-BY-4.0", "centre of 2015", epochs, published_periods(years, epochs))


def test_each_period_has_our_figures_within_each_of_our_boundaries() -> None:
    (found,) = beside(source((1990, 2000, 2015), ("urban_extent", "urban_centre", "study_area")), [published()])
    assert [(row.start, row.end, row.boundary) for row in found.own] == [
        (start, end, boundary)
        for start, end in ((1990, 2000), (2000, 2015), (1990, 2015))
        for boundary in ("urban_extent", "urban_centre")
    ]
    assert [row.period for row in found.own[::2]] == ["consecutive", "consecutive", "whole_span"]
    assert {row.match for row in found.own} == {"exact"}
    assert found.own[0].lcr == pytest.approx(0.1)
    assert {row.boundary_rule for row in found.own} == {"fixed"}


def test_nearest_epochs_stand_for_others_and_say_so() -> None:
    (found,) = beside(source((1991, 2001)), [published((1990, 2000))])
    (row,) = found.own
    assert (row.match, row.own_start, row.own_end) == ("nearest", 1991, 2001)
    assert Flag.NEAREST_EPOCHS in row.flags


def test_a_period_far_from_our_epochs_has_a_reason() -> None:
    (found,) = beside(source((2000, 2015)), [published()])
    assert [row.undefined.get("lcr") for row in found.own] == [
        Reason.NO_COMMON_EPOCHS,
        None,
        Reason.NO_COMMON_EPOCHS,
    ]


def test_the_published_figures_stay_as_they_are() -> None:
    before = published()
    (after,) = beside(source((1990, 2000)), [before])
    assert replace(after, own=()) == before


def test_nothing_published_is_nothing_beside() -> None:
    assert beside(source((1990, 2000)), []) == ()
