"""Every chart of a run in four languages: its letters as text, in order, inside the chart, in browsers and PDFs."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from bidi import get_display
from PIL import Image

from geo.figure import Figure
from geo.measurement import Measurement
from outputs.fonts import FAMILIES, font_paths
from outputs.report import charts
from outputs.report.compared_chart import comparison_chart
from outputs.report.lettering import width
from outputs.report.measures.regimes import LOOKS, PROBABILITY
from outputs.report.measures.sections import sections
from outputs.report.measures.settlements import AREA, COLOURS
from outputs.report.measures.taken import TAKEN, taken_colours
from outputs.report.plotting import WIDTH, Chart
from outputs.words import LANGUAGES, current, period, speaking, text

MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e"))
COUNTRY = "JOR"
ALIKE: Mapping[str, set[str]] = {
    "fr": {"Extension", "Densification", "Rural", "Population (PGR)", "extrapolation"},
    "es": {"Rural"},
    "ar": set(),
}
"""Words that a language writes as English does."""
WRITTEN = re.compile(r'<text style="font-size: ([\d.]+)px; font-family: ([^;]*);([^"]*)"([^>]*)>([^<]*)</text>')


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a chart: how it is set, where it is anchored and by which end, and its letters in logical order."""

    size: float
    fonts: str
    anchor: str
    x: float
    y: float
    letters: str

    @property
    def ends(self) -> tuple[float, float]:
        """Left and right, as wide as our fonts set it."""
        wide = width(self.letters, self.size)
        left = self.x - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, left + wide

    @property
    def seen(self) -> str:
        """The letters from left to right."""
        return get_display(self.letters).translate(MARKS)


def words_of(svg: str) -> list[Words]:
    found = []
    for size, fonts, style, places, letters in WRITTEN.findall(svg):
        anchor = re.search(r"text-anchor: (\w+)", style)
        x, y = (float(re.search(rf' {axis}="([-\d.]+)"', places)[1]) for axis in "xy")  # type: ignore[index]
        found.append(Words(float(size), fonts, anchor[1] if anchor else "start", x, y, unescape(letters)))
    assert len(found) == svg.count("<text")
    return found


@pytest.fixture(scope="module")
def rich(whole: Measurement) -> Measurement:
    """Return a measurement that has every chart, with all parts of each."""
    figures = list(whole.figures)
    for number, (start, end) in enumerate(((1990, 2000), (2000, 2010), (1990, 2010))):
        where = ("study_area", "fixed", end, start)
        figures += [Figure(PROBABILITY, 0.125, *where, zone=code) for code in LOOKS]
        figures += [Figure(TAKEN, 10.0 + number, *where, zone=code) for code in taken_colours()]
    figures += [
        Figure(AREA, 10.0, "study_area", "fixed", year, zone=code) for year in (1990, 2000, 2010) for code in COLOURS
    ]
    figures.append(
        Figure("trend_population", None, "urban_extent", "fixed", 2030, 2000, low=61_000_000.0, high=67_000_000.0)
    )
    epochs = tuple(replace(row, population=(row.population or 0) * 1000) for row in whole.epochs)
    return replace(whole, figures=tuple(figures), epochs=epochs)


def charts_of(measurement: Measurement) -> list[Chart]:
    compared = comparison_chart(measurement)
    assert compared
    of_sections = [chart for section in sections(measurement) for chart in section.charts]
    return [*charts.charts(measurement), *of_sections, compared]


@pytest.fixture(scope="module")
def drawn(rich: Measurement) -> Mapping[str, Mapping[str, Chart]]:
    """Return language → id → chart."""
    found = {}
    for language in LANGUAGES:
        with speaking(language, COUNTRY):
            found[language] = {chart.id: chart for chart in charts_of(rich)}
    return found


def test_all_charts_are_drawn_in_all_languages(drawn: Mapping[str, Mapping[str, Chart]]) -> None:
    assert len({tuple(found) for found in drawn.values()}) == 1
    assert set(drawn["ar"]) >= {"rates", "gradient", "rose", "settlements", "taken", "regimes", "compared"}
    assert {"trend_built_up", "trend_population"} <= set(drawn["ar"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leaves_its_chart(drawn: Mapping[str, Mapping[str, Chart]], language: str) -> None:
    for chart in drawn[language].values():
        height = int(re.search(rf'viewBox="0 0 {WIDTH} (\d+)"', chart.svg)[1])  # type: ignore[index]
        for words in words_of(chart.svg):
            left, right = words.ends
            assert 0 <= left < right <= WIDTH, (chart.id, words.letters)
            assert words.size * 0.7 <= words.y <= height - words.size * 0.2, (chart.id, words.letters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_lie_over_each_other(drawn: Mapping[str, Mapping[str, Chart]], language: str) -> None:
    for name, chart in drawn[language].items():
        if name in {"compared", "built_up_km2", "population"}:  # values may meet a name there where two series do
            continue
        found = words_of(chart.svg)
        for place, one in enumerate(found):
            for other in found[place + 1 :]:
                beside = one.ends[1] <= other.ends[0] + 0.5 or other.ends[1] <= one.ends[0] + 0.5
                above = abs(one.y - other.y) >= 0.75 * min(one.size, other.size)
                assert beside or above, (name, one.letters, other.letters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_of_the_language(drawn: Mapping[str, Mapping[str, Chart]], language: str) -> None:
    english = {words.letters for chart in drawn["en"].values() for words in words_of(chart.svg)}
    own = [words.letters for chart in drawn[language].values() for words in words_of(chart.svg)]
    with speaking(language, COUNTRY):
        for key in ("charts.lcr", "growth.infill", "zones.level1.rural", "measures.trend.mark"):
            assert any(text(key) in letters for letters in own), key
        assert text("charts.lcr").partition(" ")[0] in drawn[language]["compared"].svg
    if language != "en":
        same = {letters for letters in set(own) & english if re.search(r"[a-z]{4}", letters)}
        assert {letters for letters in same if not re.match("Source|Simulated", letters)} <= ALIKE[language]


def test_arabic_has_its_own_digits_and_no_others(drawn: Mapping[str, Mapping[str, Chart]]) -> None:
    for chart in drawn["ar"].values():
        for words in words_of(chart.svg):
            if "Source" not in words.letters:
                assert not re.search(r"[0-9]", words.letters), (chart.id, words.letters)
        assert re.search(r"[٠-٩]", chart.alt)


@pytest.mark.parametrize(("country", "span"), [("JOR", "١٩٩٠–٢٠٠٠"), ("MAR", "1990–2000")])
def test_the_start_of_each_period_stands_on_the_left(rich: Measurement, country: str, span: str) -> None:
    with speaking("ar", country):
        made = {chart.id: chart for chart in charts_of(rich)}
        logical = period(1990, 2000)
    for name in ("rates", "growth", "taken", "regimes"):
        seen = [words.seen for words in words_of(made[name].svg)]
        assert span in seen, name
        assert logical in made[name].alt, name
        assert span in get_display(made[name].alt, base_dir="R").translate(MARKS), name


def test_time_and_numbers_run_to_the_right_in_every_language(drawn: Mapping[str, Mapping[str, Chart]]) -> None:
    for language, years in (("en", ("1990", "2010")), ("ar", ("١٩٩٠", "٢٠١٠"))):
        places = {words.seen: words.x for words in words_of(drawn[language]["population"].svg)}
        assert places[years[0]] < places[years[1]]


def test_categories_stand_where_reading_starts(drawn: Mapping[str, Mapping[str, Chart]]) -> None:
    for language, span, side in (("es", "1990–2000", "end"), ("ar", "١٩٩٠–٢٠٠٠", "start")):
        (label,) = [words for words in words_of(drawn[language]["regimes"].svg) if words.seen == span]
        assert label.anchor == side
        assert (label.x > WIDTH / 2) == (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_isolates_are_balanced_and_no_anchor_depends_on_direction(
    drawn: Mapping[str, Mapping[str, Chart]], language: str
) -> None:
    for chart in drawn[language].values():
        assert re.match(r'<svg class="chart" [^>]*direction="ltr"', chart.svg)
        assert chart.svg.count("direction") == 1
        for words in words_of(chart.svg):
            opened = sum(words.letters.count(mark) for mark in "\u2066\u2067\u2068")
            assert opened == words.letters.count("\u2069"), words.letters
            arabic = any("\u0600" <= letter <= "\u06ff" for letter in words.letters)
            assert not arabic or words.letters[0] in "\u2066\u2067", words.letters


def test_our_fonts_are_asked_for_first(drawn: Mapping[str, Mapping[str, Chart]]) -> None:
    for words in words_of(drawn["ar"]["rates"].svg):
        first = [name.strip(" '") for name in words.fonts.split(",")][:3]
        assert first == list(FAMILIES[:3])
        assert words.fonts.endswith("sans-serif")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_language_gives_the_same_charts(
    drawn: Mapping[str, Mapping[str, Chart]], rich: Measurement, language: str
) -> None:
    with speaking(language, COUNTRY):
        again = charts_of(rich)
    assert [chart.svg for chart in again] == [chart.svg for chart in drawn[language].values()]


@pytest.mark.filterwarnings("error")
def test_names_of_sources_are_text_whatever_is_in_them(rich: Measurement) -> None:
    assert rich.comparison
    odd = "$x_{1}$ <b>&\"' 城 \u202e عمان " + "very long " * 30
    sources = tuple(
        replace(one, references=tuple(replace(reference, title=odd) for reference in one.references))
        for one in rich.comparison.sources
    )
    named = replace(rich, comparison=replace(rich.comparison, sources=sources))
    for language in LANGUAGES:
        with speaking(language, COUNTRY):
            chart = comparison_chart(named)
        assert chart
        found = words_of(chart.svg)
        assert any("$x_{1}$ <b>&\"'" in words.letters for words in found)
        assert all(words.ends[0] >= 0 and words.ends[1] <= WIDTH for words in found)


def ink(picture: Path | bytes, where: tuple[int, int, int, int]) -> np.ndarray:
    """Return which columns of a part of a picture are not white."""
    image = np.asarray(Image.open(picture).convert("L").crop(where))  # type: ignore[arg-type]
    found: np.ndarray = (image < 200).any(axis=0)
    return found


def legend_part(chart: Chart, name: str) -> tuple[int, int, int, int]:
    """Return the box round a name of a legend, at two pixels a unit."""
    words = next(words for words in words_of(chart.svg) if name in words.letters)
    left, right = words.ends
    return int(2 * left), int(2 * (words.y - words.size)), int(2 * right) + 1, int(2 * (words.y + 0.3 * words.size))


def test_typst_sets_a_name_where_it_was_measured(drawn: Mapping[str, Mapping[str, Chart]], tmp_path: Path) -> None:
    chart = drawn["ar"]["rates"]
    tmp_path.joinpath("chart.svg").write_text(chart.svg, encoding="utf-8")
    page = f'#set page(width: {WIDTH}pt, height: auto, margin: 0pt)\n#image("chart.svg", width: {WIDTH}pt)'
    tmp_path.joinpath("page.typ").write_text(page, encoding="utf-8")
    options: dict[str, Any] = {"font_paths": [str(path) for path in font_paths()], "ignore_system_fonts": True}
    picture = tmp_path / "page.png"
    picture.write_bytes(typst.compile(str(tmp_path / "page.typ"), format="png", ppi=144, **options))
    check_name(chart, picture)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed: apt-get install chromium")
def test_a_browser_sets_a_name_where_it_was_measured_on_a_page_from_right_to_left(
    drawn: Mapping[str, Mapping[str, Chart]], tmp_path: Path
) -> None:
    chart, folder = drawn["ar"]["rates"], font_paths()[0]
    files = {family: folder / f"{family.replace(' ', '')}-Regular.ttf" for family in FAMILIES[:2]}
    faces = "".join(
        f"@font-face {{ font-family: '{name}'; src: url('{file.as_uri()}'); }}" for name, file in files.items()
    )
    page = f'<!doctype html><html dir="rtl"><meta charset="utf-8"><style>{faces} body {{ margin: 0 }}</style>'
    page += f'<div style="width: {WIDTH}px; position: absolute; left: 0">{chart.svg}</div>'
    tmp_path.joinpath("page.html").write_text(page, encoding="utf-8")
    picture = tmp_path / "page.png"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=2"]
    command += [f"--window-size={WIDTH},400", f"--screenshot={picture}", (tmp_path / "page.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    check_name(chart, picture)


def check_name(chart: Chart, picture: Path) -> None:
    """See that the legend's first name fills its box from end to end, and that nothing stands beside it."""
    with speaking("ar", COUNTRY):
        left, top, right, foot = legend_part(chart, text("charts.lcr"))
        assert current().rtl
    assert ink(picture, (left, top, right, foot)).mean() > 0.7
    for columns in (ink(picture, (left - 8, top, left - 2, foot)), ink(picture, (right + 3, top, right + 8, foot))):
        assert not columns.any()
    ends = np.flatnonzero(ink(picture, (left, top, right, foot)))
    assert ends[0] <= 6
    assert right - left - ends[-1] <= 6
