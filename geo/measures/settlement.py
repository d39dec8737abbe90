"""The Degree of Urbanisation at each epoch: the city's urban centre and cluster, land and people by class."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from geo.arrays import Codes
from geo.boundary import Boundary, Within
from geo.figure import Figure
from geo.measurement import Settlement
from geo.measures.frame import STUDY_AREA, Frame, Value
from geo.reasons import Reason
from geo.series import Series
from geo.settlement.boundaries import CitySettlement, sampled
from geo.settlement.city import Settled
from geo.settlement.codes import Level1, Level2
from geo.stack import GriddedPopulation

_CITY = ("area", "population", "density")
_LEVELS: tuple[tuple[str, type[IntEnum]], ...] = (("settlement", Level1), ("settlement_level2", Level2))
_BY_CLASS = ("area", "area_share", "population", "population_share")
MEASURES = frozenset(
    {
        *(f"urban_{kind}_{name}" for kind in ("centre", "cluster") for name in _CITY),
        *(f"{level}_{name}" for level, _ in _LEVELS for name in _BY_CLASS),
    }
)


def figures(series: Series) -> list[Figure]:
    """Return the figures of every epoch.

    Area, population and density are those of the whole urban centre or cluster at the city's centre at that epoch, on
    its square kilometres. The classes of both levels part the study area (fixed): a block of people is of the
    class of the square kilometre that its middle lies in, so that the parts sum to the study area and its people.
    """
    return [figure for year in series.years for figure in _of_epoch(series, year)]


def _of_epoch(series: Series, year: int) -> list[Figure]:
    settled = series.settled[year]
    rows = [*_city(series, year, "urban_centre"), *_city(series, year, "urban_cluster")]
    frame = Frame.of(series, STUDY_AREA, year, people=True)
    for level, classes in _LEVELS:
        if isinstance(settled, Reason):
            rows += frame.figures(dict.fromkeys((f"{level}_{name}" for name in _BY_CLASS), settled))
        else:
            rows += _by_class(series, frame, settled, (level, classes))
    return rows


def _city(series: Series, year: int, kind: Boundary) -> list[Figure]:
    where: Within = (kind, "each_epoch")
    frame = Frame.of(series, where, year, people=True)
    found = _settlement(series.settled[year], kind)
    if isinstance(found, Reason):
        return frame.figures(dict.fromkeys((f"{kind}_{name}" for name in _CITY), found))
    density = Reason.NO_LAND if found.density_per_km2 is None else found.density_per_km2
    return frame.figures(
        {f"{kind}_area": found.area_km2, f"{kind}_population": found.population, f"{kind}_density": density}
    )


def _settlement(settled: Settled | Reason, kind: Boundary) -> Settlement | Reason:
    if isinstance(settled, Reason):
        return settled
    at_centre = settled.centre if kind == "urban_centre" else settled.cluster
    if isinstance(at_centre, CitySettlement):
        return next(one for one in settled.settlements if one.kind == kind and one.in_city)
    return at_centre


def _by_class(series: Series, frame: Frame, settled: Settled, which: tuple[str, type[IntEnum]]) -> list[Figure]:
    level, classes = which
    codes = settled.first.codes if classes is Level1 else settled.second.codes
    area, people = _area_and_people(series, frame.end, codes, settled)
    rows = []
    for code in classes:
        values: dict[str, Value] = {
            "area": float(area[code]),
            "area_share": _share(area, code, Reason.NO_LAND),
            "population": float(people[code]),
            "population_share": _share(people, code, Reason.ZERO_POPULATION),
        }
        rows += frame.figures({f"{level}_{name}": value for name, value in values.items()}, zone=code.name.lower())
    return rows


def _area_and_people(
    series: Series, year: int, codes: Codes, settled: Settled
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return km² and persons of the study area by class code."""
    population = series.stack.population
    if not isinstance(population, GriddedPopulation):
        msg = f"settlements of {year}: expected people on a raster, saw none; they cannot have been classed"
        raise TypeError(msg)
    grid = series.stack.grid
    blocks = grid.coarsened(population.factor)
    by_block = sampled(
        codes, settled.first.cells.geobox, blocks.transform, (int(blocks.shape[0]), int(blocks.shape[1]))
    ).ravel()
    share = series.boundaries.share(series.boundaries.place(year, STUDY_AREA), population.factor)
    area = share * population.factor**2 * grid.cell_km2
    size = max(Level2) + 1
    persons = population.persons[year] * share
    by_class = [np.bincount(by_block, weights=part.ravel(), minlength=size) for part in (area, persons)]
    return by_class[0].astype(np.float64), by_class[1].astype(np.float64)


def _share(parts: npt.NDArray[np.float64], code: int, without: Reason) -> Value:
    whole = float(parts.sum())
    return without if whole == 0 else float(parts[code]) / whole
