"""Pixels: class codes in their colours, and the palette PNG that keeps those colours exactly."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from outputs.layers.palettes import rgb

Rgb = npt.NDArray[np.uint8]
"""(y, x, 3)."""
_COLOURS_IN_PNG = 256
_SLANTING, _LEVEL = 8, 6
"""Pixels from one ruled line to the next; a slanting one is two wide."""


def png(image: Rgb) -> bytes:
    """Return an image as a palette PNG: its 256 commonest colours exactly, the rest by the nearest."""
    packed = image[:, :, 0].astype(np.uint32) << 16 | image[:, :, 1].astype(np.uint16) << 8 | image[:, :, 2]
    seen = np.zeros(1 << 24, dtype=bool)
    seen[packed] = True
    colours = np.flatnonzero(seen)
    number = np.zeros(1 << 24, dtype=np.uint32)
    number[colours] = np.arange(len(colours), dtype=np.uint32)
    numbered = number[packed]
    by_count = np.argsort(-np.bincount(numbered.ravel()), kind="stable")[:_COLOURS_IN_PNG]
    channels = np.stack([colours >> 16, (colours >> 8) & 255, colours & 255], axis=1)
    palette = channels[by_count]
    nearest = np.empty(len(colours), dtype=np.uint8)
    for start in range(0, len(colours), 4096):
        part = channels[start : start + 4096]
        nearest[start : start + 4096] = np.abs(part[:, None] - palette[None]).sum(axis=2).argmin(axis=1)
    picture = Image.fromarray(nearest[numbered], mode="P")
    picture.putpalette(palette.astype(np.uint8).tobytes())
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=7)
    return out.getvalue()


def ruled(image: Rgb, where: npt.NDArray[np.bool_], colour: str, *, slanting: bool) -> Rgb:
    """Return an image with fine lines of a colour over some of its pixels, level or slanting."""
    rows, columns = np.ogrid[: where.shape[0], : where.shape[1]]
    lines = (rows + columns) % _SLANTING < 2 if slanting else rows % _LEVEL == 0  # noqa: PLR2004 (two wide)
    found = image.copy()
    found[where & lines] = rgb(colour)
    return found


def coloured(codes: npt.NDArray[np.uint8], colours: dict[int, str]) -> Rgb:
    """Return class codes in their colours; codes without one are white."""
    table = np.full((256, 3), 255, dtype=np.uint8)
    for code, colour in colours.items():
        table[code] = rgb(colour)
    return table[codes]
