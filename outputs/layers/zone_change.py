"""The classes of a zone's total change of built-up land, read from styles/zone_change.toml: one legend for all maps."""

import math
from functools import cache
from itertools import pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outputs.layers.palettes import COLOUR, read_style
from outputs.words import legend_name

_STYLE = "zone_change"
UNDEFINED = 0
"""Code of a zone whose change has no value; the classes are 1, 2 … in their order."""


class ChangeClass(BaseModel):
    """A class of change with its English name and its colour."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: int = Field(ge=0)
    below: float = math.inf
    """Per cent; the class ends before it, and begins where the one before ends."""
    name: str
    colour: str = Field(pattern=COLOUR)


class ChangeLegend(BaseModel):
    """The classes, ascending, and what stands for no value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    rows: tuple[ChangeClass, ...] = Field(alias="class")
    """No value first, then the classes."""

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        ends = [one.below for one in self.classes]
        if [row.code for row in self.rows] != list(range(len(self.rows))):
            msg = f"expected the codes 0 (no value), 1, 2 …, saw {[row.code for row in self.rows]}"
            raise ValueError(msg)
        if any(a >= b for a, b in pairwise(ends)) or ends[-1] != math.inf:
            msg = f"expected classes that ascend to one without an end, saw {ends}"
            raise ValueError(msg)
        return self

    @property
    def classes(self) -> tuple[ChangeClass, ...]:
        """The classes of change, ascending; the first has code 1."""
        return self.rows[1:]

    @property
    def undefined(self) -> str:
        """What stands for no value."""
        return self.rows[UNDEFINED].name

    @property
    def undefined_colour(self) -> str:
        """The colour of no value."""
        return self.rows[UNDEFINED].colour

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
    return ChangeLegend.model_validate(read_style(f"{_STYLE}.toml"))


def spoken_change_legend() -> ChangeLegend:
    """Return the same with title and names in the language spoken now."""
    legend = change_legend()
    rows = tuple(row.model_copy(update={"name": legend_name(_STYLE, row.code)}) for row in legend.rows)
    return legend.model_copy(update={"title": legend_name(_STYLE, "title"), "rows": rows})
