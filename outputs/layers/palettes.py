"""The names and colours of classes, read from styles/*.toml: one legend for rasters, vectors, maps and pages.

Legends are in English, which data files hold; `spoken` gives the same legend in the language spoken now.
"""

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from outputs.report.marks import YearNames
from outputs.text import year_name
from outputs.words import legend_name

COLOUR = r"^#[0-9A-F]{6}$"
"""How a style writes a colour."""
_FIRST_BUILT = "first_built"
"""The style whose classes are years."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LegendClass(_Strict):
    """A class code with its English name and its colour."""

    code: int = Field(ge=0, le=65535)
    name: str
    colour: str = Field(pattern=COLOUR)
    projected: bool = False
    """Whether it is a year that the source projects; its name says so."""

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green, blue, 0-255."""
        return rgb(self.colour)


class Legend(_Strict):
    """The classes of a raster, ascending by code."""

    style: str = ""
    """Stem of its file in styles/, under which its names are translated."""
    title: str
    classes: tuple[LegendClass, ...] = Field(alias="class")


class Stop(_Strict):
    """A value of a continuous raster with its colour."""

    value: float
    colour: str = Field(pattern=COLOUR)


class Ramp(_Strict):
    """Colours of a continuous raster, interpolated between the stops."""

    style: str = ""
    """Stem of its file in styles/."""
    title: str
    stops: tuple[Stop, ...] = Field(alias="stop")


class _FirstBuilt(_Strict):
    title: str
    never: str
    never_colour: str = Field(pattern=COLOUR)
    ramp: tuple[str, ...]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green, blue (0-255) of `#RRGGBB`."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


@cache
def extent_legend() -> Legend:
    """Return the legend of the urban-extent classes (geo.codes.ExtentClass)."""
    return Legend.model_validate({"style": "extent", **read_style("extent.toml")})


@cache
def expansion_legend() -> Legend:
    """Return the legend of the types of expansion (geo.codes.ExpansionType)."""
    return Legend.model_validate({"style": "expansion", **read_style("expansion.toml")})


@cache
def land_taken_legend() -> Legend:
    """Return the legend of land taken (geo.land_cover.LandGroup)."""
    return Legend.model_validate({"style": "land_taken", **read_style("land_taken.toml")})


@cache
def built_up_ramp() -> Ramp:
    """Return the colours of the built-up fraction."""
    return Ramp.model_validate({"style": "built_up", **read_style("built_up.toml")})


def first_built_legend(years: Sequence[int], projected: Collection[int] = ()) -> Legend:
    """Return a legend with a class a year (its code is the year) and 0 for never; projected years are named so."""
    style = _FirstBuilt.model_validate(read_style(f"{_FIRST_BUILT}.toml"))
    colours = _spread(style.ramp, len(years))
    classes = [{"code": 0, "name": style.never, "colour": style.never_colour}]
    classes += [
        {"code": year, "name": year_name(year, projected), "colour": colour, "projected": year in projected}
        for year, colour in zip(years, colours, strict=True)
    ]
    return Legend.model_validate({"style": _FIRST_BUILT, "title": style.title, "class": classes})


def spoken(legend: Legend) -> Legend:
    """Return a legend with its title and names in the language spoken now."""
    classes = tuple(row.model_copy(update={"name": _spoken_name(legend.style, row)}) for row in legend.classes)
    return legend.model_copy(update={"title": legend_name(legend.style, "title"), "classes": classes})


def _spoken_name(style: str, row: LegendClass) -> str:
    if style != _FIRST_BUILT:
        return legend_name(style, row.code)
    if not row.code:
        return legend_name(style, "never")
    return YearNames([row.code] if row.projected else []).year(row.code)


def read_style(name: str) -> dict[str, Any]:
    """Return a style's table from styles/."""
    return tomllib.loads(files("outputs.layers").joinpath("styles", name).read_text(encoding="utf-8"))


def _spread(ramp: Sequence[str], count: int) -> list[str]:
    """Return `count` colours evenly spaced along a ramp, its two ends among them."""
    legs = [(rgb(a), rgb(b)) for a, b in pairwise(ramp)]
    colours = []
    for index in range(count):
        place = index * len(legs) / max(count - 1, 1)
        leg = min(int(place), len(legs) - 1)
        low, high = legs[leg]
        mixed = [round(a + (b - a) * (place - leg)) for a, b in zip(low, high, strict=True)]
        colours.append("#" + bytes(mixed).hex().upper())
    return colours
