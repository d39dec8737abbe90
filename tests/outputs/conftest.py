"""A small but complete measurement, made by hand: 60 × 80 cells of 100 m, three epochs, every class and type."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from odc.geo.geobox import GeoBox
from rasterio.features import shapes
from shapely import MultiPolygon, Polygon, box, union_all
from shapely.geometry import shape

from geo.arrays import Codes, Fraction, Mask, Years
from geo.codes import FIRST_BUILT_UNKNOWN, ExpansionType, ExtentClass
from geo.comparison import Comparison
from geo.figure import Figure
from geo.grid import Grid
from geo.indicators.any_period import SourceFigures
from geo.indicators.beside_published import beside
from geo.indicators.period import indicator
from geo.indicators.published import Published, PublishedEpoch, published_periods
from geo.indicators.spread import compare
from geo.measurement import (
    Boundary,
    BoundaryRule,
    Caveat,
    CityExtent,
    Cluster,
    EpochFigures,
    ExtentParameters,
    GrowthByType,
    Indicator,
    InputFile,
    Layers,
    Measurement,
    Settlement,
    SourceReference,
    ZoneMeasurement,
)
from geo.reasons import Reason
from geo.zones.zone import Zone, ZoneKind
from outputs.layout import INDEX_PAGES, IndexEntry
from outputs.media import Media
from outputs.subject import Place, Run

YEARS = (1990, 2000, 2010)
PERIODS = ((1990, 2000), (2000, 2010), (1990, 2010))
RADII = {1990: 8.0, 2000: 12.0, 2010: 16.0}
ROWS, COLUMNS, SHORE = 60, 80, 70  # from the shore's column on it is water
POPULATION = {1990: 41_000.0, 2000: 62_500.5, 2010: 88_000.25}
BOUNDARIES: tuple[tuple[Boundary, BoundaryRule], ...] = (
    ("study_area", "fixed"),
    ("study_area", "each_epoch"),
    ("urban_extent", "fixed"),
    ("urban_extent", "each_epoch"),
)


def make_grid() -> Grid:
    geobox = GeoBox((ROWS, COLUMNS), Affine(100, 0, 500_000, 0, -100, 2_006_000), "EPSG:32627")
    return Grid(geobox, "the source's own projected grid", resampled=False, area_distortion=0.0004)


def make_study_area() -> Mask:
    """Return all cells but a corner of 6 × 6."""
    inside = np.ones((ROWS, COLUMNS), dtype=bool)
    inside[:6, -6:] = False
    return inside


def distance() -> np.ndarray:
    rows, columns = np.mgrid[:ROWS, :COLUMNS]
    return np.hypot(rows - 30, columns - 40)


def make_built_up(year: int) -> Fraction:
    """Return a disc that grows, a park that fills up, an outlier that is lost, a hamlet and a leapfrog settlement."""
    fraction = np.clip(np.round(1.2 - distance() / RADII[year], 2), 0, 1).astype(np.float32)
    fraction[27:30, 38:41] = 1.0 if year > 1990 else 0.0
    fraction[30:60:9, 2] = 0.75 if year == 1990 else 0.0
    fraction[5:8, 5:8] = 0.25
    fraction[28:33, 52:54] = 0.5
    fraction[48:52, 40:44] = 0.625 if year >= 2000 else 0.0
    fraction[10:12, 10:12] = 0.5 if year == 2010 else 0.0
    fraction[:, SHORE:] = 0
    fraction[~make_study_area()] = np.nan
    return fraction


def make_extent(year: int) -> Codes:
    far, radius = distance(), RADII[year]
    codes = np.full((ROWS, COLUMNS), ExtentClass.RURAL_OPEN, dtype=np.uint8)
    codes[far < radius + 1] = ExtentClass.FRINGE_OPEN
    codes[far < radius] = ExtentClass.SUBURBAN
    codes[far < 0.6 * radius] = ExtentClass.URBAN
    codes[20:22, 40:42] = ExtentClass.CAPTURED_OPEN
    codes[5:8, 5:8] = ExtentClass.RURAL
    codes[48:52, 40:44] = ExtentClass.SUBURBAN if year >= 2000 else ExtentClass.RURAL_OPEN
    codes[:, SHORE:] = ExtentClass.WATER
    codes[~make_study_area()] = ExtentClass.UNKNOWN
    return codes


def make_expansion(start: int, end: int) -> Codes:
    before, after = make_built_up(start) >= 0.1, make_built_up(end) >= 0.1
    codes = np.full((ROWS, COLUMNS), ExpansionType.OPEN, dtype=np.uint8)
    codes[before & after] = ExpansionType.UNCHANGED
    codes[before & ~after] = ExpansionType.LOST
    codes[~before & after] = ExpansionType.EXTENSION
    codes[27:30, 38:41] = ExpansionType.INFILL
    codes[48:52, 40:44] = ExpansionType.LEAPFROG
    codes[28:33, 52:54] = ExpansionType.INCLUSION
    codes[10:12, 10:12] = ExpansionType.OUTSIDE
    codes[~make_study_area()] = ExpansionType.UNKNOWN
    return codes


def make_first_built() -> Years:
    first = np.zeros((ROWS, COLUMNS), dtype=np.uint16)
    for year in reversed(YEARS):
        first[make_built_up(year) >= 0.1] = year
    first[~make_study_area()] = FIRST_BUILT_UNKNOWN
    return first


def built_up_km2(year: int) -> float:
    return float(np.nansum(make_built_up(year), dtype=np.float64)) * 0.01


def make_epoch(year: int, boundary: Boundary, rule: BoundaryRule) -> EpochFigures:
    share = 1.0 if boundary == "study_area" else 0.875
    built_up, population = built_up_km2(year) * share, POPULATION[year] * share
    undefined = {"unknown_km2": Reason.NO_URBAN_EXTENT} if boundary == "urban_extent" else {}
    return EpochFigures(
        year=year,
        observed=year < 2010,
        boundary=boundary,
        boundary_rule=rule,
        boundary_km2=47.64 if boundary == "study_area" else 9.5,
        built_up_km2=built_up,
        population=population,
        built_up_per_capita_m2=built_up * 1e6 / population,
        urban_km2=1.5,
        suburban_km2=2.25,
        rural_built_up_km2=0.09,
        fringe_open_km2=0.5,
        captured_open_km2=0.04,
        urbanized_open_space_km2=0.54,
        rural_open_km2=30.125,
        water_km2=5.64,
        unknown_km2=None if undefined else 0.0,
        undefined=undefined,
    )


def make_indicator(start: int, end: int, boundary: Boundary, rule: BoundaryRule) -> Indicator:
    """Return a row with plausible figures; the one of 1990-2000 in each epoch's extent is undefined."""
    first, last = make_epoch(start, boundary, rule), make_epoch(end, boundary, rule)
    v1, v2, p1, p2 = first.built_up_km2, last.built_up_km2, first.population, last.population
    assert v1 and v2 and p1 and p2  # noqa: PT018 (for the type checker)
    years = end - start
    lcr, pgr = (v2 - v1) / v1 / years, float(np.log(p2 / p1)) / years
    missing = (start, end, boundary, rule) == (1990, 2000, "urban_extent", "each_epoch")
    return Indicator(
        boundary=boundary,
        boundary_rule=rule,
        start=start,
        end=end,
        years=years,
        whole_span=(start, end) == (1990, 2010),
        built_up_start_km2=v1,
        built_up_end_km2=v2,
        population_start=p1,
        population_end=p1 if missing else p2,
        lcr=lcr,
        pgr=0.0 if missing else pgr,
        lcrpgr=None if missing else lcr / pgr,
        lcr_log=float(np.log(v2 / v1)) / years,
        lcrpgr_log=None if missing else float(np.log(v2 / v1)) / years / pgr,
        built_up_per_capita_start_m2=first.built_up_per_capita_m2,
        built_up_per_capita_end_m2=last.built_up_per_capita_m2,
        total_change_percent=(v2 - v1) / v1 * 100,
        marginal_land_per_new_inhabitant_m2=None if missing else (v2 - v1) * 1e6 / (p2 - p1),
        growth_by_type_km2=GrowthByType(0.09, v2 - v1 - 0.25, 0.16, 0.0, 0.03, 0.045, 0.015),
        undefined=dict.fromkeys(
            ("lcrpgr", "lcrpgr_log", "marginal_land_per_new_inhabitant_m2") if missing else (),
            Reason.NO_POPULATION_CHANGE,
        ),
        flags=("projected_epoch", "simulated") if end == 2010 else ("simulated",),
    )


def polygons(mask: Mask) -> Polygon | MultiPolygon:
    parts = [shape(geometry) for geometry, _ in shapes(mask.astype(np.uint8), mask, transform=make_grid().affine)]
    whole = union_all(parts)
    assert isinstance(whole, Polygon | MultiPolygon)
    return whole


def make_extents() -> tuple[tuple[CityExtent, ...], tuple[Cluster, ...]]:
    extents, clusters = [], []
    for year in YEARS:
        main = polygons(distance() < RADII[year] + 1)
        parts = [main]
        if year >= 2000:
            small = np.zeros((ROWS, COLUMNS), dtype=bool)
            small[48:52, 40:44] = True
            parts.append(polygons(small))
        for number, part in enumerate(parts, 1):
            clusters.append(Cluster(year, number, 1 if year == 2010 else number, number == 1, part.area / 1e6, part))
        city = union_all(parts) if year == 2010 else main
        assert isinstance(city, Polygon | MultiPolygon)
        extents.append(CityExtent(year, city.area / 1e6, len(parts) if year == 2010 else 1, city))
    return tuple(extents), tuple(clusters)


def make_sources() -> tuple[SourceReference, ...]:
    files = tuple(
        InputFile(f"sample_landcover_{year}.tif", "built_up", year, 12_345 + year, f"{year:064x}") for year in YEARS
    )
    return (
        SourceReference(
            id="simulated",
            title="Simulated city",
            version="1",
            licence="CC0-1.0",
            citation="Umran, simulated city, fixed seed; not a real place.",
            measures="Land-cover classes of a city that does not exist.",
            epochs=YEARS,
            projected=(2010,),
            simulated=True,
            files=(*files, InputFile("population.csv", "population", None, 321, "ab" * 32)),
        ),
    )


def make_measurement() -> Measurement:
    extents, clusters = make_extents()
    return Measurement(
        grid=make_grid(),
        study_area=make_study_area(),
        parameters=ExtentParameters(built_up_threshold=0.1),
        sources=make_sources(),
        epochs=tuple(make_epoch(year, *which) for which in BOUNDARIES for year in YEARS),
        indicators=tuple(make_indicator(*period, *which) for which in BOUNDARIES for period in PERIODS),
        clusters=clusters,
        city_extents=extents,
        layers=Layers(
            built_up={year: make_built_up(year) for year in YEARS},
            first_built=make_first_built(),
            extent_classes={year: make_extent(year) for year in YEARS},
            expansion={period: make_expansion(*period) for period in PERIODS},
        ),
        caveats=(
            Caveat("simulated", "The city is simulated: it does not exist, and no figure describes a real place."),
            Caveat(
                "built_up_shrinks", "Built-up area of 0.045 km² of 1990 is gone in 2000; check the source's classes."
            ),
        ),
    )


def make_other(name: str, series: Mapping[int, tuple[float, float]], **changes: object) -> SourceFigures:
    """Return another source of the city, with built-up km² and persons by year, the same within both boundaries."""
    reference = replace(
        make_sources()[0], id=name, title=f"Source {name}", epochs=tuple(series), projected=(), files=()
    )
    epochs = {
        (year, boundary): replace(
            make_epoch(year=1990, boundary=boundary, rule="fixed"),
            year=year,
            built_up_km2=built_up,
            population=population,
            built_up_per_capita_m2=built_up * 1e6 / population,
        )
        for boundary in ("study_area", "urban_extent")
        for year, (built_up, population) in series.items()
    }
    spans = [*pairwise(series), (min(series), max(series))] if len(series) > 2 else list(pairwise(series))
    rows = tuple(
        indicator(
            epochs[start, boundary],
            epochs[end, boundary],
            whole_span=(start, end) == (min(series), max(series)),
            growth=None,
        )
        for boundary in ("study_area", "urban_extent")
        for start, end in spans
    )
    return SourceFigures((replace(reference, **changes),), tuple(series), tuple(epochs.values()), rows, ())  # type: ignore[arg-type]


def make_comparison() -> Comparison:
    """Return the hand-made city by three sources: one with other years, one that has but the last two epochs."""
    wsf = make_other("wsf", {1991: (1.2, 40_000.0), 2001: (2.5, 60_000.0), 2009: (4.5, 85_000.0)})
    glad = make_other("glad", {2000: (6.0, 62_500.0), 2010: (7.5, 88_000.0)}, simulated=False)
    return compare([SourceFigures.of(make_measurement()), wsf, glad])


def make_figures() -> tuple[Figure, ...]:
    """Return figures of every shape: of an epoch, of a period, by zone, with an interval, a band, a reason, a doubt."""
    figures = [
        Figure("openness", 0.25 + index / 10, "urban_extent", "each_epoch", year) for index, year in enumerate(YEARS)
    ]
    for year, decay in zip(YEARS, (0.5, 0.4, 0.3), strict=True):
        whole = ("urban_extent", "fixed", year)
        figures.append(Figure("gradient_density_at_centre", 0.9, *whole, low=0.8, high=1.0))
        figures.append(Figure("gradient_decay", decay, *whole, low=decay - 0.125, high=decay + 0.125))
        figures += [
            Figure("ring_density", 0.9 * float(np.exp(-decay * (outer - 0.5))), *whole, zone=str(outer))
            for outer in (1, 2, 3)
        ]
    for start, end in PERIODS:
        flags = ("projected_epoch", "simulated", "extent_at_edge") if end == 2010 else ("simulated",)
        known = (start, end) != (1990, 2000)
        period = ("study_area", "fixed", end, start)
        figures += [
            Figure("lei_mean", 12.5, *period, flags=flags),
            Figure(
                "leapfrog_distance_mean",
                350.0 if known else None,
                *period,
                undefined=None if known else Reason.NO_LEAPFROG,
                flags=flags,
            ),
            *(Figure("direction_new", 0.25 * (k == 2), *period, zone=str(22.5 * k), flags=flags) for k in range(16)),
        ]
    figures.append(Figure("trend_built_up", None, "urban_extent", "fixed", 2030, 2000, low=2.5, high=4.75))
    figures.append(Figure("trend_excess", None, "urban_extent", "fixed", 2030, 2000, low=-30.0, high=220.0))
    return tuple(figures)


def make_settlements() -> tuple[Settlement, ...]:
    centre, cluster = box(503_000, 2_002_000, 505_000, 2_004_000), box(502_000, 2_001_000, 506_000, 2_005_000)
    return (
        Settlement(2000, "urban_centre", 1, True, 4.0, 4.0, 60_000.0, 15_000.0, centre),  # noqa: FBT003
        Settlement(2000, "urban_cluster", 1, True, 16.0, 0.0, 61_000.0, None, cluster),  # noqa: FBT003
    )


def make_zones(kind: ZoneKind = "district", count: int = 2) -> tuple[ZoneMeasurement, ...]:
    """Return districts side by side, the second of which has no ratio over the whole span."""
    made = []
    for number in range(count):
        indicators = [replace(make_indicator(*period, "study_area", "fixed"), boundary="zone") for period in PERIODS]
        if number == 1:
            indicators[-1] = replace(indicators[-1], lcrpgr=None, undefined={"lcrpgr": Reason.NO_POPULATION_CHANGE})
        west = 500_000 + number * 100
        zone = Zone(f"D{number}", {"en": f"District {number}"}, kind, box(west, 2_000_000, west + 100, 2_006_000))
        epochs = tuple(replace(make_epoch(year, "study_area", "fixed"), boundary="zone") for year in YEARS)
        made.append(ZoneMeasurement(zone, epochs, tuple(indicators)))
    return tuple(made)


def make_place(names: Mapping[str, str] | None = None) -> Place:
    """Return the place, with other names if they are given."""
    return Place(
        id="sample",
        names=names or {"en": "Sample", "ar": "مدينة العيّنة", "fr": "Échantillon", "es": "Muestra"},
        iso3="XXX",
        region="none",
        centre=(-20.962, 18.116),
        study_area=box(-20.9999, 18.0893, -20.9244, 18.1434),
        area_origin="drawn round the simulated city",
        area_notes=("a corner was cut off",),
        simulated=True,
    )


def make_run(run_id: str = "r0123456789ab") -> Run:
    """Return the run, with another id if it is given."""
    return Run(
        id=run_id,
        parameters={"city": "sample", "source": "simulated", "epochs": [1990, 2000, 2010], "built_up_threshold": 0.1},
        software={"umran": "0.1.0", "numpy": "2.4.6", "rasterio": "1.4.4"},
    )


def plain_files(made: Any, job: Any) -> None:
    for name in ("preview.png", "method.html", "index.html"):
        made.write(name, f"{job.moment} simulated", name, media_type=Media.HTML, group="pages")


def plain_tiles(path: Path, *_: Any, **__: Any) -> None:
    path.write_bytes(b"no tiles")


def plain_index(entries: Sequence[IndexEntry]) -> dict[str, str]:
    return dict.fromkeys(INDEX_PAGES, repr(entries))


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without drawing maps or cutting tiles, which takes seconds, where a test is about files."""
    monkeypatch.setattr("outputs.contents._pages", plain_files)
    monkeypatch.setattr("outputs.layers.files.write_pmtiles", plain_tiles)
    monkeypatch.setattr("outputs.publish.render_index", plain_index)


@pytest.fixture(scope="session")
def measurement() -> Measurement:
    return make_measurement()


@pytest.fixture(scope="session")
def compared(measurement: Measurement) -> Measurement:
    """Return the hand-made measurement with two other sources beside it."""
    return replace(measurement, comparison=make_comparison())


@pytest.fixture(scope="session")
def measured(measurement: Measurement) -> Measurement:
    """Return the hand-made measurement with figures beside the indicator, and with settlements."""
    return replace(measurement, figures=make_figures(), settlements=make_settlements())


@pytest.fixture(scope="session")
def zoned(measurement: Measurement) -> Measurement:
    """Return the hand-made measurement with two districts, and more hexagons than anybody reads."""
    return replace(measurement, zones=(*make_zones(), *make_zones("hexagon", 201)))


def make_published() -> Published:
    """Return what GHS-UCDB R2019A published of Havana, whose population stood still in the nineties, but for 1975."""
    epochs = (
        PublishedEpoch(1990, 144.637451, 1_942_730.1),
        PublishedEpoch(2000, 164.457748, 1_943_175.4),
        PublishedEpoch(2015, 171.318039, 1_839_558.5),
    )
    periods = published_periods((1975, 1990, 2000, 2015), epochs)
    return Published("GHS-UCDB R2019A", "Florczyk et al. (2019)", "CC-BY-4.0", "centre of 2015", epochs, periods)


@pytest.fixture(scope="session")
def published(measurement: Measurement) -> Measurement:
    """Return the hand-made measurement with what others published beside it."""
    return replace(measurement, published=beside(SourceFigures.of(measurement), [make_published()]))


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def run() -> Run:
    return make_run()
