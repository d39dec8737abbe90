import pytest

from outputs.layout import Download
from outputs.report.downloads import download_groups, file_title
from outputs.words import LANGUAGES, speaking, text


def download(name: str, group: str) -> Download:
    return Download(name, name, "A file", 1, group)  # type: ignore[arg-type]


def test_groups_stand_in_the_order_in_which_people_look_and_empty_ones_are_left_out() -> None:
    page, layer, other = download("index.html", "pages"), download("x.tif", "layers"), download("y.tif", "layers")
    assert download_groups([page, layer, other]) == [("layers", [layer, other]), ("pages", [page])]


@pytest.mark.parametrize(
    "title",
    [
        "All figures, for machines",
        "Built-up share of the cell, 2030 (projected)",
        "Types of expansion, 2010–2020",
        "Land taken, 2020–2030 (projected)",
        "Types of expansion, 1990–2000 (epochs not to be compared)",
        "A file of the year 2020 that no text is about",
        "{when} {0} %",
    ],
)
def test_in_english_a_title_is_itself(title: str) -> None:
    assert file_title(title) == title


def test_in_other_languages_a_title_is_translated_with_its_years() -> None:
    for language in LANGUAGES[1:]:
        with speaking(language):
            assert "Land" not in file_title("Land taken, 2010–2020")
            assert "All figures" not in file_title("All figures, for machines")
    with speaking("fr"):
        assert "2010–2020" in file_title("Land taken, 2010–2020")
        assert "projected" not in file_title("Land taken, 2010–2020 (projected)")
    with speaking("ar", "JOR"):
        assert "\u2066\u2066٢٠١٠\u2069\u200e–\u200e\u2066٢٠٢٠\u2069\u2069" in file_title("Land taken, 2010–2020")


def test_languages_and_titles_within_titles_are_translated_too() -> None:
    with speaking("fr"):
        assert "espagnol" in file_title("The report as a PDF, in Spanish")
        layer, whole = file_title("Urban extent"), file_title("Urban extent, as GeoParquet")
    assert layer != "Urban extent"
    assert layer in whole
    assert "GeoParquet" in whole


def test_every_title_that_files_have_is_known_in_every_language() -> None:
    titles = [text(f"files.{name}", language="Spanish") for name in ("page", "report", "annex_pdf", "annex_docx")]
    titles += [text(f"files.{name}") for name in ("summary", "reporting", "sdmx", "provenance", "preview", "method")]
    for language in LANGUAGES[1:]:
        with speaking(language):
            assert [title for title in titles if file_title(title) == title] == []
