"""What a run says on a terminal: projections, epochs that must not be compared, and other sources."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli.answer import print_result
from flows.result import Figures, Result, SourceSpread
from geo.comparison import ComparedRow, ComparedSource, Comparison
from geo.indicators.spread import _spreads


def figures(**changes: object) -> Figures:
    values: dict[str, object] = {
        "boundary": "urban_extent",
        "boundary_rule": "fixed",
        "start": 1990,
        "end": 2030,
        "years": 40,
        "whole_span": True,
        "built_up_start_km2": 10.0,
        "built_up_end_km2": 30.0,
        "population_start": 100_000.0,
        "population_end": 200_000.0,
        "lcr": 0.05,
        "pgr": 0.0173,
        "lcrpgr": 2.89,
        "lcr_log": 0.0275,
        "lcrpgr_log": 1.59,
        "undefined": {},
        "flags": (),
    }
    return Figures.model_validate(values | changes)


def compared_row(source: str, own: tuple[int, int] | None, lcr: float | None = None, *flags: str) -> ComparedRow:
    names = [name for name in ComparedRow.__dataclass_fields__ if name not in {"undefined", "flags"}]
    row = dict.fromkeys(names) | {"source": source, "boundary": "urban_extent", "boundary_rule": "fixed"}
    row |= {"start": 2000, "end": 2010, "period": "common_span", "lcr": lcr}
    if own:
        row |= {"own_start": own[0], "own_end": own[1], "match": "exact" if own == (2000, 2010) else "nearest"}
    return ComparedRow(**row, flags=flags)  # type: ignore[arg-type]


def comparison(*rows: ComparedRow, projected: tuple[int, ...] = ()) -> Comparison:
    sources = tuple(ComparedSource(row.source, (), (), projected, ()) for row in rows)
    return Comparison(2, sources, rows, tuple(_spreads(rows)))


def result(row: Figures, **changes: object) -> Result:
    values: dict[str, object] = {
        "city": "quito",
        "name": "Quito",
        "run": "r0123456789ab",
        "simulated": False,
        "sources": ("GHSL",),
        "path": Path("/p"),
        "page": Path("/p/index.html"),
        "index": Path("/index.html"),
        "picture": None,
        "headline": row,
        "indicators": (row,),
        "warnings": (),
    }
    return Result.model_validate(values | changes)


def told(found: Result) -> str:
    console = Console(file=StringIO(), width=110, highlight=False)
    print_result(console, found)
    text = console.file
    assert isinstance(text, StringIO)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def line(text: str, start: str) -> str:
    return next(" ".join(found.split()) for found in text.splitlines() if found.strip().startswith(start))


def test_a_projected_year_is_said_to_be_one() -> None:
    text = told(result(figures(flags=("projected_epoch",)), projected=(2025, 2030)))
    assert "1990–2030 (projected), 40 years · GHSL" in text
    assert "urban extent of 2030 (projected)" in text
    assert "projected epoch" in line(text, "Remarks")
    assert "projected" not in told(result(figures()))


def test_every_number_of_incomparable_epochs_is_marked_and_the_mark_explained() -> None:
    text = told(result(figures(flags=("incomparable_epochs",))))
    for start in ("Built-up land", "Land consumption rate", "Population growth rate", "LCR / PGR"):
        assert line(text, start).endswith(" †")
    assert line(text, "† The source says that the difference of these two epochs is no growth")
    assert "†" not in told(result(figures()))


def test_other_sources_stand_below_with_their_own_years_and_their_ends() -> None:
    compared = comparison(
        compared_row("ghsl", (2000, 2010), 0.02),
        compared_row("wsf", (2001, 2009), 0.051, "nearest_epochs"),
        compared_row("late", None),
    )
    text = told(result(figures(), spread=SourceSpread.of(compared)))
    assert "By source, within its own urban extent, 2000–2010" in text
    assert line(text, "ghsl") == "ghsl 2000–2010 2.00 % – –"
    assert line(text, "wsf") == "wsf 2001–2009, nearest 5.10 % – –"
    assert line(text, "late") == "late no epochs near – – –"
    assert line(text, "Lowest to highest") == "Lowest to highest 2.00 to 5.10 % – –"


@pytest.mark.parametrize("flag", ["incomparable_epochs", "simulated"])
def test_marks_follow_into_the_spread(flag: str) -> None:
    rows = compared_row("ghsl", (2000, 2010), 0.02), compared_row("worldcover", (2000, 2010), 0.38, flag)
    compared = comparison(*rows, projected=(2010,))
    text = told(result(figures(), spread=SourceSpread.of(compared)))
    marked = flag == "incomparable_epochs"
    assert ("38.00 % †" in line(text, "worldcover")) == marked
    assert ("to 38.00 % †" in line(text, "Lowest to highest")) == marked
    assert "2000–2010 (projected)" in line(text, "ghsl")
    assert ("† The source says" in text) == marked


def test_where_nothing_can_be_compared_there_is_no_spread() -> None:
    assert SourceSpread.of(comparison(compared_row("ghsl", (2000, 2010), 0.02), compared_row("late", None))) is None
    assert "By source" not in told(result(figures()))


def test_each_fixed_boundary_that_has_a_rate_is_a_column() -> None:
    rows = [figures(boundary=boundary) for boundary in ("study_area", "urban_centre", "urban_cluster")]
    missing = figures(boundary="administrative", lcr=None, lcrpgr=None, undefined=dict.fromkeys(("lcr", "lcrpgr"), "x"))
    text = told(result(figures(), indicators=(figures(), *rows, missing)))
    assert "urban centre of" in text
    assert "study area" in text
    assert "cluster" not in text
    assert "administrative" not in text
