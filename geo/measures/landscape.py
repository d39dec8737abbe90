"""Landscape metrics of each epoch: of built-up land as a class, and of built-up and open land as one landscape."""

from dataclasses import fields

import numpy as np

from geo.arrays import Codes
from geo.figure import Figure
from geo.landscape.class_metrics import ClassMetrics
from geo.landscape.landscape_metrics import LandscapeMetrics
from geo.landscape.metrics import measure_landscape
from geo.landscape.patch_metrics import PatchMetrics
from geo.measures.frame import STUDY_AREA, Frame, Value
from geo.reasons import Reason
from geo.series import Series

BUILT_UP = "built_up"
"""The zone of the class level; the landscape level is of the whole, and has none."""
_OUTSIDE, _BUILT, _OPEN = 0, 1, 2
_UNITS = ("_count", "_per_100_ha", "_m_per_ha", "_percent", "_ha", "_m")
"""What the fields' names end in, longest first; a measure's id is the metric's own name."""


def _names(kind: type[PatchMetrics]) -> dict[str, str]:
    """Return field → id of each metric of a level."""
    names = [field.name for field in fields(kind) if field.name not in {"code", "undefined"}]
    return {name: name.removesuffix(next((unit for unit in _UNITS if name.endswith(unit)), "")) for name in names}


_OF_CLASS, _OF_LANDSCAPE = _names(ClassMetrics), _names(LandscapeMetrics)
MEASURES = frozenset({*_OF_CLASS.values(), *_OF_LANDSCAPE.values()})


def figures(series: Series) -> list[Figure]:
    """Return the figures of every epoch within the study area (fixed).

    The landscape is the land that is known at every epoch, in two classes, built-up pixels and open land. Water,
    unknown cells and what lies outside the study area are no part of it. Patches are 8-neighbour.
    """
    return [figure for year in series.years for figure in _of_epoch(series, year)]


def _of_epoch(series: Series, year: int) -> list[Figure]:
    frame = Frame.of(series, STUDY_AREA, year)
    found = measure_landscape(_classes(series, year), cell_m=series.stack.grid.resolution_m, nodata=_OUTSIDE)
    return [
        *frame.figures(_values(found.of(_BUILT), _OF_CLASS), zone=BUILT_UP),
        *frame.figures(_values(found.whole, _OF_LANDSCAPE)),
    ]


def _classes(series: Series, year: int) -> Codes:
    built = series.extents[year].built
    classes = np.where(built, np.uint8(_BUILT), np.uint8(_OPEN))
    classes[~(series.checks.counted & (series.stack.land(year) | built))] = _OUTSIDE
    return classes


def _values(found: PatchMetrics, names: dict[str, str]) -> dict[str, Value]:
    return {
        measure: Reason(found.undefined[field]) if field in found.undefined else getattr(found, field)
        for field, measure in names.items()
    }
