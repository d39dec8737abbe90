from dataclasses import replace

import pytest

from geo.measurement import Boundary, Indicator, Measurement
from outputs.report import rows
from outputs.report.story import reading, story


def with_headline(measurement: Measurement, **changes: object) -> Measurement:
    """Change every row, so that whichever is headlined has the changes."""
    changed = tuple(replace(row, **changes) for row in measurement.indicators)  # type: ignore[arg-type]
    return replace(measurement, indicators=changed)


def headline(measurement: Measurement) -> Indicator:
    row = rows.headline(measurement)
    assert row
    return row


def test_the_headline_is_the_whole_span_in_the_fixed_extent(measurement: Measurement) -> None:
    row = headline(measurement)
    assert (row.boundary, row.boundary_rule, row.start, row.end) == ("urban_extent", "fixed", 1990, 2010)


def test_the_ratio_stands_with_both_rates_interval_and_boundary(measurement: Measurement) -> None:
    row, lead = headline(measurement), str(story(measurement).lead)
    assert row.lcr
    assert row.pgr
    assert row.lcrpgr
    for words in (
        "Between 1990 and 2010",
        f"grew {row.lcr * 100:.2f} % a year",
        f"grew {row.pgr * 100:.2f} % a year",
        f"<strong>{row.lcrpgr:.2f}</strong> over these 20 years",
        "fixed at 2010",
    ):
        assert words in lead


def test_a_projection_is_said_wherever_a_figure_rests_on_it(measurement: Measurement) -> None:
    told = story(measurement)
    assert "Between 1990 and 2010 (projected), built-up land" in told.lead
    assert told.boundary.endswith("fixed at 2010 (projected)")
    assert told.doubts == ("One of the epochs is a projection, not an observation.",)
    assert [figure.id for figure in told.figures if not figure.note.startswith("projected; ")] == []


def test_epochs_that_must_not_be_compared_are_said_in_words(measurement: Measurement) -> None:
    told = story(with_headline(measurement, flags=("incomparable_epochs", "simulated")))
    assert told.doubts[0].startswith("The source says that the difference of these two epochs is no growth")
    assert told.reading == ""
    marked = {figure.id for figure in told.figures if figure.note.startswith("incomparable; ")}
    assert marked == {"lcr", "pgr", "lcrpgr"}
    assert story(with_headline(measurement, flags=())).doubts == ()


def test_population_that_was_made_up_is_said_in_words(measurement: Measurement) -> None:
    told = story(with_headline(measurement, flags=("interpolated_population", "extrapolated_population")))
    assert [doubt.split()[8] for doubt in told.doubts] == ["carried", "interpolated"]


def test_an_unstable_ratio_is_not_headlined(measurement: Measurement) -> None:
    told = story(with_headline(measurement, pgr=0.0004, lcrpgr=381.77, flags=("unstable_ratio",)))
    assert "381" not in f"{told.lead} {told.reading} {told.figures}"
    assert "No ratio is headlined: Population changes by less than 0.1 % a year" in told.lead
    assert "grew 0.04 % a year" in told.lead


def test_an_undefined_ratio_says_why(measurement: Measurement) -> None:
    told = story(with_headline(measurement, pgr=0.0, lcrpgr=None, undefined={"lcrpgr": "no_population_change"}))
    assert 'population <strong class="people">did not change</strong>' in told.lead
    assert "No ratio is given: The population growth rate is exactly zero" in told.lead


def test_without_population_land_alone_is_told(measurement: Measurement) -> None:
    reasons = dict.fromkeys(("pgr", "lcrpgr"), "no_population_data")
    gone = {"population_start": None, "population_end": None, "pgr": None, "lcrpgr": None}
    told = story(with_headline(measurement, **gone, undefined=reasons))
    assert "The source has no population data." in told.lead
    assert "None" not in f"{told.lead}{told.detail}"
    assert "population" not in told.detail


def test_where_the_extent_has_no_rate_the_study_area_speaks(measurement: Measurement) -> None:
    changed = tuple(
        replace(row, lcr=None, lcrpgr=None) if row.boundary == "urban_extent" else row for row in measurement.indicators
    )
    told = story(replace(measurement, indicators=changed))
    assert told.fallback
    assert "inside the whole study area" in told.lead


@pytest.mark.parametrize(
    ("boundary", "words"),
    [
        ("urban_centre", "inside the city’s urban centre, its boundary fixed at 2010,"),
        ("urban_cluster", "inside the city’s urban cluster, its boundary fixed at 2010,"),
        ("administrative", "inside the city’s administrative area"),
    ],
)
def test_where_there_is_no_extent_the_next_boundary_speaks(
    measurement: Measurement, boundary: Boundary, words: str
) -> None:
    lost = [replace(row, lcr=None) for row in measurement.indicators if row.boundary == "urban_extent"]
    area = [row for row in measurement.indicators if row.boundary == "study_area"]
    other = [replace(row, boundary=boundary) for row in area]
    told = story(replace(measurement, indicators=(*lost, *area, *other)))
    assert told.fallback
    assert words in told.lead


@pytest.mark.parametrize(
    ("lcr", "pgr", "words"),
    [
        (0.01, 0.02, "more slowly than population"),
        (0.02, 0.02, "as fast as population grew"),
        (0.03, 0.02, "less than twice as fast"),
        (0.05, 0.02, "more than twice as fast"),
        (0.01, -0.02, "while population fell"),
        (-0.01, 0.02, "shrank while population grew"),
        (-0.01, -0.02, "both shrank"),
        (0.0, 0.02, "did not change"),
    ],
)
def test_the_reading_follows_both_signs(measurement: Measurement, lcr: float, pgr: float, words: str) -> None:
    row = replace(headline(measurement), lcr=lcr, pgr=pgr, lcrpgr=lcr / pgr)
    assert words in reading(row)


def test_shrinking_is_told_as_such(measurement: Measurement) -> None:
    told = story(with_headline(measurement, lcr=-0.003, pgr=-0.01, lcrpgr=0.3))
    assert "shrank 0.30 % a year" in told.lead
