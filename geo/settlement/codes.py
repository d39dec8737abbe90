"""The class codes of the Degree of Urbanisation; 0 is unknown."""

from enum import IntEnum


class Level1(IntEnum):
    """Classes of level 1."""

    UNKNOWN = 0
    RURAL = 1
    URBAN_CLUSTER = 2
    """In an urban cluster and in no urban centre."""
    URBAN_CENTRE = 3
    WATER = 4


class Level2(IntEnum):
    """Classes of level 2, with the numbers of GHS-SMOD."""

    UNKNOWN = 0
    WATER = 10
    MOSTLY_UNINHABITED = 11
    DISPERSED = 12
    VILLAGE = 13
    """Rural cluster."""
    SUBURBAN = 21
    """Suburban or peri-urban: in an urban cluster, and none of the three below."""
    SEMI_DENSE_CLUSTER = 22
    DENSE_CLUSTER = 23
    URBAN_CENTRE = 30
