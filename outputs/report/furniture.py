"""What a map needs beside its colours: the length of its scale bar, its degrees along the frame, where north is."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj

from outputs.words.figures import native
from outputs.words.speech import current, left_to_right
from outputs.words.texts import text

_STEPS_DEGREES = (10, 5, 2, 1, 0.5, 20 / 60, 10 / 60, 5 / 60, 2 / 60, 1 / 60, 0.5 / 60, 0.25 / 60)
"""Distances of ticks that read well as degrees, minutes and seconds."""
_LEAST_TICKS = 3
_KILOMETRE = 1000.0
_LEFT_MARK = "\u200e"
"""Keeps degrees before minutes: Arabic-Indic digits by themselves run to the left over what parts them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of the earth in a map picture: bounds in a projected CRS in metres, and the picture's size."""

    crs: pyproj.CRS
    west: float
    south: float
    east: float
    north: float
    pixels: tuple[int, int]
    """Rows, columns."""

    @property
    def metres_per_pixel(self) -> float:
        """Along the columns."""
        return (self.east - self.west) / self.pixels[1]


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A length that reads well, and how long it is in the picture."""

    metres: float
    pixels: float

    @property
    def label(self) -> str:
        """The length with its unit, in the language spoken now: `5 km`, `500 m`."""
        return distance(self.metres)


@dataclass(frozen=True, slots=True)
class Tick:
    """A meridian or parallel where it meets the frame: CRS coordinate along that side, and its name."""

    position: float
    label: str


def distance(metres: float) -> str:
    """Return a round distance with its unit, kilometres from 1 km on."""
    if metres >= _KILOMETRE:
        return text("pictures.kilometres", length=metres / _KILOMETRE)
    return text("pictures.metres", length=metres)


def scale_bar(frame: Frame, share: float = 0.28) -> ScaleBar:
    """Return the longest of 1, 2, 5 · 10ⁿ metres that takes no more than `share` of the map's width."""
    longest = (frame.east - frame.west) * share
    power = 10.0 ** math.floor(math.log10(longest))
    metres = max(step * power for step in (1, 2, 5) if step * power <= longest)
    return ScaleBar(metres, metres / frame.metres_per_pixel)


def north_degrees(frame: Frame) -> float:
    """Return the direction of true north at the map's centre, degrees clockwise from the picture's top."""
    to_degrees = pyproj.Transformer.from_crs(frame.crs, "EPSG:4326", always_xy=True)
    x, y = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    longitude, latitude = to_degrees.transform(x, y)
    step = 0.01 if latitude < 89 else -0.01  # noqa: PLR2004 (away from the pole itself)
    there = to_degrees.transform(longitude, latitude + step, direction="INVERSE")
    return math.degrees(math.atan2(there[0] - x, there[1] - y))


def meridians(frame: Frame) -> list[Tick]:
    """Return where meridians meet the lower side."""
    along = np.linspace(frame.west, frame.east, 101)
    longitudes, _ = _degrees(frame, along, np.full_like(along, frame.south))
    unwrapped = np.degrees(np.unwrap(np.radians(longitudes)))
    return [
        Tick(float(np.interp(value, unwrapped, along)), _label((value + 180) % 360 - 180, "east", "west"))
        for value in _round_values(unwrapped[0], unwrapped[-1])
    ]


def parallels(frame: Frame) -> list[Tick]:
    """Return where parallels meet the left side."""
    along = np.linspace(frame.south, frame.north, 101)
    _, latitudes = _degrees(frame, np.full_like(along, frame.west), along)
    return [
        Tick(float(np.interp(value, latitudes, along)), _label(value, "north", "south"))
        for value in _round_values(latitudes[0], latitudes[-1])
    ]


def _degrees(
    frame: Frame, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    longitudes, latitudes = pyproj.Transformer.from_crs(frame.crs, "EPSG:4326", always_xy=True).transform(x, y)
    return np.asarray(longitudes), np.asarray(latitudes)


def _round_values(low: float, high: float) -> list[float]:
    """Return the round degrees between two values, at the widest step that gives three of them or more."""
    values: list[float] = []
    for step in _STEPS_DEGREES:
        values = [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if len(values) >= _LEAST_TICKS:
            break
    return values


def _label(value: float, positive: str, negative: str) -> str:
    """Return degrees with the side of the earth, as `27° N`; none on the equator and the meridian of Greenwich."""
    seconds = round(abs(value) * 3600)
    degrees, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [native(f"{degrees}"), "°"]
    if minutes or seconds:
        parts += [native(f"{minutes:02d}"), "\u2032"]
    if seconds:
        parts += [native(f"{seconds:02d}"), "\u2033"]
    said = left_to_right((_LEFT_MARK if current().rtl else "").join(parts))
    return text(f"pictures.degrees.{positive if value > 0 else negative}", degrees=said) if value else said
