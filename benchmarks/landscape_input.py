"""The input: a landscape of four classes, cut from smoothed noise, as .npy."""

import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

GRAIN_CELLS = 48
"""Width of what the classes are cut from; patches then are as large as quarters of a city."""


def main(path: Path, side: int) -> None:
    """Write `side` × `side` cells of the classes 1 to 4, a share of 31, 38, 15 and 16 % each."""
    noise = np.random.default_rng(3).standard_normal((side, side), np.float32)
    field = gaussian_filter(noise, GRAIN_CELLS)
    field /= field.std()
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, np.digitize(field, [-0.5, 0.5, 1.0]).astype(np.uint8) + np.uint8(1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
