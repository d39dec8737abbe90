"""What stands on a map picture: the map's pixels, its title, legend and notes, and the room round the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from outputs.report.furniture import Frame
from outputs.report.pixels import Rgb


@dataclass(frozen=True, slots=True)
class Key:
    """One row of a legend."""

    colour: str
    name: str
    mark: Literal["patch", "line", "dashes"] = "patch"
    lines: Literal["", "level", "slanting"] = ""
    """How the patch is ruled on the map, as water and unknown land are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on one map picture."""

    frame: Frame
    image: Rgb
    """The map's own pixels with its outlines; its shape is the frame's."""
    title: str
    subtitle: str = ""
    keys: Sequence[Key] = ()
    notes: Sequence[str] = ()
    stamp: str = ""
    """Words across the map itself: that the city is simulated."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the map, pixels, and the size of the letters."""

    left: int
    bottom: int
    top: int
    right: int
    text: float

    def mirrored(self) -> Self:
        """Return the same room for a page that is read from right to left."""
        return replace(self, left=self.right, right=self.left)


FULL = Margins(left=78, bottom=36, top=8, right=418, text=18)
"""Degrees on the left and a panel of words on the right; the other way round where words run from right to left."""
PANEL = Margins(left=2, bottom=2, top=2, right=2, text=17)
"""A map without words beside it."""
