"""Three sources of one city drawn by hand: which epochs stand for which, and how far they lie apart."""

import dataclasses
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.boundary import Boundary
from geo.comparison import ComparedRow, Comparison, Spread
from geo.errors import SourceError
from geo.indicators.any_period import SourceFigures
from geo.indicators.figures import EpochKey, no_figures
from geo.indicators.period import indicator
from geo.indicators.spread import compare, nearest_epochs
from geo.measurement import EpochFigures
from geo.reasons import Flag, Reason
from geo.references import SourceReference

BOUNDARIES: tuple[Boundary, ...] = ("study_area", "urban_extent")


def figures(year: int, boundary: Boundary, built_up: float, population: float | None) -> EpochFigures:
    empty = no_figures(EpochKey(year, observed=True, boundary=boundary, rule="fixed"), Reason.NO_URBAN_EXTENT)
    reasons = {} if population else dict.fromkeys(("population", "built_up_per_capita_m2"), "no_population_data")
    return dataclasses.replace(
        empty,
        boundary_km2=40.0,
        built_up_km2=built_up,
        population=population,
        built_up_per_capita_m2=built_up * 1e6 / population if population else None,
        undefined=reasons,
    )


def source(
    name: str,
    series: Mapping[int, tuple[float, float | None]],
    flags: Mapping[tuple[int, int], tuple[Flag, ...]] | None = None,
) -> SourceFigures:
    """Return a source with built-up km² and people by year, the same in both boundaries."""
    years = tuple(series)
    epochs = {(year, b): figures(year, b, *series[year]) for b in BOUNDARIES for year in years}
    pairs = [*pairwise(years), (years[0], years[-1])]
    indicators = tuple(
        indicator(
            epochs[start, b],
            epochs[end, b],
            whole_span=(start, end) == (years[0], years[-1]),
            growth=None,
            flags=(flags or {}).get((start, end), ()),
        )
        for b in BOUNDARIES
        for start, end in dict.fromkeys(pairs)
    )
    reference = SourceReference(
        name, name.upper(), "1", "CC0-1.0", "none", "built-up", years, (), simulated=False, files=()
    )
    return SourceFigures((reference,), years, tuple(epochs.values()), indicators, ())


OWN = source("ghsl", {1990: (10.0, 100.0), 2000: (20.0, 200.0), 2010: (30.0, 400.0)})


def row(found: Comparison, name: str, start: int, end: int, boundary: str = "urban_extent") -> ComparedRow:
    rows = {(r.source, r.start, r.end, r.boundary): r for r in found.rows}
    return rows[name, start, end, boundary]


def spread(found: Comparison, quantity: str, start: int, end: int) -> Spread:
    spreads = {(s.quantity, s.start, s.end, s.boundary): s for s in found.spreads}
    return spreads[quantity, start, end, "urban_extent"]


@pytest.mark.parametrize(
    ("period", "years", "found"),
    [
        ((2000, 2010), (2000, 2010), (2000, 2010)),
        ((2000, 2010), (1999, 2001, 2009, 2011), (1999, 2009)),  # as near: the earlier
        ((2000, 2010), (1998, 2012), (1998, 2012)),
        ((2000, 2010), (1997, 2010), None),
        ((2000, 2003), (1999, 2004), (1999, 2004)),  # half the period, one year
        ((2000, 2003), (1998, 2003), None),
        ((2000, 2001), (2000, 2002), None),
        ((2000, 2002), (2001,), None),
    ],
)
def test_the_nearest_epochs_stand_for_a_period(
    period: tuple[int, int], years: tuple[int, ...], found: tuple[int, int] | None
) -> None:
    assert nearest_epochs(period, years) == found


def test_a_wider_tolerance_is_a_parameter() -> None:
    assert nearest_epochs((2000, 2010), (1996, 2013), tolerance_years=4) == (1996, 2013)


@given(st.lists(st.integers(1950, 2030), min_size=1), st.integers(1950, 2020), st.integers(1, 30), st.integers(0, 9))
def test_epochs_that_stand_for_a_period_overlap_it(years: list[int], start: int, length: int, tolerance: int) -> None:
    found = nearest_epochs((start, start + length), years, tolerance)
    if found:
        assert set(found) <= set(years)
        assert found[0] < found[1]
        assert found[0] < start + length
        assert found[1] > start
        assert max(abs(found[0] - start), abs(found[1] - start - length)) <= tolerance


def test_the_periods_are_those_of_the_runs_own_source() -> None:
    found = compare([OWN, source("wsf", {1990: (1.0, 1.0), 2010: (2.0, 2.0)})])
    periods = {(r.start, r.end): r.period for r in found.rows}
    assert periods == {(1990, 2000): "consecutive", (1990, 2010): "whole_span", (2000, 2010): "consecutive"}
    assert [one.id for one in found.sources] == ["ghsl", "wsf"]
    assert len(found.rows) == 2 * 2 * 3


def test_the_span_that_all_have_in_common_is_compared_too() -> None:
    own = source("ghsl", {year: (float(year), 1.0) for year in (1990, 1995, 2000, 2005, 2010)})
    early = source("wsf", {1985: (1.0, 1.0), 1990: (1.0, 1.0), 2001: (2.0, 1.0), 2005: (3.0, 1.0)})
    late = source("glad", {1995: (5.0, 1.0), 2005: (8.0, 1.0), 2009: (9.0, 1.0)})
    found = compare([own, early, late])
    common = sorted({(r.start, r.end) for r in found.rows if r.period == "common_span"})
    assert common == [(1990, 2005), (1995, 2010)]  # with wsf, with glad; with both is 2005 alone
    assert row(found, "glad", 1995, 2010).own_end == 2009
    assert row(found, "ghsl", 1995, 2010).built_up_end_km2 == 2010.0


def test_a_common_span_of_all_is_found_where_there_is_one() -> None:
    years = (1990, 2000, 2010, 2020)
    own = source("ghsl", dict.fromkeys(years, (1.0, 1.0)))
    found = compare([own, source("a", {2000: (1.0, 1.0), 2010: (1.0, 1.0), 2020: (1.0, 1.0)}),
                     source("b", {1990: (1.0, 1.0), 2000: (1.0, 1.0), 2010: (1.0, 1.0)})])  # fmt: skip
    kinds = {(r.start, r.end): r.period for r in found.rows}
    assert kinds[2000, 2020] == kinds[1990, 2010] == "common_span"
    assert kinds[2000, 2010] == "consecutive"


def test_each_source_stands_with_its_own_years_and_rates() -> None:
    found = compare([OWN, source("wsf", {1991: (8.0, 100.0), 2009: (16.0, 200.0)})])
    own, other = row(found, "ghsl", 1990, 2010), row(found, "wsf", 1990, 2010)
    assert (own.match, own.own_start, own.own_end, own.flags) == ("exact", 1990, 2010, ())
    assert (other.match, other.own_start, other.own_end, other.own_years) == ("nearest", 1991, 2009, 18)
    assert own.lcr == pytest.approx(2.0 / 20)
    assert other.lcr == pytest.approx(1.0 / 18)
    assert other.flags == ("nearest_epochs", "unequal_intervals")
    assert other.boundary_km2 == 40.0
    assert other.built_up_per_capita_end_m2 == pytest.approx(80_000)


def test_a_pair_that_was_not_measured_as_such_is_computed_by_the_same_function() -> None:
    wsf = source("wsf", {1990: (5.0, 50.0), 1995: (6.0, 60.0), 2000: (7.0, 70.0), 2010: (9.0, 90.0)})
    found = row(compare([OWN, wsf]), "wsf", 1990, 2000)
    assert (found.match, found.lcr, found.flags) == ("exact", pytest.approx(0.04), ())
    assert found.pgr == pytest.approx(wsf.between(1990, 2000, "study_area").pgr)


def test_a_source_without_such_epochs_has_a_row_with_the_reason() -> None:
    found = row(compare([OWN, source("glad", {2004: (1.0, 1.0), 2010: (2.0, 2.0)})]), "glad", 1990, 2000)
    nothing = {name for name, value in dataclasses.asdict(found).items() if value is None}
    assert nothing == set(found.undefined)
    assert set(found.undefined.values()) == {"no_common_epochs"}
    assert {"match", "own_start", "lcr", "boundary_km2"} <= nothing


def test_missing_people_leave_the_land_and_say_why() -> None:
    found = compare([OWN, source("wsf", {1990: (5.0, None), 2000: (7.0, None)})])
    one = row(found, "wsf", 1990, 2000)
    assert one.lcr == pytest.approx(0.04)
    assert one.undefined["pgr"] == one.undefined["population_end"] == "no_population_data"
    assert set(one.undefined) == {name for name, value in dataclasses.asdict(one).items() if value is None}
    assert spread(found, "lcr", 1990, 2000).sources == 2
    assert spread(found, "pgr", 1990, 2000).undefined["median"] == "one_source_only"


def test_the_spread_has_ends_median_and_how_many_times() -> None:
    wsf = source("wsf", {1990: (10.0, 100.0), 2000: (15.0, 200.0)})
    glad = source("glad", {1990: (10.0, 100.0), 2000: (40.0, 200.0)})
    lcr = spread(compare([OWN, wsf, glad]), "lcr", 1990, 2000)
    assert (lcr.minimum, lcr.median, lcr.maximum) == pytest.approx((0.05, 0.1, 0.3))
    assert lcr.range == pytest.approx(0.25)
    assert lcr.ratio == pytest.approx(6)
    assert (lcr.sources, lcr.undefined, lcr.flags) == (3, {}, ())


@pytest.mark.parametrize(("end", "ratio"), [(5.0, None), (10.0, None), (15.0, 2.0)])
def test_how_many_times_needs_one_sign(end: float, ratio: float | None) -> None:
    lcr = spread(compare([OWN, source("wsf", {1990: (10.0, 1.0), 2000: (end, 1.0)})]), "lcr", 1990, 2000)
    assert lcr.ratio == (ratio and pytest.approx(ratio))
    assert lcr.undefined == {"median": "two_sources_only"} | ({} if ratio else {"ratio": "signs_differ"})
    assert lcr.range is not None


def test_the_median_of_ratios_is_one_of_them_and_never_a_mean() -> None:
    ends = {"a": 15.0, "b": 25.0, "c": 40.0}
    others = [source(name, {1990: (10.0, 100.0), 2000: (end, 200.0)}) for name, end in ends.items()]
    found = compare([OWN, *others])
    ratio, lcr = spread(found, "lcrpgr", 1990, 2000), spread(found, "lcr", 1990, 2000)
    assert ratio.sources == lcr.sources == 4
    assert ratio.median == row(found, "ghsl", 1990, 2000).lcrpgr
    assert lcr.median == pytest.approx(0.125)


def test_what_is_spoken_of_is_the_longest_period_that_most_sources_have() -> None:
    wsf = source("wsf", {1990: (1.0, 1.0), 2000: (2.0, 2.0), 2010: (2.0, 2.0)})
    glad = source("glad", {2000: (1.0, 1.0), 2010: (2.0, 2.0)})
    assert compare([OWN, wsf]).widest == ("urban_extent", 1990, 2010)
    found = compare([OWN, wsf, glad])
    assert found.widest == ("urban_extent", 2000, 2010)
    assert [one.source for one in found.rows_of(found.widest)] == ["ghsl", "wsf", "glad"]
    assert found.spreads_of(found.widest)["pgr"].sources == 3
    assert compare([OWN, source("late", {2019: (1.0, 1.0), 2020: (1.0, 1.0)})]).widest is None


def test_where_all_shrink_the_largest_by_size_is_set_over_the_smallest() -> None:
    own = source("a", {1990: (10.0, 1.0), 2000: (9.0, 1.0)})
    lcr = spread(compare([own, source("b", {1990: (10.0, 1.0), 2000: (6.0, 1.0)})]), "lcr", 1990, 2000)
    assert (lcr.minimum, lcr.maximum) == pytest.approx((-0.04, -0.01))
    assert lcr.ratio == pytest.approx(4)


def test_alone_there_is_no_spread() -> None:
    lcr = spread(compare([OWN, source("b", {2019: (1.0, 1.0), 2020: (1.0, 1.0)})]), "lcr", 1990, 2000)
    assert lcr.sources == 1
    assert lcr.undefined == dict.fromkeys(("minimum", "median", "maximum", "range", "ratio"), "one_source_only")


def test_a_ratio_that_explodes_is_no_part_of_the_spread() -> None:
    still = source("wsf", {1990: (10.0, 100_000.0), 2000: (20.0, 100_001.0)})
    found = compare([OWN, still])
    assert row(found, "wsf", 1990, 2000).flags == ("unstable_ratio",)
    assert spread(found, "lcrpgr", 1990, 2000).sources == 1
    assert spread(found, "pgr", 1990, 2000).sources == 2


def test_doubts_follow_into_the_spread() -> None:
    flags = {(1991, 2000): (Flag.INCOMPARABLE_EPOCHS,)}
    found = compare([OWN, source("wsf", {1991: (10.0, 100.0), 2000: (20.0, 150.0)}, flags)])
    assert spread(found, "lcr", 1990, 2000).flags == ("incomparable_epochs", "nearest_epochs", "unequal_intervals")
    assert spread(found, "pgr", 1990, 2000).flags == ("incomparable_epochs", "nearest_epochs")


def test_doubts_of_steps_are_those_of_the_pair_and_doubts_of_ends_are_not() -> None:
    flags = {
        (1990, 1995): (Flag.INTERPOLATED_POPULATION,),
        (1995, 2000): (Flag.INTERPOLATED_POPULATION, Flag.INCOMPARABLE_EPOCHS),
        (2000, 2010): (Flag.PROJECTED_EPOCH, Flag.SHRINKAGE),
        (1990, 2010): (Flag.PROJECTED_EPOCH,),
    }
    wsf = source("wsf", {1990: (1.0, 1.0), 1995: (1.0, 2.0), 2000: (2.0, 3.0), 2010: (2.0, 4.0)}, flags)
    assert wsf.between(1990, 2000, "study_area").flags == ("incomparable_epochs",)  # 1995 alone is interpolated
    assert wsf.between(1995, 2010, "study_area").flags == (
        "projected_epoch", "shrinkage", "incomparable_epochs", "interpolated_population",
    )  # fmt: skip
    assert wsf.between(1990, 2010, "study_area").flags == ("projected_epoch",)


def test_epochs_are_identical_where_every_step_is() -> None:
    same = (Flag.IDENTICAL_EPOCHS,)
    series = {year: (1.0, 2.0 ** (year - 1990)) for year in (1990, 1995, 2000, 2010)}
    steps = {(1990, 1995): same, (1995, 2000): same}
    assert source("a", series, steps).between(1990, 2000, "study_area").flags == ("identical_epochs",)
    assert "identical_epochs" not in source("a", series, steps).between(1995, 2010, "study_area").flags


@pytest.mark.parametrize("names", [["ghsl"], ["ghsl", "ghsl"]])
def test_two_different_sources_are_needed(names: list[str]) -> None:
    with pytest.raises(SourceError, match="at least two different sources, saw ghsl"):
        compare([source(name, {1990: (1.0, 1.0), 2000: (1.0, 1.0)}) for name in names])
