"""The polygons in which figures are counted, by name and rule."""

from typing import Literal

Boundary = Literal["study_area", "urban_extent"]
"""The polygon in which a figure is counted: the whole study area, or the city's urban extent."""
BoundaryRule = Literal["fixed", "each_epoch"]
"""`fixed`: the last epoch's boundary for every year (UN-Habitat's template); `each_epoch`: every year's own."""
