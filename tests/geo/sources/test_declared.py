"""What each declared source says, and the addresses that follow from it for the eleven cities, written out here."""

import tomllib
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from aoi import registry
from geo.sources.access import StacAccess, TileAccess
from geo.sources.declaration import SourceDeclaration
from geo.sources.declarations import declared_sources
from geo.sources.tiles import tiles_of

DECLARED = declared_sources()
HOSTS = {
    "JRC": "https://jeodpp.jrc.ec.europa.eu/ftp/jrc-opendata/GHSL",
    "WORLDCOVER": "https://esa-worldcover.s3.eu-central-1.amazonaws.com",
    "IO": "https://lulctimeseries.blob.core.windows.net/lulctimeseriesv003",
    "DLR": "https://download.geoservice.dlr.de",
    "GLAD": "https://storage.googleapis.com/earthenginepartners-hansen/GLCLU2000-2020/v2",
    "VITO": "https://s3-eu-west-1.amazonaws.com/vito.landcover.global/v3.0.1",
    "SOTON": "https://data.worldpop.org/GIS/Population",
}

TILES: dict[str, dict[str, str]] = {
    "agadir": {
        "ghsl": "R6_C18",
        "worldcover": "N30W012",
        "io-lulc": "29R",
        "wsf": "-10_30",
        "glad": "40N_010W",
        "glc100": "W020N40",
        "worldpop": "MAR",
    },
    "almaty": {
        "ghsl": "R4_C25",
        "worldcover": "N42E075",
        "io-lulc": "43T",
        "wsf": "76_42",
        "glad": "50N_070E",
        "glc100": "E060N60",
        "worldpop": "KAZ",
    },
    "amman": {
        "ghsl": "R6_C22",
        "worldcover": "N30E033 N30E036",
        "io-lulc": "36S 37S 36R 37R",
        "wsf": "34_32 36_32 34_30 36_30",
        "glad": "40N_030E",
        "glc100": "E020N40",
        "worldpop": "JOR",
    },
    "battambang": {
        "ghsl": "R8_C29",
        "worldcover": "N12E102",
        "io-lulc": "48P",
        "wsf": "102_12",
        "glad": "20N_100E",
        "glc100": "E100N20",
        "worldpop": "KHM",
    },
    "cebu": {
        "ghsl": "R8_C31",
        "worldcover": "N09E123",
        "io-lulc": "51P",
        "wsf": "122_10 124_10",
        "glad": "20N_120E",
        "glc100": "E120N20",
        "worldpop": "PHL",
    },
    "davao": {
        "ghsl": "R9_C31",
        "worldcover": "N06E123",
        "io-lulc": "51N",
        "wsf": "124_6",
        "glad": "10N_120E",
        "glc100": "E120N20",
        "worldpop": "PHL",
    },
    "havana": {
        "ghsl": "R7_C11",
        "worldcover": "N21W084",
        "io-lulc": "17Q",
        "wsf": "-84_22",
        "glad": "30N_090W",
        "glc100": "W100N40",
        "worldpop": "CUB",
    },
    "maseru": {
        "ghsl": "R13_C21",
        "worldcover": "S30E027",
        "io-lulc": "35J",
        "wsf": "26_-30",
        "glad": "20S_020E",
        "glc100": "E020S20",
        "worldpop": "LSO ZAF",
    },
    "metro-manila": {
        "ghsl": "R8_C30",
        "worldcover": "N15E120 N12E120",
        "io-lulc": "51P",
        "wsf": "120_14",
        "glad": "20N_120E",
        "glc100": "E120N20",
        "worldpop": "PHL",
    },
    "quito": {
        "ghsl": "R9_C11 R10_C11",
        "worldcover": "N00W081 S03W081",
        "io-lulc": "17N 17M",
        "wsf": "-80_0 -80_-2",
        "glad": "10N_080W 00N_080W",
        "glc100": "W080N20 W080N00",
        "worldpop": "ECU",
    },
    "san-jose": {
        "ghsl": "R8_C10",
        "worldcover": "N09W087 N09W084",
        "io-lulc": "16P 17P",
        "wsf": "-86_10 -84_10 -86_8 -84_8",
        "glad": "20N_090W 10N_090W",
        "glc100": "W100N20",
        "worldpop": "CRI",
    },
}
"""Read off a map: GHSL's schema, corners of 3°, 2°, 10° and 20°, zones and bands."""

ADDRESSES: dict[tuple[str, int], tuple[str, ...]] = {
    ("ghsl", 2020): (
        "ghsl",
        "{JRC}/GHS_BUILT_S_GLOBE_R2023A/GHS_BUILT_S_E2020_GLOBE_R2023A_54009_100/V1-0/tiles/GHS_BUILT_S_E2020_GLOBE_R2023A_54009_100_V1_0_{t}.zip",
    ),
    ("ghsl", 1975): (
        "ghsl",
        "{JRC}/GHS_BUILT_S_GLOBE_R2023A/GHS_BUILT_S_E1975_GLOBE_R2023A_54009_100/V1-0/tiles/GHS_BUILT_S_E1975_GLOBE_R2023A_54009_100_V1_0_{t}.zip",
    ),
    ("ghsl-pop", 2030): (
        "ghsl",
        "{JRC}/GHS_POP_GLOBE_R2023A/GHS_POP_E2030_GLOBE_R2023A_54009_100/V1-0/tiles/GHS_POP_E2030_GLOBE_R2023A_54009_100_V1_0_{t}.zip",
    ),
    ("ghsl-smod", 2000): (
        "ghsl",
        "{JRC}/GHS_SMOD_GLOBE_R2023A/GHS_SMOD_E2000_GLOBE_R2023A_54009_1000/V2-0/tiles/GHS_SMOD_E2000_GLOBE_R2023A_54009_1000_V2_0_{t}.zip",
    ),
    ("worldcover", 2020): ("worldcover", "{WORLDCOVER}/v100/2020/map/ESA_WorldCover_10m_2020_v100_{t}_Map.tif"),
    ("worldcover", 2021): ("worldcover", "{WORLDCOVER}/v200/2021/map/ESA_WorldCover_10m_2021_v200_{t}_Map.tif"),
    ("io-lulc", 2017): ("io-lulc", "{IO}/lc2017/{t}_20170101-20180101.tif"),
    ("io-lulc", 2023): ("io-lulc", "{IO}/lc2023/{t}_20230101-20240101.tif"),
    ("io-lulc", 2024): ("io-lulc", "{IO}/lc2024/{t}_20240101-20241231.tif"),
    ("io-lulc", 2025): ("io-lulc", "{IO}/lc2025/{t}_20250101-20251231.tif"),
    ("wsf-2019", 2019): ("wsf", "{DLR}/WSF2019/files/WSF2019_v1_{t}.tif"),
    ("wsf", 1985): (
        "wsf",
        "{DLR}/WSF_EVO/files/WSFevolution_v1_{t}/WSFevolution_v1_{t}.tif",
        "{DLR}/WSF_EVO/files/WSFevolution_v1_{t}.tif",
    ),
    ("glad", 2005): ("glad", "{GLAD}/2005/{t}.tif"),
    ("glc100", 2015): (
        "glc100",
        "{VITO}/2015/{t}/{t}_PROBAV_LC100_global_v3.0.1_2015-base_Discrete-Classification-map_EPSG-4326.tif",
    ),
    ("glc100", 2018): (
        "glc100",
        "{VITO}/2018/{t}/{t}_PROBAV_LC100_global_v3.0.1_2018-conso_Discrete-Classification-map_EPSG-4326.tif",
    ),
    ("glc100", 2019): (
        "glc100",
        "{VITO}/2019/{t}/{t}_PROBAV_LC100_global_v3.0.1_2019-nrt_Discrete-Classification-map_EPSG-4326.tif",
    ),
    ("worldpop", 2000): ("worldpop", "{SOTON}/Global_2000_2020/2000/{t}/{lower}_ppp_2000.tif"),
    ("worldpop-r2025a", 2030): (
        "worldpop",
        "{SOTON}/Global_2015_2030/R2025A/2030/{t}/v1/100m/constrained/{lower}_pop_2030_CN_100m_R2025A_v1.tif",
    ),
}
"""Source and year → which of the tiles above, and the addresses of a tile {t}, in the order in which they are tried."""


def tile_access(source: str) -> TileAccess:
    access = DECLARED[source].access
    assert isinstance(access, TileAccess)
    return access


def test_the_sources_that_come_with_umran() -> None:
    assert set(DECLARED) == {
        "esa-cci",
        "ghsl",
        "ghsl-pop",
        "ghsl-smod",
        "glad",
        "glc100",
        "io-lulc",
        "simulated",
        "worldcover",
        "worldpop",
        "worldpop-r2025a",
        "wsf",
        "wsf-2019",
    }


def test_every_tiled_source_and_every_city_is_in_the_tables() -> None:
    tiled = {name for name, source in DECLARED.items() if isinstance(source.access, TileAccess)}
    assert {source for source, _ in ADDRESSES} == tiled
    assert set(TILES) == {city.id for city in registry.cities() if not city.simulated}


@pytest.mark.parametrize("city_id", TILES)
@pytest.mark.parametrize(("source", "year"), ADDRESSES)
def test_the_addresses_of_a_city(source: str, year: int, city_id: str) -> None:
    scheme, *templates = ADDRESSES[source, year]
    city = registry.city(city_id)
    found = tiles_of(tile_access(source), city.study_area.geometry, year=year, countries=city.countries)
    expected = TILES[city_id][scheme].split()
    assert [tile.name for tile in found] == expected
    assert [list(tile.addresses) for tile in found] == [
        [template.format(t=name, lower=name.lower(), **HOSTS) for template in templates] for name in expected
    ]


@pytest.mark.parametrize(
    ("source", "year", "city_id", "address"),
    [
        (
            "ghsl-pop",
            2020,
            "battambang",
            "https://jeodpp.jrc.ec.europa.eu/ftp/jrc-opendata/GHSL/GHS_POP_GLOBE_R2023A/GHS_POP_E2020_GLOBE_R2023A_54009_100/V1-0/tiles/GHS_POP_E2020_GLOBE_R2023A_54009_100_V1_0_R8_C29.zip",
        ),
        (
            "worldcover",
            2021,
            "agadir",
            "https://esa-worldcover.s3.eu-central-1.amazonaws.com/v200/2021/map/ESA_WorldCover_10m_2021_v200_N30W012_Map.tif",
        ),
        (
            "glad",
            2020,
            "quito",
            "https://storage.googleapis.com/earthenginepartners-hansen/GLCLU2000-2020/v2/2020/10N_080W.tif",
        ),
        (
            "worldpop-r2025a",
            2020,
            "amman",
            "https://data.worldpop.org/GIS/Population/Global_2015_2030/R2025A/2020/JOR/v1/100m/constrained/jor_pop_2020_CN_100m_R2025A_v1.tif",
        ),
    ],
)
def test_some_addresses_letter_by_letter(source: str, year: int, city_id: str, address: str) -> None:
    city = registry.city(city_id)
    found = tiles_of(tile_access(source), city.study_area.geometry, year=year, countries=city.countries)
    assert found[0].addresses[0] == address


def test_esa_cci_is_a_collection_of_the_planetary_computer() -> None:
    access = DECLARED["esa-cci"].access
    assert isinstance(access, StacAccess)
    assert access.base == "https://planetarycomputer.microsoft.com/api/stac/v1"
    assert (access.collection, access.asset) == ("esa-cci-lc", "lccs_class")
    assert access.sign == "https://planetarycomputer.microsoft.com/api/sas/v1/token/{collection}"


def test_the_ghsl_is_zipped_and_the_rest_is_read_by_ranges() -> None:
    zipped = {
        name for name, source in DECLARED.items()
        if isinstance(source.access, TileAccess) and source.access.container == "zip"
    }  # fmt: skip
    assert zipped == {"ghsl", "ghsl-pop", "ghsl-smod"}


def test_a_tile_that_is_not_there_is_open_sea_except_a_countrys() -> None:
    meanings = {
        name: source.access.absent_means for name, source in DECLARED.items() if isinstance(source.access, TileAccess)
    }
    assert {name for name, meaning in meanings.items() if meaning is None} == {"worldpop", "worldpop-r2025a"}
    hidden = {name for name in meanings if 403 in tile_access(name).absent_statuses}
    assert hidden == {"worldcover", "glad", "glc100"}  # object stores


@pytest.mark.parametrize(
    ("source", "epochs"),
    [
        ("ghsl", range(1975, 2031, 5)),
        ("ghsl-pop", range(1975, 2031, 5)),
        ("ghsl-smod", range(1975, 2031, 5)),
        ("worldcover", (2020, 2021)),
        ("io-lulc", range(2017, 2026)),
        ("wsf-2019", (2019,)),
        ("wsf", range(1985, 2016)),
        ("glad", (2000, 2005, 2010, 2015, 2020)),
        ("glc100", range(2015, 2020)),
        ("esa-cci", range(1992, 2021)),
        ("worldpop", range(2000, 2021)),
        ("worldpop-r2025a", range(2015, 2031)),
    ],
)
def test_the_epochs_of_a_source(source: str, epochs: range | tuple[int, ...]) -> None:
    assert DECLARED[source].epochs == tuple(epochs)


def test_what_is_projected_is_said() -> None:
    projected = {name: source.projected_epochs for name, source in DECLARED.items() if source.projected_epochs}
    assert projected == {
        "ghsl": (2025, 2030),
        "ghsl-pop": (2025, 2030),
        "ghsl-smod": (2025, 2030),
        "worldpop-r2025a": (2025, 2026, 2027, 2028, 2029, 2030),
    }


def test_the_two_years_of_worldcover_may_not_be_compared() -> None:
    pairs = {(name, pair.epochs) for name, source in DECLARED.items() for pair in source.incomparable}
    assert pairs == {("worldcover", (2020, 2021))}
    assert "different algorithms" in DECLARED["worldcover"].incomparable[0].reason


def test_land_sources_take_their_people_from_a_population_source() -> None:
    for name, source in DECLARED.items():
        if source.built_up is not None and not source.simulated:
            assert source.population_source is not None, name
            people = DECLARED[source.population_source]
            assert people.population is not None
            years = people.epochs
            assert min(years) <= min(source.epochs) <= max(source.default_epochs) <= max(years)


@pytest.mark.parametrize(
    ("source", "built_up", "water", "unknown", "nodata", "classes"),
    [
        ("worldcover", {50}, {80}, set(), 0, 11),
        ("io-lulc", {7}, {1}, {10}, 0, 9),
        ("wsf-2019", {255}, set(), {1}, -1, 3),
        ("glad", {250}, {*range(200, 208), 254}, set(), 255, 110),
        ("glc100", {50}, {80, 200}, {0}, 255, 23),
        ("esa-cci", {190}, {210}, set(), 0, 37),
    ],
)
def test_the_legend_of_a_source(
    source: str, built_up: set[int], water: set[int], unknown: set[int], nodata: int, classes: int
) -> None:
    values = DECLARED[source].built_up
    assert values is not None
    assert set(values.built_up_classes) == built_up
    assert set(values.water_classes) == water
    assert set(values.unknown_classes) == unknown
    assert values.nodata == nodata
    assert len(values.legend) == classes
    assert values.pixel_threshold == 0.5
    assert nodata not in values.legend


def test_values_that_are_no_classes() -> None:
    surface, years = DECLARED["ghsl"].built_up, DECLARED["wsf"].built_up
    assert surface is not None
    assert years is not None
    assert (surface.values, surface.nodata, surface.pixel_threshold) == ("square_metres", 65535, 0.10)
    assert (years.values, years.first_years, years.never) == ("first_year", (1985, 2015), 0)
    assert years.nodata == -1  # not 0, which is land that was never settled, whatever the file says
    people = {name: source.population.nodata for name, source in DECLARED.items() if source.population}
    assert people == {"ghsl-pop": -200, "worldpop": -99999, "worldpop-r2025a": -99999, "simulated": -1}


def test_the_settlement_model_has_names_for_its_classes_and_is_no_land_source() -> None:
    smod = DECLARED["ghsl-smod"]
    assert smod.built_up is None
    assert smod.why_not_built_up is not None
    assert smod.classes is not None
    assert set(smod.classes.legend) == {10, 11, 12, 13, 21, 22, 23, 30}
    assert smod.classes.legend[30] == "Urban centre"


def test_every_archive_says_what_its_rasters_are() -> None:
    for name, source in DECLARED.items():
        if source.access is None:
            continue
        facts = source.raster
        assert facts.cell is not None
        assert facts.dtypes, name
        assert {np.dtype(dtype).name for dtype in facts.dtypes} == set(facts.dtypes)
        assert (facts.crs is None) == (name == "io-lulc"), name
        assert facts.overviews is None  # no maker says how they were made
        assert "doi:10." in source.citation, name
        assert source.default_epochs, name
        assert source.resolution, name


def changed(source: str, **changes: Any) -> dict[str, Any]:
    """Return a source's TOML with other keys; a dotted one, with __ for the dot, changes a table."""
    content = tomllib.loads((files("geo.sources") / "declared" / f"{source}.toml").read_text(encoding="utf-8"))
    for key, value in changes.items():
        *tables, last = key.split("__")
        table = content
        for name in tables:
            table = table[name]
        table[last] = value
    return content


@pytest.mark.parametrize(
    ("source", "changes", "told"),
    [
        ("ghsl", {"epoch": [2000]}, "epoch\n  Extra inputs are not permitted"),
        ("ghsl", {"epochs": [2000, 1990]}, "epochs must ascend"),
        ("ghsl", {"epochs": [2000, 2000]}, "epochs must ascend"),
        ("ghsl", {"default_epochs": [2000, 1990]}, "default_epochs must ascend"),
        ("ghsl", {"default_epochs": [1990, 2025]}, "default_epochs are observed ones, not projected"),
        ("ghsl", {"default_epochs": [1991]}, r"no epochs of this source: \[1991\]"),
        ("ghsl", {"projected_epochs": [2035]}, r"no epochs of this source: \[2035\]"),
        ("ghsl", {"epochs": [], "default_epochs": [], "projected_epochs": []}, "tiles need epochs"),
        ("worldcover", {"incomparable": [{"epochs": [2020, 2022], "reason": "x"}]}, r"of this source: \[2022\]"),
        ("worldcover", {"access__paths_by_epoch": {"2020": "x.tif"}}, "a path for each epoch, and no other year"),
        ("io-lulc", {"access__paths_by_epoch": {"2016": "x.tif"}}, "a path for each epoch, and no other year"),
        ("ghsl", {"access__path": "{tyle}.zip"}, "in braces, saw tyle"),
        ("ghsl", {"access__base": "ftp://x"}, "access.tiles.base"),
        ("ghsl", {"access__base": "https://x/"}, "access.tiles.base"),
        ("ghsl", {"access__scheme": {"kind": "grid"}}, "does not match any of the expected tags"),
        ("ghsl", {"raster__cells": 100}, "raster.cells\n  Extra inputs are not permitted"),
        ("glad", {"built_up__built_up_classes": [250, 244]}, "a class stands in two lists"),
        ("ghsl-smod", {"why_not_built_up": None}, "why_not_built_up go together"),
        (
            "ghsl-smod",
            {"classes": None, "why_not_built_up": None},
            r"needs \[built_up\], \[population\] or \[classes\]",
        ),
        ("ghsl-smod", {"classes__legend": {}}, "classes.legend"),
    ],
)
def test_a_typo_in_a_declaration_fails(source: str, changes: dict[str, Any], told: str) -> None:
    SourceDeclaration.model_validate(changed(source))
    with pytest.raises(ValidationError, match=told):
        SourceDeclaration.model_validate(changed(source, **changes))


def test_every_declaration_stands_in_a_file_of_its_own_name() -> None:
    for entry in (files("geo.sources") / "declared").iterdir():
        assert f"{tomllib.loads(entry.read_text(encoding='utf-8'))['id']}.toml" == entry.name
