import pytest

from geo.measurement import Measurement
from outputs.subject import Place
from outputs.text import citation, is_simulated, licence, one_line, titled, year_name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb\tc", "a b c"),
        ("  a \u2028 b ", "a b"),
        ("a\x00b\x07", "a b"),
        ("<b>&\"'</b>", "<b>&\"'</b>"),
        ("\u2067عمران\u2069", "\u2067عمران\u2069"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_one_line_keeps_text_and_direction_marks(text: str, line: str) -> None:
    assert one_line(text) == line


def test_titles_name_the_place_and_say_that_it_is_simulated(measurement: Measurement, place: Place) -> None:
    assert is_simulated(measurement, place)
    assert titled("Extent", measurement, place) == "SIMULATED CITY, Sample: Extent"


def test_licence_and_citation_are_those_of_the_sources(measurement: Measurement) -> None:
    assert licence(measurement.sources) == "CC0-1.0"
    assert citation(measurement.sources) == "Umran, simulated city, fixed seed; not a real place."


def test_a_projected_year_is_named_so() -> None:
    assert [year_name(year, (2025, 2030)) for year in (2020, 2025)] == ["2020", "2025 (projected)"]
