from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.access import CatalogueAccess, StacAccess, TileAccess
from geo.sources.load import load
from geo.sources.local import city_table, counted_population, read_declared, read_local, read_table
from geo.stack import CountedPopulation

BUILT = {1990: np.zeros((3, 4), np.uint8), 2000: np.ones((3, 4), np.uint8)}
WriteSource = Callable[..., Path]


def test_a_source_becomes_one_stac_item_an_epoch(write_source: WriteSource) -> None:
    source = read_local(write_source(BUILT, people={2000: np.ones((3, 4), np.float32)}))
    assert list(source.items) == [1990, 2000]
    (item,) = source.items[2000]
    assert (item.id, item.properties["umran:epoch"], list(item.assets)) == (
        "mine-2000",
        2000,
        ["built_up", "population"],
    )
    assert list(source.items[1990][0].assets) == ["built_up"]
    assert item.datetime is not None
    assert item.datetime.isoformat() == "2000-07-01T00:00:00+00:00"
    assert shapely.area(source.footprint) > 0


def test_a_pattern_names_the_file_of_each_epoch(write_source: WriteSource) -> None:
    path = write_source(BUILT)
    text = path.read_text(encoding="utf-8").split("[built_up.files]")[0]
    path.write_text(text + '\npattern = "built_{year}.tif"\nepochs = [2000, 1990]\n', encoding="utf-8")
    assert list(read_local(path).items) == [1990, 2000]


def test_a_table_counts_the_people_of_the_study_area(write_source: WriteSource, tmp_path: Path) -> None:
    (tmp_path / "census.csv").write_text("year,persons,note\n2000,1500.5,x\n1990,1000,y\n", encoding="utf-8")
    source = read_local(write_source(BUILT, more='\n[population]\ntable = "census.csv"\n'))
    assert source.counted_population == {1990: 1000, 2000: 1500.5}
    stack = load(source, source.footprint)
    assert stack.population == CountedPopulation({1990: 1000, 2000: 1500.5})
    assert [caveat.code for caveat in stack.caveats] == ["counted_population"]


def test_a_table_of_other_years_only_is_refused(write_source: WriteSource, tmp_path: Path) -> None:
    (tmp_path / "census.csv").write_text("year,persons\n1999,5\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"population of \[1999\] meets no built-up epoch \[1990, 2000\]"):
        read_local(write_source(BUILT, more='\n[population]\ntable = "census.csv"\n'))


def test_texts_are_kept_on_one_line_without_controls(write_source: WriteSource) -> None:
    path = write_source(BUILT)
    path.write_text(path.read_text(encoding="utf-8").replace('"Mine"', r'"A\u001b[2J\nB\u202eC"'), encoding="utf-8")
    assert read_local(path).declaration.title == "A [2J B C"


def test_an_id_that_is_no_slug_is_told_with_its_file(write_source: WriteSource) -> None:
    path = write_source(BUILT)
    path.write_text(path.read_text(encoding="utf-8").replace('"mine"', '"../x"'), encoding="utf-8")
    with pytest.raises(SourceError, match=r"^mine\.toml: source\.id: String should match pattern"):
        read_local(path)


def test_the_city_table_is_handed_on_as_it_is(write_source: WriteSource) -> None:
    assert city_table(write_source(BUILT, more='\n[city]\niso3 = "COL"\n')) == {"iso3": "COL"}
    assert city_table(write_source(BUILT)) is None


@pytest.mark.parametrize(
    ("built_up", "more", "message"),
    [
        (
            'values = "class"',
            "",
            "built_up.values: Input should be 'classes', 'fraction', 'percent', 'square_metres' or 'first_year'",
        ),
        ('values = "classes"', "", 'built_up: values = "classes" needs built_up_classes'),
        ('values = "percent"\nbuilt_up_classes = [1]', "", 'classes have no meaning where values = "percent"'),
        ('values = "classes"\nbuilt_up_classes = [1]\nother_classes = [1]', "", "a class stands in two lists"),
        ('values = "percent"\nthreshhold = 0.1', "", "built_up.threshhold: Extra inputs are not permitted"),
        ('values = "percent"\nthreshold = 10', "", "built_up.threshold: Input should be less than or equal to 1"),
        (
            'values = "percent"\npattern = "b.tif"\nepochs = [1]',
            "",
            "epochs.0: Input should be greater than or equal to 1800",
        ),
        ('values = "percent"\npattern = "b_{year}.tif"\nepochs = [2000]', "", "give either files (year = path), or"),
        ('values = "percent"\nepochs = [2000]', "", "pattern and epochs go together"),
        ('values = "percent"', "[population]\nnodata = 1\n", "population: give either rasters"),
    ],
)
def test_a_declaration_that_is_wrong_is_told_in_one_line(
    write_source: WriteSource, built_up: str, more: str, message: str
) -> None:
    with pytest.raises(SourceError) as error:
        read_local(write_source(BUILT, built_up=built_up, more=more))
    assert message in str(error.value)
    assert str(error.value).startswith("mine.toml: ")
    assert str(error.value).endswith("docs/local-data.md explains each key")
    assert "\n" not in str(error.value)


def test_no_file_and_no_toml(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"expected a source's TOML file, saw none; check the path"):
        read_local(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[source\n", encoding="utf-8")
    with pytest.raises(SourceError, match="expected a TOML file, saw "):
        read_local(tmp_path / "bad.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="expected a TOML file, saw "):
        read_local(tmp_path / "bytes.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("jahr,personen\n1990,5\n", "expected the columns year and persons, saw jahr, personen"),
        ("", "expected the columns year and persons, saw none"),
        ("year,persons\n", "expected a row a year, saw none"),
        ("year,persons\n1990,5\n1990,6\n", "line 3: 1990 stands twice"),
        ("year,persons\n1990,-5\n", "line 2: expected persons from 0 up, saw -5"),
        ("year,persons\n1990,nan\n", "line 2: expected persons from 0 up, saw nan"),
        ('year,persons\n1990,"1,000"\n', "expected a year and a number without separators, saw '1990', '1,000'"),
        ("year,persons\n1990\n", "expected a year and a number without separators"),
    ],
)
def test_a_table_that_is_none_is_told_in_one_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "census.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_table(path)
    assert message in str(error.value)
    assert str(error.value).startswith("census.csv")


def test_a_table_from_a_spreadsheet_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "census.csv"
    path.write_text("\ufeffyear,persons\n1990,5\n", encoding="utf-8")
    assert read_table(path) == {1990: 5}


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="expected a CSV of year and persons"):
        read_table(tmp_path / "none.csv")


def write_archive(folder: Path, access: str, *, head: str = "epochs = [2000, 2010]", more: str = "") -> Path:
    path = folder / "archive.toml"
    path.write_text(
        f"""
[source]
id = "mine"
title = "Mine"
version = "1"
licence = "CC0-1.0"
citation = "Me"
measures = "built-up"
{head}

[access]
{access}
{more}
""",
        encoding="utf-8",
    )
    return path


CATALOGUE = 'kind = "catalogue"\nhref = "stac/catalog.json"\nasset = "map"'
API = 'kind = "stac"\nbase = "https://api.example.test"\ncollection = "cover"\nasset = "map"'
TILES = 'kind = "tiles"\nbase = "https://files.example.test"\npath = "{year}.tif"\n'
SCHEME = '[access.scheme]\nkind = "country"\n'
PERCENT = '[built_up]\nvalues = "percent"\n'


def test_a_catalogue_is_found_from_the_folder_of_the_file_that_declares_it(tmp_path: Path) -> None:
    declaration = read_declared(write_archive(tmp_path, CATALOGUE, more=PERCENT))
    assert declaration is not None
    assert isinstance(declaration.access, CatalogueAccess)
    assert declaration.access.href == str(tmp_path / "stac" / "catalog.json")
    assert declaration.epochs == (2000, 2010)
    assert declaration.built_up is not None
    assert declaration.population is None


@pytest.mark.parametrize(("access", "kind"), [(API, StacAccess), (TILES, TileAccess)])
def test_an_api_and_computed_tiles_are_declared_in_the_same_way(tmp_path: Path, access: str, kind: type) -> None:
    more = PERCENT + (SCHEME if kind is TileAccess else "") + '[raster]\ncrs = "EPSG:4326"\ncell = 0.001\n'
    declaration = read_declared(write_archive(tmp_path, access, more=more))
    assert declaration is not None
    assert isinstance(declaration.access, kind)
    assert declaration.raster.crs == "EPSG:4326"


def test_an_address_of_a_catalogue_stays_as_it_is(tmp_path: Path) -> None:
    web = CATALOGUE.replace("stac/catalog.json", "https://stac.example.test/catalog.json")
    declaration = read_declared(write_archive(tmp_path, web, more=PERCENT))
    assert declaration is not None
    assert isinstance(declaration.access, CatalogueAccess)
    assert declaration.access.href == "https://stac.example.test/catalog.json"


def test_files_that_are_named_are_no_archive_and_an_archive_is_no_files(
    write_source: WriteSource, tmp_path: Path
) -> None:
    assert read_declared(write_source(BUILT)) is None
    with pytest.raises(SourceError, match=r"archive\.toml: expected files, saw \[access\]"):
        read_local(write_archive(tmp_path, CATALOGUE, more=PERCENT))


def test_people_of_an_archive_come_from_a_table_or_from_the_same_items(tmp_path: Path) -> None:
    (tmp_path / "census.csv").write_text("year,persons\n2000,5\n", encoding="utf-8")
    path = write_archive(tmp_path, CATALOGUE, more=f'{PERCENT}[population]\ntable = "census.csv"\n')
    declaration = read_declared(path)
    assert declaration is not None
    assert declaration.population is None
    assert counted_population(path) == {2000: 5}
    path = write_archive(
        tmp_path, f'{CATALOGUE}\npopulation_asset = "people"', more=f"{PERCENT}[population]\nnodata = -1\n"
    )
    declaration = read_declared(path)
    assert declaration is not None
    assert declaration.population is not None
    assert declaration.population.nodata == -1
    assert counted_population(path) is None


def test_what_a_source_says_of_itself_is_kept(write_source: WriteSource, tmp_path: Path) -> None:
    more = """
resolution = "5 m"
notes = ["Made by hand."]
population_source = "ghsl-pop"
incomparable = [{ epochs = [2000, 2010], reason = "Another algorithm." }]
"""
    declaration = read_declared(write_archive(tmp_path, CATALOGUE, head=f"epochs = [2000, 2010]{more}", more=PERCENT))
    path = write_source(BUILT)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('measures = "built-up"', f'measures = "built-up"{more}'), encoding="utf-8")
    for kept in (declaration, read_local(path).declaration):
        assert kept is not None
        assert (kept.resolution, kept.notes, kept.population_source) == ("5 m", ("Made by hand.",), "ghsl-pop")
        assert kept.incomparable[0].epochs == (2000, 2010)


@pytest.mark.parametrize(
    ("access", "head", "more", "message"),
    [
        (CATALOGUE, "epochs = []", PERCENT, "source.epochs: Tuple should have at least 1 item"),
        (CATALOGUE, "", PERCENT, "source.epochs: Field required"),
        (CATALOGUE, "epochs = [2010, 2000]", PERCENT, "the whole file: epochs must ascend"),
        (CATALOGUE, "epochs = [2000]\nprojected_epochs = [2030]", PERCENT, "no epochs of this source: [2030]"),
        (CATALOGUE, "epochs = [2000]", "", "give [built_up], or [population] without a table"),
        (
            CATALOGUE,
            "epochs = [2000]",
            f"{PERCENT}[population]\n",
            "[population] needs a table, or access.population_asset",
        ),
        (f'{CATALOGUE}\npopulation_asset = "p"', "epochs = [2000]", PERCENT, "[population] needs a table, or access"),
        (CATALOGUE, "epochs = [2000]", f'{PERCENT}pattern = "a"\n', "built_up.pattern: Extra inputs are not permitted"),
        (CATALOGUE.replace("asset", "assets"), "epochs = [2000]", PERCENT, "access.catalogue.asset: Field required"),
        ('kind = "wms"', "epochs = [2000]", PERCENT, "access: Input tag 'wms' found using 'kind' does not match any"),
        (API.replace("test", "test/"), "epochs = [2000]", PERCENT, "access.stac.base: String should match pattern"),
    ],
)
def test_an_archive_that_is_declared_wrongly_is_told_in_one_line(
    tmp_path: Path, access: str, head: str, more: str, message: str
) -> None:
    with pytest.raises(SourceError) as error:
        read_declared(write_archive(tmp_path, access, head=head, more=more))
    assert message in str(error.value)
    assert str(error.value).startswith("archive.toml: ")
    assert str(error.value).endswith("docs/local-data.md explains each key")
    assert "\n" not in str(error.value)


def test_an_id_that_umran_knows_is_not_given_to_another_archive(tmp_path: Path) -> None:
    path = write_archive(tmp_path, CATALOGUE, more=PERCENT)
    path.write_text(path.read_text(encoding="utf-8").replace('"mine"', '"simulated"'), encoding="utf-8")
    with pytest.raises(SourceError, match=r"^archive\.toml: source\.id: simulated is a source that Umran knows"):
        read_declared(path)
