"""The workbook recomputed by LibreOffice, which knows nothing of our values: every result was taken out before.

Cells keep 16 digits and LibreOffice writes 15, and the difference of two nearly equal areas keeps some four fewer.
"""

import io
from collections.abc import Iterator

import pytest
from openpyxl import Workbook, load_workbook

from outputs.reporting.publish import national_of
from outputs.reporting.workbook import workbook

FIRST = 10


def numbers(book: Workbook) -> Iterator[tuple[str, float]]:
    """Yield every number of a workbook by its cell, and make sure that no cell holds an error."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not str(cell.value).startswith("#"), f"{sheet.title}!{cell.coordinate}: {cell.value}"
                if isinstance(cell.value, int | float):
                    yield f"{sheet.title}!{cell.coordinate}", float(cell.value)


def test_all_rows_of_unhabitats_own_template_come_out_as_unhabitat_has_them(lombardy, recompute) -> None:  # noqa: ANN001
    reports = tuple(report for report, _ in lombardy.values())
    data = workbook(reports, national_of(reports))
    found = recompute(data)
    ours = load_workbook(io.BytesIO(data), data_only=True)
    sheet, compared = found["Reporting table"], 0
    for row, (_, expected) in enumerate(lombardy.values(), FIRST):
        for place, own in enumerate(expected, 2 - len(expected)):
            for column, name in ((14, "lcr"), (16, "pgr"), (18, "lcrpgr")):
                value = sheet.cell(row, column + place).value
                assert value == pytest.approx(float(own[name]), abs=1e-12)
                compared += 1
    assert compared == 60
    assert dict(numbers(found)) == pytest.approx(dict(numbers(ours)), abs=1e-12)


def test_odd_cities_leave_no_error_and_agree_with_our_own_values(make, recompute) -> None:  # noqa: ANN001
    reports = (
        make({2000: (10.0, 2000.0), 2010: (12.0, 1500.0), 2020: (11.0, 900.0)}, city="shrinking"),
        make({2000: (10.0, 2000.0), 2010: (12.0, 0.0), 2020: (11.0, 0.0)}, city="deserted"),
        make({2000: (0.0, 100.0), 2010: (12.0, 200.0), 2020: (12.0, 200.0)}, city="founded"),
        make({2000: (5.0, None), 2010: (12.0, None), 2020: (None, 200.0)}, city="unknown"),
        make({2010: (5.0, 100.0), 2020: (12.0, 130.0)}, city="two-epochs"),
    )
    data = workbook(reports, national_of(reports))
    found, ours = recompute(data), load_workbook(io.BytesIO(data), data_only=True)
    values = dict(numbers(found))
    assert values == pytest.approx(dict(numbers(ours)), rel=1e-12)
    assert values["Reporting table!P10"] == pytest.approx(-0.028768207245178)  # ln(1500 / 2000) / 10
    assert "Reporting table!R11" not in values
    assert any(name.startswith("National!") for name in values)
