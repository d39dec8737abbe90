"""The polygons in which figures are counted, by name and rule."""

from typing import Literal

Boundary = Literal["study_area", "urban_extent", "urban_centre", "urban_cluster", "administrative", "zone"]
"""The polygon in which a figure is counted: the whole study area; the city's urban extent; its urban centre or cluster
by the Degree of Urbanisation; the administrative area that the user gave; a district or another zone."""
BoundaryRule = Literal["fixed", "each_epoch"]
"""`fixed`: the last epoch's boundary for every year (UN-Habitat's template); `each_epoch`: every year's own."""
Within = tuple[Boundary, BoundaryRule]
"""Figures are compared only within one boundary of one rule."""
WITHIN: tuple[Within, ...] = (
    ("study_area", "fixed"),
    ("urban_extent", "fixed"),
    ("urban_extent", "each_epoch"),
    ("urban_centre", "fixed"),
    ("urban_centre", "each_epoch"),
    ("urban_cluster", "fixed"),
    ("urban_cluster", "each_epoch"),
    ("administrative", "fixed"),
)
"""The boundaries of a city in the order of the tables; the administrative one only where it was given."""
