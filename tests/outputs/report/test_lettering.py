"""How wide words are, where they break, which way a line runs; python-bidi is the second opinion on order."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from bidi import get_display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from outputs.report.lettering import MISSING, directed, drawable, lines, style, width
from outputs.words import isolated, speaking
from outputs.words.texts import period

CITIES = sorted(Path(__file__).parents[3].joinpath("aoi", "cities").glob("*.geojson"))
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


def names() -> list[str]:
    """Return the names of all cities in all languages."""
    found: set[str] = set()
    for file in CITIES:
        content = json.loads(file.read_text(encoding="utf-8"))
        found |= set(content["features"][0]["properties"]["names"].values() if "features" in content else ())
        found |= set(content.get("properties", {}).get("names", {}).values())
    return sorted(found)


def drawn_width(words: str, size: float, **look: Any) -> float:
    """Return how wide matplotlib draws words, from the extent of its own text, without hints as the maps are."""
    figure = Figure(figsize=(20, 1), dpi=72)
    text = figure.text(0, 0, words, fontsize=size, **style(**look))
    canvas: Any = FigureCanvasAgg(figure)
    with mpl.rc_context({"text.hinting": "none"}):
        return float(text.get_window_extent(canvas.get_renderer()).width)


def seen(line: str) -> str:
    """Return a line's letters from left to right."""
    return get_display(line).translate(MARKS)


@pytest.mark.parametrize(
    "words", ["Growth of built-up land, 1990–2015", "النطاق الحضري للمدينة", "បាត់ដំបង", "km² ₁ Δ ′ ″ °"]
)
@pytest.mark.parametrize("bold", [False, True])
def test_the_measure_is_what_matplotlib_draws(words: str, *, bold: bool) -> None:
    assert width(words, 18, bold=bold) == pytest.approx(drawn_width(words, 18, bold=bold), abs=1.5)
    assert width(words, 36, bold=bold) == pytest.approx(2 * width(words, 18, bold=bold))


@pytest.mark.parametrize("bold", [False, True])
def test_every_city_and_sign_has_its_letters(*, bold: bool) -> None:
    assert len(names()) > len(CITIES) >= 11
    for words in (*names(), "₁ ² − † Δ ′ ″ ° – … ’ ٠٫١٬٩ \u202f"):
        assert MISSING not in drawable(words, bold=bold), words


@pytest.mark.filterwarnings("error")
def test_no_letter_is_missing_where_the_cities_are_drawn() -> None:
    figure = Figure(figsize=(6, 12), dpi=72)
    for row, name in enumerate(names()):
        figure.text(0.02, row / len(names()), directed(drawable(name)), **style())
    FigureCanvasAgg(figure).draw()


def test_a_letter_that_no_font_has_is_a_box_and_not_a_warning() -> None:
    assert drawable("a城b") == f"a{MISSING}b"
    assert drawable("two\nlines\tand\u200fmarks") == "two lines and\u200fmarks"


def test_arabic_letters_join() -> None:
    word = "عمان"
    apart = sum(width(letter, 18) for letter in word)
    assert width(word, 18) < 0.95 * apart
    assert width("\u200c".join(word), 18) == pytest.approx(apart, abs=1), "a non-joiner keeps the letters apart"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_no_line_is_wider_than_its_room(language: str) -> None:
    long = "Santa María de los Buenos Aires " * 9 + "Llanfairpwllgwyngyll" * 15 + " " + "مدينة " * 20
    with speaking(language, "JOR"):
        broken = lines(long, 200, 14)
        assert max(drawn_width(line, 14) for line in broken) <= 201
        letters = "".join(broken).translate(MARKS).replace(" ", "")
        assert letters == long.replace(" ", ""), "nothing is lost"


def test_a_text_of_too_many_lines_ends_with_an_ellipsis() -> None:
    broken = lines("word " * 100, 120, 14, most=3)
    assert len(broken) == 3
    assert broken[-1].endswith("…")
    assert max(width(line, 14) for line in broken) <= 120
    assert lines("word", 120, 14, most=3) == ["word"]


def test_a_long_word_breaks_between_letters_and_never_before_their_signs() -> None:
    for line in lines("បាត់ដំបង" * 30, 100, 14):
        assert unicodedata.category(line[0]) not in {"Mn", "Mc"}


def test_the_start_of_a_period_stands_on_the_left_in_every_language() -> None:
    for language, country, span in (("ar", "JOR", "١٩٩٠–٢٠١٥"), ("ar", "MAR", "1990–2015"), ("fr", "MAR", "1990–2015")):
        with speaking(language, country):
            (line,) = lines(f"{isolated('عمان')}, {period(1990, 2015)}", 500, 14)
        assert span in seen(line), (language, country)


def test_an_isolate_that_breaks_over_lines_is_whole_on_each() -> None:
    with speaking("ar"):
        broken = lines("حدود \u2068Greater London Authority\u2069 كلها", 90, 14)
        for line in broken:
            assert sum(line.count(mark) for mark in "\u2066\u2067\u2068") == line.count("\u2069"), line
        assert [line for line in broken if "Authority" in line]
        assert all("Greater" not in line or "\u2068" in line for line in broken)


def test_a_line_runs_as_the_language_does_whatever_it_begins_with() -> None:
    with speaking("ar"):
        assert seen(directed("UN-Habitat: عمان")).endswith("UN-Habitat")
    with speaking("en"):
        assert seen(directed("عمان (Amman), 2015")).endswith("(Amman), 2015")
        assert directed("Amman, 2015") == "Amman, 2015"
