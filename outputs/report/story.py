"""What happened, in words: the headline sentence, how it is read, and the key figures; never a ratio by itself."""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from geo.measurement import Indicator, Measurement
from geo.reasons import Flag
from outputs.report import rows
from outputs.report.marks import YearNames, in_words, under_a_bar
from outputs.words import figures, reason
from outputs.words.texts import period, rich, text

_AS_SHOWN = 5e-5
"""A rate nearer to 0 than this (fraction a year) is printed as 0.00 %."""
_EQUAL = 0.005
"""A ratio nearer to 1 than this is printed as 1.00."""
_TWICE = 2.0
_RATES = ("lcr", "pgr", "lcrpgr")
_WITHOUT_UNIT = ("lcrpgr", "population")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the strip below the headline."""

    id: str
    label: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Story:
    """The first screen of a page."""

    lead: Markup
    reading: str
    detail: str
    boundary: str
    doubts: tuple[str, ...]
    """What must be said beside the headline: a projection, epochs that must not be compared, people made up."""
    figures: tuple[KeyFigure, ...]
    fallback: bool
    """Whether the urban extent could not be used."""


def story(measurement: Measurement) -> Story:
    """Tell the whole span within the reporting boundary."""
    row = rows.headline(measurement)
    if row is None:
        return Story(Markup(text("story.nothing")), "", "", "", (), (), fallback=False)  # noqa: S704 (our own data file)
    named = YearNames(measurement.projected)
    boundary = scope_name(row.boundary, row.boundary_rule, named.year(row.end))
    return Story(
        lead=_lead(row, named),
        reading=reading(row),
        detail=_detail(row),
        boundary=boundary,
        doubts=in_words(row.flags),
        figures=_key_figures(measurement, row),
        fallback=row.boundary != rows.URBAN_EXTENT.boundary,
    )


def scope_name(boundary: str, rule: str, end: int | str) -> str:
    """Return a boundary and its rule in words; `end` is the year that fixes it, said to be projected where it is."""
    return text(f"scope.{boundary}_{rule}", end=end)


def why_no_ratio(row: Indicator) -> str:
    """Return why a row's ratio is not headlined; an empty text where it is."""
    if rows.ratio_to_headline(row) is not None:
        return ""
    code = row.undefined.get("lcrpgr", "") if row.lcrpgr is None else "unstable_ratio"
    return reason(code)


def reading(row: Indicator) -> str:
    """Return what the two rates and their ratio mean by convention; an empty text where there is no ratio to read."""
    ratio = rows.ratio_to_headline(row)
    if ratio is None or row.lcr is None or row.pgr is None or Flag.INCOMPARABLE_EPOCHS in row.flags:
        return ""
    if row.lcr == 0:
        return text("reading.land_still")
    if row.lcr < 0:
        return text("reading.land_fell_people_grew" if row.pgr > 0 else "reading.both_fell")
    if row.pgr < 0:
        return text("reading.land_grew_people_fell")
    if abs(ratio - 1) < _EQUAL:
        return text("reading.both_grew_equal")
    band = "below" if ratio < 1 else "above" if ratio <= _TWICE else "twice"
    return text(f"reading.both_grew_{band}")


def change(rate: float | None) -> Literal["grew", "shrank", "still", "unknown"]:
    """Return which verb tells a rate: its subject and its number are in the sentence that a language makes of it."""
    if rate is None:
        return "unknown"
    if abs(rate) < _AS_SHOWN:
        return "still"
    return "grew" if rate > 0 else "shrank"


def percent_a_year(rate: float | None) -> float:
    """Return the number that stands beside the verb of a rate."""
    return abs(rate or 0.0) * 100


def _lead(row: Indicator, named: YearNames) -> Markup:
    where = text(f"story.where_{row.boundary}_{row.boundary_rule}", end=row.end)
    told = {
        "start": named.year(row.start),
        "end": named.year(row.end),
        "land": rich(f"story.land_{change(row.lcr)}", where=where, rate=percent_a_year(row.lcr)),
        "people": rich(f"story.people_{change(row.pgr)}", rate=percent_a_year(row.pgr)),
    }
    ratio = rows.ratio_to_headline(row)
    if ratio is not None:
        return rich("story.ratio", **told, ratio=ratio, years=row.years)
    return rich("story.no_ratio" if row.lcrpgr is None else "story.unstable", **told, reason=why_no_ratio(row))


def _detail(row: Indicator) -> str:
    land = {
        "v1": figures.km2(row.built_up_start_km2),
        "v2": figures.km2(row.built_up_end_km2),
        "change": figures.decimal(row.total_change_percent, 1, sign=True),
    }
    if row.population_start is None or row.population_end is None:
        return text("story.from_to_land", **land)
    return text(
        "story.from_to",
        **land,
        p1=figures.persons(row.population_start),
        p2=figures.persons(row.population_end),
        c1=figures.square_metres(row.built_up_per_capita_start_m2),
        c2=figures.square_metres(row.built_up_per_capita_end_m2),
    )


def _key_figures(measurement: Measurement, row: Indicator) -> tuple[KeyFigure, ...]:
    ratio = rows.ratio_to_headline(row)
    found = [
        ("lcr", figures.rate(row.lcr), ""),
        ("pgr", figures.rate(row.pgr), ""),
        ("lcrpgr", figures.ratio(ratio), ""),
        ("built_up", figures.km2(row.built_up_end_km2), figures.km2(row.built_up_start_km2)),
        ("population", figures.persons(row.population_end), figures.persons(row.population_start)),
        (
            "per_capita",
            figures.square_metres(row.built_up_per_capita_end_m2),
            figures.square_metres(row.built_up_per_capita_start_m2),
        ),
        *(("extent", figures.km2(one.area_km2), "") for one in measurement.city_extents if one.year == row.end),
    ]
    span = {"start": row.start, "end": row.end, "years": row.years}
    return tuple(
        KeyFigure(
            name,
            text(f"key.{name}", **span),
            value,
            "" if value == figures.DASH or name in _WITHOUT_UNIT else text(f"key.units.{name}"),
            text("key.lcrpgr_missing")
            if name == "lcrpgr" and ratio is None
            else _marked(measurement, row, name, _note(name, row, start_value)),
        )
        for name, value, start_value in found
    )


def _note(name: str, row: Indicator, start_value: str) -> str:
    """Return the period of a rate, or what a figure was at the start."""
    if name in {"lcr", "pgr"}:
        return period(row.start, row.end)
    return text(f"key.{name}_note", start_value=start_value, start=row.start, years=row.years)


def _marked(measurement: Measurement, row: Indicator, name: str, note: str) -> str:
    """Return a figure's note, after what must be said of a rate's period or of the year that the figure is of."""
    if name in _RATES:
        mark = under_a_bar(row.flags)
    else:
        mark = text("marks.projected_short") if row.end in measurement.projected else ""
    return text("key.marked", mark=mark, note=note) if mark else note
