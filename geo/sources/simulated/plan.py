"""The plan of the simulated city: everything that is chosen by hand, read strictly from plan.toml."""

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from affine import Affine
from pydantic import BaseModel, ConfigDict

Point = tuple[float, float]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Frame(_Strict):
    """Where the rasters lie and how large their cells are."""

    crs: str
    west_m: int
    north_m: int
    columns: int
    rows: int
    cell_m: int
    population_factor: int
    """Cells of land cover along one side of a cell of population."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns of the land cover."""
        return self.rows, self.columns

    @property
    def coarse_shape(self) -> tuple[int, int]:
        """Rows, columns of the population surface."""
        return self.rows // self.population_factor, self.columns // self.population_factor

    @property
    def affine(self) -> Affine:
        """Cell (column, row) of land cover → CRS coordinates."""
        return Affine(self.cell_m, 0, self.west_m, 0, -self.cell_m, self.north_m)

    @property
    def coarse_affine(self) -> Affine:
        """Cell (column, row) of population → CRS coordinates."""
        side = self.cell_m * self.population_factor
        return Affine(side, 0, self.west_m, 0, -side, self.north_m)

    @property
    def cells_per_km(self) -> int:
        """Cells of land cover along a kilometre."""
        return 1000 // self.cell_m

    @property
    def cell_km2(self) -> float:
        """Area of a cell of land cover."""
        return self.cell_m**2 / 1e6


class Epoch(_Strict):
    """What the city should have reached by a year."""

    year: int
    built_up_km2: float
    """Aimed at; the generator's truth says what came of it."""
    persons: int
    """Exact."""


class Terrain(_Strict):
    """The shape of the ground; km, and metres of height."""

    coast: tuple[Point, ...]
    rise_m_per_km: float
    noise_m: float
    """Height of the fractal relief."""
    coves_km: float
    """How far small coves and points leave the smooth shore."""
    hills: tuple[tuple[float, float, float, float], ...]
    river: tuple[Point, ...]
    tributary: tuple[Point, ...]


class Park(_Strict):
    """An open space that is kept: an ellipse, its axes and the radius of its pond in km."""

    name: str
    x: float
    y: float
    width: float
    height: float
    pond: float


class Settlement(_Strict):
    """A place from which building spreads."""

    kind: Literal["city", "town", "village"]
    x: float
    y: float
    reach: float
    pull: float
    founded: int


class Roads(_Strict):
    """Where roads leave the map, km."""

    exits: tuple[Point, ...]


class Plan(_Strict):
    """Everything that the generator is given."""

    version: str
    seed: int
    frame: Frame
    epochs: tuple[Epoch, ...]
    terrain: Terrain
    parks: tuple[Park, ...]
    settlements: tuple[Settlement, ...]
    roads: Roads

    @property
    def key(self) -> str:
        """The version and a digest of every parameter: the same key, the same city."""
        digest = hashlib.sha256(self.model_dump_json().encode()).hexdigest()
        return f"{self.version}-{digest[:12]}"

    @property
    def city(self) -> Settlement:
        """The settlement that is the city."""
        return next(place for place in self.settlements if place.kind == "city")


@cache
def sample_plan() -> Plan:
    """Return the plan of the bundled city."""
    text = resources.files(__package__ or "").joinpath("plan.toml").read_text(encoding="utf-8")
    return Plan.model_validate(tomllib.loads(text))
