"""How compact, open and full the city's urban extent is at each epoch."""

from geo.figure import Figure
from geo.growth.compactness import Compactness, compactness
from geo.growth.openness import saturation
from geo.measures.frame import OWN_EXTENT, Frame, Value
from geo.reasons import Reason
from geo.series import Series

_INDICES = ("proximity", "exchange", "cohesion_index", "spin")
MEASURES = frozenset({*_INDICES, "openness", "saturation"})


def figures(series: Series) -> list[Figure]:
    """Return the figures of every epoch, of its own urban extent: a shape has no fixed boundary.

    Compactness has the extent's centroid for its centre, as its paper does. Openness and saturation count built-up
    pixels, the ones that the extent is made of.
    """
    return [figure for year in series.years for figure in _of_epoch(series, year)]


def _of_epoch(series: Series, year: int) -> list[Figure]:
    frame = Frame.of(series, OWN_EXTENT, year)
    extent, row = series.extents[year], series.epochs[year, OWN_EXTENT]
    found = compactness(extent.city)
    full: Value = Reason.NO_URBAN_EXTENT
    if row.boundary_km2 is not None:
        full = saturation((row.urban_km2 or 0.0) + (row.suburban_km2 or 0.0), row.boundary_km2)
    return frame.figures({**_indices(found), "openness": extent.openness, "saturation": full})


def _indices(found: Compactness | Reason) -> dict[str, Value]:
    if isinstance(found, Reason):
        return dict.fromkeys(_INDICES, found)
    return dict(zip(_INDICES, (found.proximity, found.exchange, found.cohesion, found.spin), strict=True))
