from outputs.report.lists import with_commas, with_semicolons
from outputs.words import speaking


def test_empty_words_leave_no_comma() -> None:
    assert with_commas(["", "one", "", "two", ""]) == "one, two"
    assert with_semicolons(["one, two", "three"]) == "one, two; three"
    assert with_commas([]) == ""


def test_arabic_has_its_own_comma_and_semicolon() -> None:
    with speaking("ar"):
        assert with_commas(["١", "٢"]) == "١، ٢"
        assert with_semicolons(["١", "٢"]) == "١؛ ٢"
