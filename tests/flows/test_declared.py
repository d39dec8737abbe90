import pytest

from flows import declared
from geo.sources.declaration import BuiltUpValues
from geo.sources.declarations import declared_sources

SOURCES = declared_sources()


def test_sources_are_listed_by_what_they_give() -> None:
    listed = {kind: [source.id for source in some] for kind, some in declared.by_kind(list(SOURCES.values())).items()}
    assert list(listed) == ["Built-up land", "Population", "Settlement model"]
    assert {"ghsl", "wsf", "simulated"} <= set(listed["Built-up land"])
    assert listed["Population"] == ["ghsl-pop", "worldpop", "worldpop-r2025a"]
    assert listed["Settlement model"] == ["ghsl-smod"]
    assert declared.by_kind([SOURCES["ghsl"]]) == {"Built-up land": [SOURCES["ghsl"]]}


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([], "none"),
        ([2019], "2019"),
        ([2020, 2021], "2020, 2021"),
        ([2019, 2020, 2021], "2019–2021"),
        ([1975, 1980, 1985], "1975–1985 by 5"),
        ([1990, 2000, 2005], "1990, 2000, 2005"),
    ],
)
def test_years_in_few_words(years: list[int], told: str) -> None:
    assert declared.years(years) == told


def test_projected_epochs_are_not_observed() -> None:
    assert declared.observed(SOURCES["ghsl"])[-1] == 2020
    assert declared.epochs(SOURCES["ghsl"]) == "1975–2020 by 5"
    assert declared.epochs(SOURCES["simulated"]) == "its own"


def test_addresses_are_told_as_templates() -> None:
    base = "https://download.geoservice.dlr.de/WSF_EVO/files/WSFevolution_v1_{tile}"
    assert declared.addresses(SOURCES["wsf"]) == (f"{base}/WSFevolution_v1_{{tile}}.tif", f"{base}.tif")
    assert len(declared.addresses(SOURCES["glc100"])) == 3
    assert declared.addresses(SOURCES["esa-cci"]) == (
        "https://planetarycomputer.microsoft.com/api/stac/v1/collections/esa-cci-lc",
    )
    assert declared.addresses(SOURCES["simulated"]) == ()


def test_how_a_source_is_read() -> None:
    assert declared.way(SOURCES["ghsl"]) == "zipped tiles, each downloaded once"
    assert declared.way(SOURCES["glad"]) == "tiles, read in part"
    assert declared.way(SOURCES["esa-cci"]) == "what a STAC search finds, asset lccs_class, read in part"
    assert declared.way(SOURCES["simulated"]) == "made by Umran itself"


def test_what_values_mean() -> None:
    classes = BuiltUpValues(values="classes", built_up_classes=(7,), other_classes=(3, 1, 2, 9), water_classes=(4, 5))
    assert declared.values(classes) == "built-up 7; water 4–5; other land 1–3, 9."
    percent = BuiltUpValues(values="percent", threshold=0.25)
    assert declared.values(percent) == (
        "the built-up share of the cell, 0–100; a cell is a built-up pixel from 25 % on."
    )
    assert SOURCES["wsf"].built_up is not None
    assert declared.values(SOURCES["wsf"].built_up).startswith(
        "the year in which a cell was first built up, 1985–2015;"
    )


def test_nodata_of_a_source() -> None:
    told = {name: declared.nodata(source) for name, source in SOURCES.items()}
    assert (told["glad"], told["ghsl-pop"], told["ghsl-smod"], told["wsf"]) == ("255", "−200", "−200", "none")
