"""The class codes of the rasters that Umran makes. Names and colours for people are in outputs/layers/styles/*.toml."""

from enum import IntEnum

FIRST_BUILT_NEVER = 0
"""In the first-built raster: not built up at any epoch."""
FIRST_BUILT_UNKNOWN = 65535
"""In the first-built raster (uint16 years): nodata."""


class ExtentClass(IntEnum):
    """Classes of the urban extent (UN-Habitat; Angel et al. 2016). 0 is nodata."""

    UNKNOWN = 0
    URBAN = 1
    """Built-up, at least half of the land in its walking-distance circle being built up."""
    SUBURBAN = 2
    """Built-up, between a quarter and a half."""
    RURAL = 3
    """Built-up, less than a quarter."""
    FRINGE_OPEN = 4
    """Open land within 100 m of urban or suburban built-up."""
    CAPTURED_OPEN = 5
    """Open land enclosed by urban and suburban built-up and its fringe, under 200 ha."""
    RURAL_OPEN = 6
    """All other open land."""
    WATER = 7


class ExpansionType(IntEnum):
    """What became of a cell between two epochs (Angel et al. 2016). 0 is nodata."""

    UNKNOWN = 0
    UNCHANGED = 1
    """Built-up at both epochs, and not an inclusion."""
    INFILL = 2
    """New built-up in the urbanized open space of the earlier extent."""
    EXTENSION = 3
    """New built-up attached to the earlier extent."""
    LEAPFROG = 4
    """New built-up in the later extent, not attached to the earlier one."""
    INCLUSION = 5
    """Built-up at both epochs, outside the earlier extent and inside the later one."""
    OUTSIDE = 6
    """New built-up outside the city's later extent."""
    LOST = 7
    """Built-up at the earlier epoch only."""
    OPEN = 8
    """Built-up at neither epoch (land or water)."""
