from dataclasses import replace

import pytest

from outputs.pdf.tables import LANDSCAPE_MM, PORTRAIT_MM, Sheet, needs_width, table_blocks
from outputs.report.tables import Cell, Column, Group, Row, Table

UPRIGHT, LENGTHWISE = Sheet(wide=False), Sheet(wide=True)


def make_table(columns: int, head: str = "1990–2000") -> Table:
    cells = tuple(Cell(f"c{k}", f"{k}") for k in range(columns))
    row = Row(head, "", "a", cells, strong=False)
    heads = tuple(Column(f"c{k}", f"Head {k}", "km²") for k in range(columns))
    return Table("id", "A caption", "A note", "Period", heads, (Group("All", "", (row,)),), (("a", "A reason."),))


@pytest.mark.parametrize(("columns", "wide"), [(1, False), (9, False), (12, True), (30, True)])
def test_a_table_with_many_columns_needs_paper_lengthwise(columns: int, wide: bool) -> None:  # noqa: FBT001
    assert needs_width(make_table(columns)) is wide


def test_long_heads_of_rows_leave_less_room_for_columns() -> None:
    assert not needs_width(make_table(9))
    assert needs_width(make_table(9, "Urban cluster (Degree of Urbanisation), fixed at 2015"))


@pytest.mark.parametrize(("sheet", "room"), [(UPRIGHT, PORTRAIT_MM), (LENGTHWISE, LANDSCAPE_MM)])
@pytest.mark.parametrize("columns", [1, 5, 9, 12, 16, 30, 57])
def test_every_part_fits_between_the_margins(sheet: Sheet, room: float, columns: int) -> None:
    for block in table_blocks(make_table(columns), sheet):
        assert block["head_mm"] + len(block["columns"]) * block["column_mm"] <= room + 1e-9
        assert block["column_mm"] >= 14


def test_parts_have_all_columns_once_in_their_order_each_under_the_same_heads_of_rows() -> None:
    parts = list(table_blocks(make_table(30), LENGTHWISE))
    assert [column.field for part in parts for column in part["columns"]] == [f"c{k}" for k in range(30)]
    for part in parts:
        (row,) = part["groups"][0].rows
        assert [cell.field for cell in row.cells] == [column.field for column in part["columns"]]
        assert row.head == "1990–2000"


def test_parts_are_counted_and_the_note_stands_below_the_last() -> None:
    parts = list(table_blocks(make_table(30), LENGTHWISE))
    assert [part["title"] for part in parts] == ["A caption, part 1 of 2", "A caption, part 2 of 2"]
    assert [part["note"] for part in parts] == ["", "A note"]


def test_reasons_stand_below_every_part_that_may_refer_to_them() -> None:
    for part in table_blocks(make_table(30), LENGTHWISE):
        assert part["footnotes"] == (("a", "A reason."),)


def test_marks_of_direction_take_no_room() -> None:
    plain, marked = (
        make_table(3, head) for head in ("2000–2015 whole span", "\u2066\u20662000\u2069–\u20662015\u2069 whole span")
    )
    assert [one["head_mm"] for one in table_blocks(plain, UPRIGHT)] == [
        one["head_mm"] for one in table_blocks(marked, UPRIGHT)
    ]


def test_a_table_without_rows_is_a_table() -> None:
    (block,) = table_blocks(replace(make_table(2), groups=()), UPRIGHT)
    assert block["head_mm"] > 0
