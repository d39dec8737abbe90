"""Rings and sectors round a city's centre: which one each cell lies in, and sums over them in one pass."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from affine import Affine

from geo.arrays import Fraction, Mask
from geo.errors import GridError

RING_M = 1_000.0
"""Width of a ring, metres: the custom of density gradients."""
SECTORS = 16
"""Sectors of 22.5 degrees, the first one round grid north, clockwise."""
_STRIP_ROWS = 64
"""Rows worked on at once: they stay in the processor's cache, and the zones cost no float copy of the raster."""
ZoneSums = npt.NDArray[np.float64]
"""Sums by zone, (ring, sector)."""


@dataclass(frozen=True, slots=True)
class Polar:
    """The zones of a city: the same ones at every epoch."""

    codes: npt.NDArray[np.uint16]
    """(y, x): ring · sectors + sector; rings · sectors outside."""
    rings: int
    sectors: int
    ring_m: float

    @classmethod
    def of(
        cls,
        within: Mask,
        affine: Affine,
        centre: tuple[float, float],
        *,
        ring_m: float = RING_M,
        sectors: int = SECTORS,
    ) -> "Polar":
        """Part the cells inside a mask by the distance and bearing of their centres from a city's centre.

        Args:
            within: the cells that count (inside the study area, known at every epoch), (y, x).
            affine: the grid's, cell → CRS in metres.
            centre: x, y in the grid's CRS.
            ring_m: width of a ring; ring k holds k · ring_m <= distance < (k + 1) · ring_m.
            sectors: number of sectors; sector 0 is centred on grid north. A cell on the centre itself lies in it.

        Raises:
            GridError: more zones than 65,535.
        """
        rows, columns = within.shape
        east = np.asarray(affine.c + (np.arange(columns) + 0.5) * affine.a - centre[0]).astype(np.float32)
        north = np.asarray(affine.f + (np.arange(rows) + 0.5) * affine.e - centre[1]).astype(np.float32)
        farthest = math.hypot(float(np.abs(east).max()), float(np.abs(north).max()))
        rings = int(farthest / ring_m) + 1
        if rings * sectors >= np.iinfo(np.uint16).max:
            msg = f"rings of {ring_m:g} m in {sectors} sectors: {rings * sectors:,} zones; expected fewer than 65,535"
            raise GridError(msg)
        codes = np.empty(within.shape, np.uint16)

        def part(top: int) -> None:
            strip = slice(top, top + _STRIP_ROWS)
            codes[strip] = _zones(east[None, :], north[strip, None], ring_m, sectors)

        with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
            list(pool.map(part, range(0, rows, _STRIP_ROWS)))
        codes[~within] = rings * sectors
        return cls(codes, rings, sectors, ring_m)

    def sums(self, weights: Sequence[Mask | Fraction]) -> list[ZoneSums]:
        """Return the sum of each weight by zone, (ring, sector) float64; what lies outside counts nowhere."""
        outside = self.rings * self.sectors

        def count(top: int) -> list[ZoneSums]:
            zones = self.codes[top : top + _STRIP_ROWS].ravel()
            values = (weight[top : top + _STRIP_ROWS].ravel() for weight in weights)
            return [np.bincount(zones, weights=value, minlength=outside + 1).astype(np.float64) for value in values]

        with ThreadPoolExecutor(cv2.getNumberOfCPUs()) as pool:
            parts = list(pool.map(count, range(0, self.codes.shape[0], _STRIP_ROWS)))
        return [
            np.sum(strips, axis=0)[:outside].reshape(self.rings, self.sectors) for strips in zip(*parts, strict=True)
        ]

    def sums_at(self, cells: npt.NDArray[np.intp], weights: npt.NDArray[np.floating]) -> ZoneSums:
        """Return the sum of the weights of some cells, by their positions in the flattened raster, (ring, sector)."""
        outside = self.rings * self.sectors
        sums = np.bincount(self.codes.ravel()[cells], weights=weights, minlength=outside + 1)
        return sums[:outside].reshape(self.rings, self.sectors).astype(np.float64)


def _zones(east: Fraction, north: Fraction, ring_m: float, sectors: int) -> npt.NDArray[np.uint16]:
    ring = (np.hypot(east, north) / np.float32(ring_m)).astype(np.uint16)
    turn = np.arctan2(east, north) * np.float32(sectors / (2 * math.pi))
    sector = np.floor(turn + np.float32(0.5)).astype(np.int16) % np.int16(sectors)
    zones: npt.NDArray[np.uint16] = ring * np.uint16(sectors) + sector.astype(np.uint16)
    return zones
