import pytest

from outputs.report import site
from outputs.words import LANGUAGES, speaking


def test_the_first_language_has_the_plain_name_and_the_others_theirs() -> None:
    assert [site.page_name(language) for language in LANGUAGES] == [
        "index.html",
        "index.fr.html",
        "index.es.html",
        "index.ar.html",
    ]


def test_each_language_calls_itself_by_its_own_name_whatever_is_spoken() -> None:
    for spoken in LANGUAGES:
        with speaking(spoken):
            assert [name for _, name, _ in site.page_links()] == ["English", "Français", "Español", "العربية"]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Morocco"), ("fr", "Maroc"), ("es", "Marruecos"), ("ar", "المغرب")]
)
def test_countries_are_named_in_the_language(language: str, name: str) -> None:
    with speaking(language):
        assert site.country("MAR") == name
        assert site.country("XXX") == "XXX"
        assert site.country("<b>") == "<b>"


def test_a_picture_is_its_own_address() -> None:
    assert site.data_uri(b"\x89PNG") == "data:image/png;base64,iVBORw=="


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    with pytest.raises(Exception, match="'place' is undefined"):
        site.render(
            "page.html",
            {"simulated": False, "name": "x", "span": "y", "css": "", "run": None, "day": "", "page_languages": ()},
        )
