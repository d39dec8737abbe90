"""What a source declares about its values, as strict data: a typo in a TOML fails where it stands."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Code = Annotated[int, Field(ge=0, le=65535)]
Year = Annotated[int, Field(ge=1800, le=2200)]


def plain_line(text: str) -> str:
    """Return a text from outside on one line: control characters and marks that turn the line round become blanks."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} or c in _TURNS else c for c in text)
    return " ".join(shown.split())


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Embeddings and overrides of direction that reach beyond the text; isolates and single marks stay."""
Line = Annotated[str, AfterValidator(plain_line), Field(min_length=1)]
"""A text on one line."""
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BuiltUpValues(_Strict):
    """What the values of a built-up or land-cover raster mean."""

    values: Literal["classes", "fraction", "percent", "square_metres"]
    """Class codes; or the built-up share of the cell (0-1, 0-100), or the m² built in it."""
    built_up_classes: tuple[Code, ...] = ()
    other_classes: tuple[Code, ...] = ()
    """Land that is not built up. With `water_classes` and `built_up_classes`, the whole legend."""
    water_classes: tuple[Code, ...] = ()
    unknown_classes: tuple[Code, ...] = ()
    """Clouds and the like: neither built-up nor open."""
    nodata: float | None = None
    """Overrides the file's own nodata value."""
    threshold: float | None = Field(default=None, gt=0, le=1)
    """Fraction at which a cell is a built-up pixel; by default 0.5 for classes and 0.10 for the rest."""

    @model_validator(mode="after")
    def _legend_fits_kind(self) -> Self:
        if self.values == "classes" and not self.built_up_classes:
            msg = 'values = "classes" needs built_up_classes'
            raise ValueError(msg)
        if self.values != "classes" and self.legend:
            msg = f'classes have no meaning where values = "{self.values}"'
            raise ValueError(msg)
        if len(self.legend) != len(set(self.legend)):
            msg = "a class stands in two lists"
            raise ValueError(msg)
        return self

    @property
    def legend(self) -> tuple[int, ...]:
        """Every declared class."""
        return (*self.built_up_classes, *self.other_classes, *self.water_classes, *self.unknown_classes)

    @property
    def pixel_threshold(self) -> float:
        """The fraction at which a cell is a built-up pixel, declared or by default."""
        if self.threshold is not None:
            return self.threshold
        return 0.5 if self.values == "classes" else 0.10


class PopulationValues(_Strict):
    """What the values of a population raster mean: persons a cell."""

    nodata: float | None = None
    """Overrides the file's own nodata value."""


class SourceDeclaration(_Strict):
    """Who made a source, what it measures, and how it may be used."""

    id: SourceId
    title: Line
    version: Line
    licence: Line
    citation: Line
    measures: Line
    """What it measures, one sentence."""
    projected_epochs: tuple[Year, ...] = ()
    can_shrink: bool = False
    """Whether built-up may go back between epochs in this source."""
    simulated: bool = False
    built_up: BuiltUpValues
    population: PopulationValues | None = None
