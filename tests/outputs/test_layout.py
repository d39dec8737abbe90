from outputs import layout
from outputs.layout import RunFiles
from outputs.tables.summary import SCHEMA_FILE


def test_names_of_layers_carry_city_and_years() -> None:
    files = RunFiles("quito")
    assert files.built_up(1990) == "built_up/quito_built_up_1990.tif"
    assert files.first_built == "built_up/quito_first_built.tif"
    assert files.extent(2000) == "extent/quito_extent_2000.tif"
    assert files.expansion(1990, 2000) == "expansion/quito_expansion_1990-2000.tif"
    assert files.geopackage == "quito.gpkg"


def test_the_published_schema_has_the_name_of_the_committed_one() -> None:
    assert SCHEMA_FILE == layout.SCHEMA
