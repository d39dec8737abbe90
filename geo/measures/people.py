"""Who lives on built-up land at each epoch: how densely, and on which kind of it."""

from geo.boundary import Within
from geo.figure import Figure
from geo.measures.frame import STUDY_AREA, Frame, Value
from geo.reasons import Reason
from geo.series import Series
from geo.settlement.people_by_kind import BuiltUp, PeopleByKind, people_by_kind

_BY_KIND = ("people_by_kind", "people_by_kind_share", "density_by_kind")
MEASURES = frozenset({"built_up_density", *_BY_KIND})


def figures(series: Series) -> list[Figure]:
    """Return the figures of every epoch.

    The density of built-up land is told within every boundary. The kinds of built-up land part the people of the study
    area (fixed); those of blocks without a built-up pixel are `elsewhere`.
    """
    rows = [
        Frame.of(series, where, year, people=True).figure("built_up_density", _density(series, year, where))
        for where in series.boundaries.within
        for year in series.years
    ]
    return rows + [figure for year in series.years for figure in _by_kind(series, year)]


def _density(series: Series, year: int, where: Within) -> Value:
    row = series.epochs[year, where]
    if row.built_up_km2 is None or row.population is None:
        return Reason(row.undefined["built_up_km2" if row.built_up_km2 is None else "population"])
    return row.population / row.built_up_km2 if row.built_up_km2 > 0 else Reason.ZERO_BUILT_UP


def _by_kind(series: Series, year: int) -> list[Figure]:
    frame = Frame.of(series, STUDY_AREA, year, people=True)
    stack = series.stack
    land = BuiltUp(series.extents[year].codes, stack.built_up(year), stack.grid.cell_km2, series.checks.counted)
    found = people_by_kind(stack.population, year, land)
    if isinstance(found, Reason):
        return frame.figures(dict.fromkeys(_BY_KIND, found))
    rows = []
    for kind, on_kind in (("urban", found.urban), ("suburban", found.suburban), ("rural", found.rural)):
        values: dict[str, Value] = {
            "people_by_kind": on_kind.people,
            "people_by_kind_share": _share(on_kind.people, found),
            "density_by_kind": on_kind.density_per_km2,
        }
        rows += frame.figures(values, zone=kind)
    elsewhere: dict[str, Value] = {
        "people_by_kind": found.elsewhere,
        "people_by_kind_share": _share(found.elsewhere, found),
    }
    return [*rows, *frame.figures(elsewhere, zone="elsewhere")]


def _share(people: float, found: PeopleByKind) -> Value:
    return people / found.whole if found.whole > 0 else Reason.ZERO_POPULATION
