import re
from typing import Any

import numpy as np
import pytest

from outputs.report.plotting import WIDTH, axis_number, note, plot, svg
from outputs.report.ticks import Value
from outputs.words import speaking

GAP, MINUS = "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.25, "0.25"), (-5, f"{MINUS}5"), (500, "500"), (20_000, f"20{GAP}000"), (1_250_000, f"1.25{GAP}M")],
)
def test_numbers_along_an_axis_have_no_decimals_that_say_nothing(value: float, said: str) -> None:
    assert axis_number(value) == said


def test_numbers_along_an_axis_are_of_the_language() -> None:
    with speaking("fr", "MAR"):
        assert axis_number(0.5) == "0,5"
        assert axis_number(2_000_000).startswith("2")
    with speaking("ar", "JOR"):
        assert axis_number(-5) == f"\u2066{MINUS}٥\u2069"


def line(top: float) -> str:
    chart: Any = plot()
    chart.axes.plot([2000, 2010], [0, top])
    chart.axes.set_ylim(0, top)
    chart.along = [Value(2000, 0, "first", 9), Value(2010, top, "last", 9)]
    chart.years = [2000, 2010]
    return svg(chart, "line")


def test_the_axes_leave_room_for_the_widest_number() -> None:
    lefts = [float(re.search(r"axes_1.*?M ([\d.]+) ", line(top), re.DOTALL)[1]) for top in (4, 4_000, 400_000)]  # type: ignore[index]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3


def test_a_page_that_asks_for_no_script_and_no_style_sheet_can_hold_it() -> None:
    drawn = line(4)
    assert drawn.startswith(f'<svg class="chart" viewBox="0 0 {WIDTH} 310" direction="ltr" aria-hidden="true"')
    assert not re.search(r"<style|<script|<metadata|<!--|xlink", drawn)
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert all(name.startswith("line-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)


def test_a_dollar_sign_is_no_formula() -> None:
    chart: Any = plot()
    chart.axes.plot(np.arange(3))
    note(chart.axes, "$x$ & <b>", (1, 1))
    assert ">$x$ &amp; &lt;b&gt;<" in svg(chart, "odd")
