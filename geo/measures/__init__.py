"""What stands beside SDG 11.3.1: figures of one flat form, each taken from what was found of the epochs and periods.

Where do I go to …
  see how and how fast it grew?              expansion.py (patches' index, intensity, density achieved, leapfrog)
  see where it grew, seen from its centre?   round_centre.py (entropy, density gradient, direction, drift)
  see how compact and open it is?            shape.py
  see its settlements?                       settlement.py (Degree of Urbanisation)
  see who lives on built-up land?            people.py
  see what land was taken?                   taken.py
  see landscape metrics?                     landscape.py
  see how sure the figures are?              uncertainty.py
  see where past rates would lead?           trend.py
  make a figure, with its doubts?            frame.py

Each module names its measures (`MEASURES`) and gives all of them for every series: a value or a reason.
"""

from concurrent.futures import ThreadPoolExecutor

import cv2

from geo.figure import Figure
from geo.measurement import Settlement
from geo.measures import expansion, landscape, people, round_centre, settlement, shape, taken, trend, uncertainty
from geo.measures.frame import STUDY_AREA, Frame
from geo.reasons import Reason
from geo.series import Series

_MODULES = (expansion, round_centre, shape, settlement, people, landscape, taken, uncertainty, trend)
MEASURES: frozenset[str] = frozenset().union(*(module.MEASURES for module in _MODULES))
"""The ids of all measures."""
_LONGEST_FIRST = (landscape, *(module for module in _MODULES if module is not landscape))
"""In the order of their start: they work side by side, since most of their time is spent outside the interpreter."""


def figures(series: Series) -> tuple[Figure, ...]:
    """Return every figure beside the indicators; of one epoch, whose growth cannot be measured, why."""
    with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
        running = {module: pool.submit(module.figures, series) for module in _LONGEST_FIRST}
        found = [figure for module in _MODULES for figure in running[module].result()]
    missing = sorted(MEASURES - {figure.measure for figure in found})
    frame = Frame.of(series, STUDY_AREA, series.years[-1])
    return (*found, *frame.figures(dict.fromkeys(missing, Reason.ONE_EPOCH_ONLY)))


def settlements(series: Series) -> tuple[Settlement, ...]:
    """Return the urban centres and clusters of every epoch that has people on a raster."""
    found = (one for one in series.settled.values() if not isinstance(one, Reason))
    return tuple(row for one in found for row in one.settlements)
