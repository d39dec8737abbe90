"""What was measured: the frozen values and layers that leave `geo` and that `outputs` publishes.

Areas are km², populations persons, rates fractions a year (0.0358, not 3.58 %). A value that is undefined is None, and
`undefined` says why under the field's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from shapely import MultiPolygon, Polygon

from geo.arrays import Codes, Fraction, Mask, Years
from geo.boundary import Boundary, BoundaryRule
from geo.comparison import Comparison
from geo.figure import Figure
from geo.grid import Grid
from geo.indicators.published import Published
from geo.parameters import MeasureParameters
from geo.reasons import Flag
from geo.references import Caveat, InputFile, SourceReference
from geo.zones.zone import Zone

__all__ = [
    "Area",
    "Boundary",
    "BoundaryRule",
    "Caveat",
    "CityExtent",
    "Cluster",
    "EpochFigures",
    "ExtentParameters",
    "GrowthByType",
    "Indicator",
    "InputFile",
    "Layers",
    "MeasureParameters",
    "Measurement",
    "Settlement",
    "SettlementKind",
    "SourceReference",
    "ZoneMeasurement",
]

Area = Polygon | MultiPolygon
SettlementKind = Literal["urban_centre", "urban_cluster"]


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """Built-up land and people of one year within one boundary."""

    year: int
    observed: bool
    """False where the source says that this epoch is a projection."""
    boundary: Boundary
    boundary_rule: BoundaryRule
    boundary_km2: float | None
    built_up_km2: float | None
    population: float | None
    built_up_per_capita_m2: float | None
    urban_km2: float | None
    suburban_km2: float | None
    rural_built_up_km2: float | None
    fringe_open_km2: float | None
    captured_open_km2: float | None
    urbanized_open_space_km2: float | None
    rural_open_km2: float | None
    water_km2: float | None
    unknown_km2: float | None
    undefined: Mapping[str, str] = field(default_factory=dict)
    """Field name → reason code, for each field that is None."""


@dataclass(frozen=True, slots=True)
class GrowthByType:
    """The change of built-up area within a boundary by kind, km²; all but `loss`, less `loss`, sum to the change."""

    infill: float
    extension: float
    leapfrog: float
    inclusion: float
    """Built-up of the earlier epoch that the moving boundary took in; 0 where the boundary is fixed."""
    outside_extent: float
    """New built-up inside the boundary but outside the city's later urban extent."""
    loss: float
    """Built-up that went, or that the moving boundary left behind; a positive number."""
    densification: float
    """Change of fraction in cells that are built-up pixels at both epochs or at neither; 0 for class sources."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """SDG 11.3.1 for one period within one boundary, with its inputs (UN-Habitat, metadata 11-03-01, 2021)."""

    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    years: int
    whole_span: bool
    """True for the row over the first and last epoch; False between consecutive epochs."""
    built_up_start_km2: float | None
    built_up_end_km2: float | None
    population_start: float | None
    population_end: float | None
    lcr: float | None
    """((V2 - V1) / V1) / t, a fraction a year."""
    pgr: float | None
    """ln(P2 / P1) / t, a fraction a year."""
    lcrpgr: float | None
    lcr_log: float | None
    """ln(V2 / V1) / t; its own definition, never mixed with lcr."""
    lcrpgr_log: float | None
    built_up_per_capita_start_m2: float | None
    built_up_per_capita_end_m2: float | None
    total_change_percent: float | None
    marginal_land_per_new_inhabitant_m2: float | None
    growth_by_type_km2: GrowthByType | None
    undefined: Mapping[str, str] = field(default_factory=dict)
    """Field name → reason code, for each field that is None."""
    flags: tuple[str, ...] = ()
    """Reasons to doubt the row, as codes: unstable_ratio, projected_epoch, simulated …"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A contiguous piece of urban and suburban built-up with its urbanized open space, at one epoch."""

    year: int
    number: int
    """1..n within the year, largest first."""
    group: int
    """The number of the largest cluster it is joined with by the inclusion rule (its own, if none)."""
    in_city: bool
    area_km2: float
    geometry: Area
    """In the grid's CRS."""


@dataclass(frozen=True, slots=True)
class CityExtent:
    """The city's urban extent at one epoch: the joined cluster at its centre."""

    year: int
    area_km2: float
    cluster_count: int
    geometry: Area
    """In the grid's CRS."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """An urban centre, or an urban cluster with the centres in it, at one epoch (Degree of Urbanisation, level 1)."""

    year: int
    kind: SettlementKind
    number: int
    """1..n within the year and kind, the most populous first."""
    in_city: bool
    """Whether it is the one at the city's centre."""
    area_km2: float
    """Of all its square kilometres, water in filled gaps and along the shore included."""
    land_km2: float
    population: float
    density_per_km2: float | None
    """Persons per km² of land; None where it has no land."""
    geometry: Area
    """Along the edges of its square kilometres, in the grid's CRS."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The rasters of a measurement, each (y, x) on the measurement's grid, unknown outside the study area."""

    built_up: Mapping[int, Fraction]
    """Year → built-up fraction, float32 0-1, NaN unknown."""
    first_built: Years
    """The first epoch at which the cell is a built-up pixel; see geo.codes."""
    extent_classes: Mapping[int, Codes]
    """Year → geo.codes.ExtentClass."""
    expansion: Mapping[tuple[int, int], Codes]
    """(start, end) of each consecutive period and of the whole span → geo.codes.ExpansionType."""
    land_taken: Mapping[tuple[int, int], Codes] = field(default_factory=dict)
    """The same periods → geo.land_cover.LandGroup of what new built-up land was; empty without a source of classes."""


@dataclass(frozen=True, slots=True)
class ExtentParameters:
    """The thresholds of the urban extent; the defaults are the published ones (method, section 2)."""

    circle_km2: float = 1.0
    """Area of the walking-distance circle: radius sqrt(1 km² / pi) = 564.19 m."""
    urban_share: float = 0.5
    suburban_share: float = 0.25
    fringe_m: float = 100.0
    captured_max_ha: float = 200.0
    inclusion_factor: float = 0.06659
    """Buffer width over the square root of a cluster's area: a quarter of its area round a disc."""
    built_up_threshold: float | None = None
    """Fraction at which a cell is a built-up pixel; None takes the source's own."""


@dataclass(frozen=True, slots=True)
class ZoneMeasurement:
    """What was measured of one zone."""

    zone: Zone
    """Cut to the study area."""
    epochs: tuple[EpochFigures, ...]
    """One a year, ascending; their boundary is `zone`."""
    indicators: tuple[Indicator, ...]
    """One a period, in the order of the periods given."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything that was measured of one city from one source."""

    grid: Grid
    study_area: Mask
    parameters: ExtentParameters
    """With `built_up_threshold` resolved to the number used."""
    sources: tuple[SourceReference, ...]
    epochs: tuple[EpochFigures, ...]
    indicators: tuple[Indicator, ...]
    clusters: tuple[Cluster, ...]
    city_extents: tuple[CityExtent, ...]
    layers: Layers
    caveats: tuple[Caveat, ...]
    figures: tuple[Figure, ...] = ()
    """What was measured beside the indicators: form, landscape, settlements, uncertainty, trend."""
    zones: tuple[ZoneMeasurement, ...] = ()
    """The districts and other zones that were asked for, kind by kind."""
    settlements: tuple[Settlement, ...] = ()
    """The urban centres and clusters of every epoch that has people on a raster, in and round the study area."""
    measures: MeasureParameters = field(default_factory=MeasureParameters)
    """The parameters of `figures` and `settlements`."""
    comparison: Comparison | None = None
    """How other sources see the same city, where several were run."""
    published: tuple[Published, ...] = ()
    """What others published of the same city, each source beside this run's own nearest figures."""

    @property
    def years(self) -> tuple[int, ...]:
        """The epochs, ascending."""
        return tuple(self.layers.built_up)

    @property
    def simulated(self) -> bool:
        """Whether any source is simulated: then every surface says so."""
        return any(source.simulated for source in self.sources)

    @property
    def projected(self) -> tuple[int, ...]:
        """The epochs that are projections of the source, ascending: every surface says so."""
        return tuple(sorted({row.year for row in self.epochs if not row.observed}))

    @property
    def incomparable(self) -> frozenset[tuple[int, int]]:
        """The measured periods whose difference the source says is no growth: every surface says so."""
        return frozenset((row.start, row.end) for row in self.indicators if Flag.INCOMPARABLE_EPOCHS in row.flags)

    @property
    def all_sources(self) -> tuple[SourceReference, ...]:
        """The run's own sources, then those that it is compared with; one that serves several has all their files."""
        compared = self.comparison.sources if self.comparison else ()
        found: dict[tuple[str, str], SourceReference] = {}
        for source in (*self.sources, *(reference for one in compared for reference in one.references)):
            first = found.setdefault((source.id, source.version), source)
            files = tuple(dict.fromkeys((*first.files, *source.files)))
            found[source.id, source.version] = replace(first, files=files)
        return tuple(found.values())
