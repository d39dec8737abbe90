"""In which order boundaries are shown: the reporting rule's own first, the whole study area last."""

from typing import Final

from geo.boundary import Boundary

ORDER: Final[tuple[Boundary, ...]] = ("urban_extent", "urban_centre", "urban_cluster", "administrative", "study_area")
"""`zone` is not among them: a district is shown by its own name."""
UNMOVED: Final[frozenset[Boundary]] = frozenset({"administrative", "study_area"})
"""Those that are the same at every epoch, so that both rules give the same figures."""


def rank(boundary: str) -> int:
    """Return a boundary's place; one that is not in the order comes last."""
    return next((place for place, known in enumerate(ORDER) if known == boundary), len(ORDER))
