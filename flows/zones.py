"""The zones and the administrative area of a run: from users' files, or made on request."""

from aoi.districts import read_districts
from aoi.read import read_area
from flows.measures import MeasureForm
from flows.site import Site
from geo.arrays import Mask
from geo.stack import Stack
from geo.zones.indicators import WantedZones
from geo.zones.made import hexagons, rings
from geo.zones.zone import Zone


def zones_of(form: MeasureForm, site: Site, stack: Stack) -> WantedZones | None:
    """Return the zones that are asked for, if any are.

    Raises:
        AoiError: the file of districts cannot be read.
        GeoError: there are too many zones.
    """
    area, grid = site.city.study_area.geometry, stack.grid
    kinds: list[tuple[Zone, ...]] = []
    if form.districts is not None:
        found = read_districts(form.districts, id_column=form.district_id, name_column=form.district_name, area=area)
        kinds.append(tuple(Zone(d.id, d.names, "district", grid.project(d.geometry)) for d in found))
    if form.hexagons is not None:
        kinds.append(hexagons(area, grid, form.hexagons))
    if form.rings_km is not None:
        kinds.append(rings(area, grid, site.centre or site.city.centre, form.rings_km * 1000))
    return WantedZones(area, tuple(kinds)) if kinds else None


def administrative_of(form: MeasureForm, site: Site, stack: Stack) -> Mask | None:
    """Return the administrative area on the grid, if a file of it is given.

    Raises:
        AoiError: the file cannot be read.
    """
    if form.administrative is None:
        return None
    area = read_area(form.administrative, near=site.city.centre)
    inside: Mask = stack.grid.mask(area.geometry) & stack.study_area
    return inside
