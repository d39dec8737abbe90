import re
from typing import Any

from outputs.report.bars import label_epochs, projected_entry, stack
from outputs.report.plotting import HATCH, plot, svg

COLOURS = {"a": "#5b1a18", "b": "#dcd6c6", "c": "#141414"}


def test_parts_stand_on_each_other_and_what_is_lost_hangs_below() -> None:
    chart: Any = plot()
    stack(chart.axes, 0, {"a": 2.0, "b": 3.0, "c": -1.5}, (COLOURS, ""))
    boxes = [(patch.get_y(), patch.get_height()) for patch in chart.axes.patches]
    assert boxes == [(0, 2), (2, 3), (0, -1.5)]


def test_a_part_of_nothing_is_not_drawn() -> None:
    chart: Any = plot()
    stack(chart.axes, 0, {"a": 2.0, "b": 0.0}, (COLOURS, HATCH))
    assert [patch.get_hatch() for patch in chart.axes.patches] == [HATCH]


def test_projected_epochs_are_named_where_there_is_room() -> None:
    for count, named in ((3, True), (40, False)):
        chart: Any = plot()
        years = list(range(1990, 1990 + count))
        for place in range(count):
            stack(chart.axes, place, {"a": 1.0}, (COLOURS, ""))
        label_epochs(chart, years, {years[-1]})
        assert bool(re.search(r">projected<", svg(chart, "bars"))) == named


def test_a_legend_names_the_hatch_only_where_it_is() -> None:
    assert [entry.name for entry in projected_entry(wanted=True)] == ["Projected"]
    assert projected_entry(wanted=False) == []
