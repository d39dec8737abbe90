"""Every threshold of the Degree of Urbanisation, and the published editions of them.

*Source*: GHSL Data Package 2022 (R2022A) and 2023 (R2023A); level 2 by the manual of 2021, and with the rules for
semi-dense clusters that hold since July 2024.
"""

from dataclasses import dataclass
from typing import Literal

Neighbours = Literal[4, 8]
"""Whether cells touch by their sides only (4), or by their corners too (8)."""
MajorityRule = Literal["R2022A", "R2023A", "none"]
"""R2022A: 5 of the 8 neighbours; R2023A: most of the neighbours that are populated or land; none: no smoothing."""
Edition = Literal["R2022A", "R2023A", "2021", "2024-07", "adapted"]
"""A published set of thresholds, or `adapted` where one differs."""


@dataclass(frozen=True, slots=True)
class Level1Parameters:
    """The thresholds of level 1. Densities are persons per km² of land."""

    centre_density: float = 1_500.0
    centre_people: float = 50_000.0
    centre_neighbours: Neighbours = 4
    cluster_density: float = 300.0
    cluster_people: float = 5_000.0
    cluster_neighbours: Neighbours = 8
    built_up_share: float | None = 0.2
    """Built-up share of a cell's land that makes it dense enough for a centre whoever lives there; None: density only.

    0.5 in R2022A. R2023A takes the mean of the dense clusters of the world: 0.20 for 2020.
    """
    max_gap_km2: float = 15.0
    """Gaps smaller than this are filled; 0 fills none."""
    majority: MajorityRule = "R2023A"
    water_max_land: float = 0.5
    """A cell with less land than this share, nobody and nothing built is water."""

    @property
    def edition(self) -> Edition:
        """Return the data package that these are the thresholds of."""
        return {R2022A: "R2022A", R2023A: "R2023A"}.get(self, "adapted")  # type: ignore[return-value]


R2022A = Level1Parameters(built_up_share=0.5, majority="R2022A")
R2023A = Level1Parameters()


@dataclass(frozen=True, slots=True)
class Level2Parameters:
    """The thresholds by which level 2 divides level 1. Densities are persons per km² of land."""

    dense_people: float = 5_000.0
    """A dense cluster is made of the cells that a centre is made of."""
    semi_dense_density: float = 900.0
    semi_dense_people: float = 2_500.0
    semi_dense_neighbours: Neighbours = 4
    semi_dense_distance_km: int = 2
    """How far a semi-dense cluster keeps from every centre and dense cluster."""
    distance_between: Literal["edges", "cell centres"] = "edges"
    """What that distance is measured between. 2 km between edges is 3 km between the centres of cells."""
    village_density: float = 300.0
    village_people: float = 500.0
    village_neighbours: Neighbours = 8
    dispersed_density: float = 50.0

    @property
    def edition(self) -> Edition:
        """Return the rules that these are the thresholds of."""
        return {LEVEL2_2021: "2021", LEVEL2_2024: "2024-07"}.get(self, "adapted")  # type: ignore[return-value]

    @property
    def clear_cells(self) -> int:
        """Return how many cells lie at least between a semi-dense cluster and a centre or dense cluster."""
        return self.semi_dense_distance_km - (1 if self.distance_between == "cell centres" else 0)


LEVEL2_2021 = Level2Parameters(
    semi_dense_density=300.0,
    semi_dense_people=5_000.0,
    semi_dense_neighbours=8,
    semi_dense_distance_km=3,
    distance_between="cell centres",
)
LEVEL2_2024 = Level2Parameters()
