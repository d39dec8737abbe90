import re
from typing import Any

import pytest

from outputs.report.legend import Entry, patch_look, placed
from outputs.report.lettering import width
from outputs.report.plotting import WIDTH, plot, svg
from outputs.words import speaking

SHORT = [Entry(name, "#a3461a") for name in ("One", "Two", "Three")]


def test_names_fill_a_row_and_then_the_next() -> None:
    found, height = placed(SHORT, WIDTH)
    assert [one.y for one in found] == [0, 0, 0]
    assert [one.x for one in found] == sorted(one.x for one in found)
    many, more = placed([*SHORT, Entry("A name of some length, as they are in French", "#1f5f8b"), *SHORT], 300)
    assert more == 3 * height
    assert [one.y / height for one in many] == [0, 0, 0, 1, 2, 2, 2]


def test_no_name_leaves_the_chart() -> None:
    found, _ = placed([*SHORT, Entry("a very long name " * 9, "#1f5f8b", dash="-")], 200)
    for one in found:
        for line in one.lines:
            assert one.x + one.entry.wide + width(line, 12) <= 200
    assert len(found[-1].lines) > 3


def at(drawn: str, word: str) -> tuple[float, str]:
    """Return where a text that begins with a word is anchored, and by which end."""
    found = re.search(rf'text-anchor: (\w+)[^>]* x="([\d.]+)"[^>]*>\u2067?{word}', drawn)
    assert found, word
    return float(found[2]), found[1]


def drawing(entries: list[Entry]) -> str:
    chart: Any = plot()
    chart.axes.plot([0, 1], [0, 1])
    chart.entries = entries
    return svg(chart, "legend")


def test_in_arabic_the_legend_begins_on_the_right() -> None:
    first, second = Entry("السكان", "#a3461a"), Entry("الأراضي", "#1f5f8b")
    with speaking("ar"):
        drawn = drawing([first, second])
        places = [at(drawn, one.name) for one in (first, second)]
    assert [end for _, end in places] == ["end", "end"]
    assert WIDTH / 2 < places[1][0] < places[0][0] < WIDTH
    with speaking("fr"):
        drawn = drawing(SHORT)
        assert at(drawn, "One")[0] < at(drawn, "Two")[0] < WIDTH / 2


def test_a_legend_of_many_rows_makes_the_chart_higher_and_not_the_axes_lower() -> None:
    few, many = drawing(SHORT), drawing([Entry("a very long name " * 4, "#1f5f8b") for _ in range(12)])
    heights = [int(re.search(r'viewBox="0 0 490 (\d+)"', drawn)[1]) for drawn in (few, many)]  # type: ignore[index]
    assert heights[0] == 310
    assert heights[1] > 400


@pytest.mark.parametrize(("colour", "lines"), [("#f4f1ea", "#5a5a5a"), ("#5b1a18", "white")])
def test_a_hatch_stands_out_on_its_colour(colour: str, lines: str) -> None:
    assert patch_look(colour, "//")["hatchcolor"] == lines
