from xml.etree import ElementTree as ET

from outputs.layers.categories import categories_xml
from outputs.layers.palettes import extent_legend, first_built_legend
from outputs.words import LANGUAGES, legend_name, speaking


def table(document: str) -> dict[str, list[str]]:
    root = ET.fromstring(document)  # noqa: S314
    names = [str(field.findtext("Name")) for field in root.iter("FieldDefn")]
    rows = [[str(cell.text) for cell in row.iter("F")] for row in root.iter("Row")]
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))


def test_codes_are_listed_from_zero_and_tabled_with_their_colours() -> None:
    document = categories_xml(extent_legend())
    listed = [name.text for name in ET.fromstring(document).iter("Category")]  # noqa: S314
    assert listed == ["No data", *(row.name for row in extent_legend().classes)]
    found = table(document)
    assert found["Value"] == ["1", "2", "3", "4", "5", "6", "7"]
    assert found["Name"] == listed[1:]
    assert [found[part][0] for part in ("Red", "Green", "Blue")] == ["122", "0", "25"]


def test_years_are_tabled_and_not_listed() -> None:
    document = categories_xml(first_built_legend([2000, 2030], [2030]))
    assert "CategoryNames" not in document
    assert table(document)["Name"] == ["Not built up", "2000", "2030 (projected)"]


def test_every_language_has_its_column_of_names() -> None:
    found = table(categories_xml(extent_legend()))
    for language in LANGUAGES:
        with speaking(language):
            assert found[f"Name_{language}"][6] == legend_name("extent", 7)
