"""How figures are written for people on a terminal and in Prefect: rounded, with units, a dash where undefined."""

from collections.abc import Collection, Mapping

from flows.result import Ends, Figures, Result, SourceRates
from geo.boundary import Boundary
from geo.reasons import Flag
from outputs.text import year_name

DASH = "–"
INCOMPARABLE = "†"
"""Stands at every number that rests on epochs whose difference is no growth."""
BOUNDARIES: Mapping[Boundary, str] = {
    "urban_extent": "urban extent",
    "urban_centre": "urban centre",
    "urban_cluster": "urban cluster",
    "administrative": "administrative area",
    "study_area": "study area",
    "zone": "zone",
}
MOVING: frozenset[Boundary] = frozenset({"urban_extent", "urban_centre", "urban_cluster"})
"""Boundaries that differ from epoch to epoch: the year is said of a fixed one."""
RULES = {"fixed": "fixed", "each_epoch": "each epoch's own"}


def area(km2: float | None) -> str:
    """Return an area in km², one decimal."""
    return DASH if km2 is None else f"{km2:,.1f} km²"


def people(count: float | None) -> str:
    """Return a number of persons."""
    return DASH if count is None else f"{count:,.0f}"


def rate(fraction: float | None) -> str:
    """Return a yearly rate in per cent; 0.0358 is `3.58 %`."""
    return DASH if fraction is None else f"{100 * fraction:.2f} %".replace("-", "−")


def ratio(value: float | None) -> str:
    """Return a unitless ratio, two decimals."""
    return DASH if value is None else f"{value:.2f}".replace("-", "−")


def period(start: int, end: int, projected: Collection[int]) -> str:
    """Return a period, its projected years said to be so: `1990–2030 (projected)`."""
    return f"{year_name(start, projected)}–{year_name(end, projected)}"


def marked(said: str, row: Figures | SourceRates | Ends) -> str:
    """Return a number with its mark where it rests on epochs that must not be compared."""
    return f"{said} {INCOMPARABLE}" if said != DASH and Flag.INCOMPARABLE_EPOCHS in row.flags else said


def boundary(row: Figures) -> str:
    """Return which polygon a row's figures are counted in."""
    return f"{BOUNDARIES[row.boundary]}, {RULES[row.boundary_rule]}"


def reasons(row: Figures | SourceRates) -> str:
    """Return why a row's three rates are undefined or to be doubted, for people."""
    undefined = [f"{name}: {row.undefined[name]}" for name in ("lcr", "pgr", "lcrpgr") if name in row.undefined]
    doubts = [flag for flag in row.flags if flag != Flag.SIMULATED]  # the city's name says that already
    return "; ".join((*undefined, *doubts)).replace("_", " ")


def title(result: Result) -> str:
    """Return the city's name, which says so where the city is simulated."""
    told = not result.simulated or "simulated" in result.name.lower()
    return result.name if told else f"{result.name} (simulated)"
