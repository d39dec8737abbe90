import csv
import json
import unicodedata
from pathlib import Path

import pytest
import shapely

from aoi import registry
from aoi.area import geodesic_area_km2
from aoi.city import LANGUAGES, City
from aoi.errors import CityFileError, UnknownCityError

PILOTS = {
    "agadir": "MAR",
    "almaty": "KAZ",
    "amman": "JOR",
    "battambang": "KHM",
    "cebu": "PHL",
    "davao": "PHL",
    "havana": "CUB",
    "maseru": "LSO",
    "metro-manila": "PHL",
    "quito": "ECU",
    "san-jose": "CRI",
}
SCRIPTS = {"ar": "ARABIC", "kk": "CYRILLIC", "ru": "CYRILLIC", "km": "KHMER", "zgh": "TIFINAGH"}
"""Languages that are not written in Latin letters here."""


@pytest.fixture(scope="module")
def pilots() -> dict[str, City]:
    return {city.id: city for city in registry.cities() if not city.simulated}


def scripts(text: str) -> set[str]:
    """Return the scripts of a text's letters, as Unicode names them."""
    return {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}


def test_the_eleven_cities_are_there_each_in_its_country(pilots: dict[str, City]) -> None:
    assert {city.id: city.iso3 for city in pilots.values()} == PILOTS


def test_only_maseru_reaches_over_a_border(pilots: dict[str, City]) -> None:
    found = {city.id: city.countries for city in pilots.values() if city.countries != (city.iso3,)}
    assert found == {"maseru": ("LSO", "ZAF")}


def test_every_city_is_named_in_four_languages_and_its_own(pilots: dict[str, City]) -> None:
    for city in pilots.values():
        assert set(city.names) >= {*LANGUAGES, city.local_language}


def test_every_name_is_in_the_letters_of_its_language(pilots: dict[str, City]) -> None:
    for city in pilots.values():
        for language, name in city.names.items():
            assert scripts(name) == {SCRIPTS.get(language, "LATIN")}, (city.id, language)
            assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize(
    ("city_id", "language", "name"),
    [
        ("agadir", "ar", "أكادير"),
        ("amman", "ar", "عمّان"),
        ("almaty", "kk", "Алматы"),
        ("battambang", "km", "បាត់ដំបង"),
        ("havana", "fr", "La Havane"),
        ("havana", "es", "La Habana"),
        ("maseru", "st", "Maseru"),
        ("metro-manila", "fil", "Kalakhang Maynila"),
        ("san-jose", "ar", "سان خوسيه"),
    ],
)
def test_some_names_letter_by_letter(pilots: dict[str, City], city_id: str, language: str, name: str) -> None:
    assert pilots[city_id].names[language] == name


def test_no_study_area_is_absurd(pilots: dict[str, City]) -> None:
    for city in pilots.values():
        assert 2_000 < city.study_area.area_km2 < 10_000
        west, south, east, north = city.study_area.geometry.bounds
        assert geodesic_area_km2(shapely.box(west, south, east, north)) < 1.15 * city.study_area.area_km2


def test_every_centre_is_well_inside_its_study_area(pilots: dict[str, City]) -> None:
    for city in pilots.values():
        inner = city.study_area.geometry.buffer(-0.08)
        assert inner.covers(shapely.Point(city.centre)), city.id


def test_seven_areas_hold_their_natural_earth_urban_area_with_a_margin(
    pilots: dict[str, City], shared_data: Path
) -> None:
    ids = {"manila": "metro-manila", "san_jose_cr": "san-jose"}
    listed = json.loads((shared_data / "quito_boundaries" / "ne_50m_urban_areas_pilots.geojson").read_text())[
        "features"
    ]
    assert len(listed) == 7
    for feature in listed:
        name = feature["properties"]["pilot"]
        city = pilots[ids.get(name, name)]
        inner = city.study_area.geometry.buffer(-0.05)  # about 5 km
        assert inner.covers(shapely.geometry.shape(feature["geometry"])), city.id


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("Quitto", "quito"),
        ("quito ", "quito"),
        ("San Jose", "san-jose"),
        ("san_jose", "san-jose"),
        ("عمان", "amman"),
        ("اكادير", "agadir"),
        ("La Habana", "havana"),
        ("АЛМАТЫ", "almaty"),
        ("Manila", "metro-manila"),
        ("បាត់ដំបង", "battambang"),
        ("../quito", "quito"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(UnknownCityError) as caught:
        registry.city(asked)
    assert caught.value.nearest[0] == nearest


def test_the_messages_in_full() -> None:
    with pytest.raises(UnknownCityError) as caught:
        registry.city("Quitto")
    assert str(caught.value) == "unknown city 'Quitto': did you mean quito?"
    with pytest.raises(UnknownCityError) as caught:
        registry.city("zzz\nzzz")
    assert str(caught.value) == "unknown city 'zzz zzz': `umran cities` lists them."


def test_an_own_folder_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    assert registry.city("quito", own=tmp_path / "none") == registry.city("quito")


def own_city(folder: Path, city_id: str, **properties: object) -> Path:
    """Write a copy of Quito's file under another id."""
    feature = json.loads((registry.BUILT_IN / "quito.geojson").read_text(encoding="utf-8"))
    feature["properties"] |= {"id": city_id, **properties}
    path = folder / f"{city_id}.geojson"
    path.write_text(json.dumps(feature), encoding="utf-8")
    return path


def test_a_users_city_stands_beside_the_built_in_ones(tmp_path: Path) -> None:
    own_city(tmp_path, "quito-norte", names={"en": "Quito North", "es": "Quito Norte"})
    assert registry.city("quito-norte", own=tmp_path).name == "Quito North"
    ids = [city.id for city in registry.cities(own=tmp_path)]
    assert ids == sorted(ids)
    assert set(ids) >= {*PILOTS, "quito-norte"}
    with pytest.raises(UnknownCityError, match="did you mean quito-norte"):
        registry.city("Quito-Nort", own=tmp_path)


def test_a_users_city_never_shadows_a_built_in_one(tmp_path: Path) -> None:
    path = own_city(tmp_path, "quito")
    told = f"{path}: 'quito' is the id of a built-in city; give yours another id and file name"
    for ask in (lambda: registry.city("quito", own=tmp_path), lambda: registry.cities(own=tmp_path)):
        with pytest.raises(CityFileError) as caught:
            ask()
        assert str(caught.value) == told
    assert registry.city("amman", own=tmp_path).id == "amman"


def test_a_broken_file_of_a_users_is_told_when_it_is_asked_for_and_only_then(tmp_path: Path) -> None:
    path = own_city(tmp_path, "broken", iso3="QQQ")
    told = f"{path}: properties: 'QQQ' is not an ISO 3166-1 alpha-3 code; correct the city's file"
    with pytest.raises(CityFileError) as caught:
        registry.city("broken", own=tmp_path)
    assert str(caught.value) == told
    assert registry.city("quito", own=tmp_path).id == "quito"
    with pytest.raises(UnknownCityError, match="did you mean quito"):
        registry.city("Quitto", own=tmp_path)


def test_the_built_in_folder_given_as_ones_own_shadows_nothing() -> None:
    assert registry.cities(own=registry.BUILT_IN) == registry.cities()


def test_the_eleven_cities_carry_figures_that_others_published(shared_data: Path) -> None:
    """Each number is that of GHS-UCDB's own table."""
    with (shared_data / "pilots_ucdb" / "ucdb_r2019a_epochs_pilots.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    published = {
        (round(float(row["built_up_area_km2"]), 6), round(float(row["population"]), 1))
        for row in rows
        if row["built_up_area_km2"] and row["population"]
    }
    cities = [city for city in registry.cities() if not city.simulated]
    assert len(cities) == 11
    for city in cities:
        (figures,) = city.published
        assert (figures.source, figures.licence) == ("GHS-UCDB R2019A", "CC-BY-4.0")
        assert figures.years == (1975, 1990, 2000, 2015)
        assert {(round(e.built_up_km2, 6), round(e.population, 1)) for e in figures.epochs} <= published
    assert [e.year for e in registry.city("maseru").published[0].epochs] == [1990, 2000, 2015]
