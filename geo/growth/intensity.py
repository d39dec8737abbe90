"""How fast and how densely a zone was taken: expansion intensity, and the density achieved where the city grew.

Land per new inhabitant is in geo.indicators.sdg_11_3_1.
"""

from geo.arrays import Mask
from geo.indicators.sdg_11_3_1 import Change
from geo.reasons import Reason


def expansion_intensity(built_up_km2: Change, land_km2: float) -> float | Reason:
    """Return UEII = 100 · (U2 - U1) / (zone's land · years), % of the zone's land a year; negative where it shrank.

    >>> expansion_intensity(Change(start=10.0, end=15.0, years=10), land_km2=100.0)
    0.5
    """
    if land_km2 == 0:
        return Reason.NO_LAND
    return 100.0 * (built_up_km2.end - built_up_km2.start) / (land_km2 * built_up_km2.years)


def expansion_area(earlier_extent: Mask, later_extent: Mask) -> Mask:
    """Return the cells that the urban extent took in between two epochs, (y, x) bool.

    *Source*: Angel et al., Atlas of Urban Expansion, 2016.
    """
    return later_extent & ~earlier_extent


def expansion_density(persons: float | Reason, area_km2: float) -> float | Reason:
    """Return the population density achieved in the expansion area, persons per km².

    Args:
        persons: the people in the expansion area at the later epoch, or why they are not known.
        area_km2: its size.

    *Source*: Schiavina et al. 2019, Sustainability 11:5674.

    >>> expansion_density(12_000.0, area_km2=4.0)
    3000.0
    """
    if isinstance(persons, Reason):
        return persons
    return Reason.NO_EXPANSION_AREA if area_km2 == 0 else persons / area_km2
