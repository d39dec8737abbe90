"""Urban centres and urban clusters as polygons with their people."""

import numpy as np

from geo.arrays import Labels
from geo.extent.clusters import outlines
from geo.measurement import Settlement, SettlementKind
from geo.settlement.contiguous import people_by_label
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation


def settlements(
    result: DegreeOfUrbanisation, year: int, *, centre: int | None = None, cluster: int | None = None
) -> tuple[Settlement, ...]:
    """Return the urban centres, then the urban clusters, each kind with the most populous first.

    Args:
        result: level 1.
        year: its epoch.
        centre: the number of the urban centre at the city's centre.
        cluster: that of the urban cluster there.
    """
    centres = _settlements(result, year, ("urban_centre", centre), result.centres)
    return centres + _settlements(result, year, ("urban_cluster", cluster), result.clusters)


def _settlements(
    result: DegreeOfUrbanisation, year: int, which: tuple[SettlementKind, int | None], labels: Labels
) -> tuple[Settlement, ...]:
    kind, of_city = which
    cells = result.cells
    people = people_by_label(labels, cells.population)
    land = np.bincount(labels.ravel(), weights=np.nan_to_num(cells.land).ravel())
    area = np.bincount(labels.ravel())
    return tuple(
        Settlement(
            year=year,
            kind=kind,
            number=number,
            in_city=number == of_city,
            area_km2=float(area[number]),
            land_km2=float(land[number]),
            population=float(people[number]),
            density_per_km2=float(people[number] / land[number]) if land[number] > 0 else None,
            geometry=geometry,
        )
        for number, geometry in enumerate(outlines(labels, cells.geobox.transform), start=1)
    )
