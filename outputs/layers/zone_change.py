"""The classes of a zone's total change of built-up land, read from styles/zone_change.toml: one legend for all maps."""

import math
from functools import cache
from itertools import pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outputs.layers.palettes import COLOUR, read_style

UNDEFINED = 0
"""Code of a zone whose change has no value; the classes are 1, 2 … in their order."""


class ChangeClass(BaseModel):
    """A class of change with its English name and its colour."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    below: float = math.inf
    """Per cent; the class ends before it, and begins where the one before ends."""
    name: str
    colour: str = Field(pattern=COLOUR)


class ChangeLegend(BaseModel):
    """The classes, ascending, and what stands for no value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    undefined: str
    undefined_colour: str = Field(pattern=COLOUR)
    classes: tuple[ChangeClass, ...] = Field(alias="class")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        ends = [one.below for one in self.classes]
        if any(a >= b for a, b in pairwise(ends)) or ends[-1] != math.inf:
            msg = f"expected classes that ascend to one without an end, saw {ends}"
            raise ValueError(msg)
        return self

    def code(self, total_change_percent: float | None) -> int:
        """Return the code of a change: 1, 2 … by class, UNDEFINED where it is None."""
        if total_change_percent is None:
            return UNDEFINED
        return next(code for code, one in enumerate(self.classes, 1) if total_change_percent < one.below)

    @property
    def rules(self) -> list[tuple[str, str, str]]:
        """Filter in QGIS's expressions, name and colour, no value last."""
        field = '"total_change_percent"'
        starts = [-math.inf, *(one.below for one in self.classes)]
        found = []
        for start, one in zip(starts, self.classes, strict=False):
            bounds = [f"{field} >= {start:g}"] if start != -math.inf else []
            bounds += [f"{field} < {one.below:g}"] if one.below != math.inf else []
            found.append((" AND ".join(bounds), one.name, one.colour))
        return [*found, (f"{field} IS NULL", self.undefined, self.undefined_colour)]


@cache
def change_legend() -> ChangeLegend:
    """Return the legend of the change of built-up land by zone."""
    return ChangeLegend.model_validate(read_style("zone_change.toml"))
