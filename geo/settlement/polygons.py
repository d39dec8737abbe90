"""Urban centres and urban clusters as polygons with their people."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.arrays import Labels
from geo.extent.clusters import outlines
from geo.measurement import Area
from geo.reasons import Reason
from geo.settlement.cells import Cells
from geo.settlement.contiguous import people_by_label
from geo.settlement.degree_of_urbanisation import DegreeOfUrbanisation

SettlementKind = Literal["urban_centre", "urban_cluster"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """An urban centre, or an urban cluster with the centres in it."""

    kind: SettlementKind
    number: int
    """1..n within its kind, the most populous first: the label of its cells."""
    area_km2: float
    """Of all its cells, water in filled gaps and along the shore included."""
    land_km2: float
    population: float
    density_per_km2: float | Reason
    """Persons per km² of land."""
    geometry: Area
    """Along the cells' edges, in the cells' CRS."""


def settlements(result: DegreeOfUrbanisation) -> tuple[Settlement, ...]:
    """Return the urban centres, then the urban clusters, each kind with the most populous first."""
    centres = _settlements("urban_centre", result.centres, result.cells)
    return centres + _settlements("urban_cluster", result.clusters, result.cells)


def _settlements(kind: SettlementKind, labels: Labels, cells: Cells) -> tuple[Settlement, ...]:
    people = people_by_label(labels, cells.population)
    land = np.bincount(labels.ravel(), weights=np.nan_to_num(cells.land).ravel())
    area = np.bincount(labels.ravel())
    return tuple(
        Settlement(
            kind,
            number,
            float(area[number]),
            float(land[number]),
            float(people[number]),
            float(people[number] / land[number]) if land[number] > 0 else Reason.NO_LAND,
            geometry,
        )
        for number, geometry in enumerate(outlines(labels, cells.geobox.transform), start=1)
    )
