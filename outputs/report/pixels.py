"""Pixels: class codes in their colours, and the palette PNG that keeps those colours exactly."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from outputs.layers.palettes import rgb

Rgb = npt.NDArray[np.uint8]
"""(y, x, 3)."""
_COLOURS_IN_PNG = 256


def png(image: Rgb) -> bytes:
    """Return an image as a palette PNG: its 256 commonest colours exactly, the rest by the nearest."""
    red, green, blue = (image[:, :, channel].astype(np.int32) for channel in range(3))
    packed = (red << 16) | (green << 8) | blue
    occurs = np.bincount(packed.ravel(), minlength=1 << 24)
    colours = np.flatnonzero(occurs)
    counts = occurs[colours]
    by_count = np.argsort(-counts, kind="stable")[:_COLOURS_IN_PNG]
    channels = np.stack([colours >> 16, (colours >> 8) & 255, colours & 255], axis=1)
    palette = channels[by_count]
    nearest = np.empty(len(colours), dtype=np.uint8)
    for start in range(0, len(colours), 4096):
        part = channels[start : start + 4096]
        nearest[start : start + 4096] = np.abs(part[:, None] - palette[None]).sum(axis=2).argmin(axis=1)
    lookup = np.zeros(1 << 24, dtype=np.uint8)
    lookup[colours] = nearest
    picture = Image.fromarray(lookup[packed], mode="P")
    picture.putpalette(palette.astype(np.uint8).tobytes())
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=7)
    return out.getvalue()


def coloured(codes: npt.NDArray[np.uint8], colours: dict[int, str]) -> Rgb:
    """Return class codes in their colours; codes without one are white."""
    table = np.full((256, 3), 255, dtype=np.uint8)
    for code, colour in colours.items():
        table[code] = rgb(colour)
    return table[codes]
