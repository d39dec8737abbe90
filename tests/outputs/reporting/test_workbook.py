"""The workbook as a spreadsheet program reads it."""

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from outputs.reporting.publish import national_of
from outputs.reporting.report import CityReport
from outputs.reporting.workbook import workbook

SHEETS = ["Reporting table", "Reasons", "All periods", "National", "About"]
FIRST = 10
"""The first row of data: a title and a head in four languages, and symbols, stand above."""


def sheet_of(data: bytes, name: str = SHEETS[0], *, values: bool = False) -> Worksheet:
    found = load_workbook(io.BytesIO(data), data_only=values)[name]
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, row: int = FIRST) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_a_workbook_has_five_sheets_in_the_order_of_the_template(report: CityReport) -> None:
    assert load_workbook(io.BytesIO(workbook([report]))).sheetnames == SHEETS


def test_the_first_sheet_has_the_templates_columns_with_a_head_in_four_languages(report: CityReport) -> None:
    sheet = sheet_of(workbook([report]))
    assert [cell.value for cell in sheet["A"][4:8]] == ["Country", "Pays", "País", "البلد"]
    assert [cell.alignment.readingOrder for cell in sheet["A"][4:8]] == [0, 0, 0, 2]
    assert row_of(sheet, FIRST - 1) == [
        None, None, "T1", "T2", "T3", "V1", "V2", "V3", "P1", "P2", "P3", "t₁ = T2 − T1", "t₂ = T3 − T2",
        "((V2 − V1) / V1) / t₁", "((V3 − V2) / V2) / t₂", "ln(P2 / P1) / t₁", "ln(P3 / P2) / t₂",
        "T1–T2: LCR / PGR", "T2–T3: LCR / PGR", "V1 / P1", "V2 / P2", "V3 / P3", None, None, None,
    ]  # fmt: skip


def test_rates_are_the_templates_live_formulas(make) -> None:  # noqa: ANN001
    data = workbook([make({2000: (10.0, 1000.0), 2010: (15.0, 1250.0), 2020: (30.0, 1000.0)})])
    assert row_of(sheet_of(data))[11:22] == [
        "=D10-C10", "=E10-D10",
        "=((G10-F10)/F10)/L10", "=((H10-G10)/G10)/M10",
        "=LN(J10/I10)/L10", "=LN(K10/J10)/M10",
        "=N10/P10", "=O10/Q10",
        "=F10*1000000/I10", "=G10*1000000/J10", "=H10*1000000/K10",
    ]  # fmt: skip
    values = row_of(sheet_of(data, values=True))
    assert values[:11] == ["Morocco", "Agadir", 2000, 2010, 2020, 10, 15, 30, 1000, 1250, 1000]
    assert values[11:15] == [10, 10, 0.05, 0.1]
    assert values[15:17] == pytest.approx([0.02231435513142098, -0.02231435513142098])
    assert values[19:22] == [10_000, 12_000, 30_000]


def test_a_value_that_cannot_be_calculated_is_empty_with_its_reason_beside_it(make) -> None:  # noqa: ANN001
    data = workbook([make({2000: (0.0, 1000.0), 2010: (15.0, 1000.0), 2020: (30.0, None)})])
    row = row_of(sheet_of(data))
    assert [row[13], row[15], row[16], row[17], row[18], row[21]] == [None, "=LN(J10/I10)/L10", None, None, None, None]
    comments = str(row[-1])
    assert "LCR T1–T2, LCRPGR T1–T2: There was no built-up land at the start" in comments
    assert "P T3, V/P T3, PGR T2–T3, LCRPGR T2–T3: The source has population data, but none of this year." in comments
    assert "see the sheet “Reasons”" in comments


def test_the_sheet_of_reasons_has_unhabitats_code_and_the_sentence_in_four_languages(make) -> None:  # noqa: ANN001
    sheet = sheet_of(workbook([make({2000: (5.0, 1000.0), 2010: (15.0, 1000.0), 2020: (30.0, None)})]), "Reasons")
    rows = {(row[2], row[3]): row for row in map(list, sheet.iter_rows(min_row=FIRST, values_only=True))}
    assert rows["LCRPGR", "T1–T2"][4:8] == [
        "not calculated", 1, "no_population_change",
        "The population growth rate is exactly zero, so that the ratio has no value.",
    ]  # fmt: skip
    assert rows["P", "T3"][5:7] == [2, "no_population_for_year"]
    sentences = rows["P", "T3"][7:11]
    assert len(set(sentences)) == 4
    legend = [row for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[5] in range(1, 7) and not row[6]]
    assert [row[5] for row in legend] == [1, 2, 3, 4, 5, 6]
    assert legend[2][7] == "Out of the scope of official statistics"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "＝1", "a\nb\x07\u202ec" * 30])
def test_a_name_is_a_text_whatever_it_begins_with(name: str, report: CityReport) -> None:
    data = workbook([replace(report, names={"en": name}, simulated=False)])
    for sheet, cell in (("Reporting table", "B10"), ("All periods", "C10"), ("Reasons", "B10")):
        found = sheet_of(data, sheet)[cell]
        assert found.data_type == "s"
        assert str(found.value)[:1] == name[:1]
        assert found.quotePrefix is (name[:1] in "=+-@＝")


def test_a_simulated_city_says_so_in_its_row_and_a_projected_year_in_its_cell(report: CityReport) -> None:
    sheet = sheet_of(workbook([report]))
    assert sheet["B10"].value == "Sample (SIMULATED CITY, not a real place)"
    assert str(sheet["Y10"].value).startswith("SIMULATED CITY, not a real place. Boundary: ")
    assert "Projected by the source, not observed: 2010." in str(sheet["Y10"].value)
    assert [sheet[cell].number_format for cell in ("C10", "E10")] == ["0", '0"*"']


def test_t1_of_a_run_of_two_epochs_is_empty_and_the_row_says_so(make) -> None:  # noqa: ANN001
    row = row_of(sheet_of(workbook([make({2010: (15.0, 1000.0), 2020: (30.0, 2000.0)})])))
    assert row[2:5] == [None, 2010, 2020]
    assert row[11:19] == [None, "=E10-D10", None, "=((H10-G10)/G10)/M10", None, "=LN(K10/J10)/M10", None, "=O10/Q10"]
    assert "The run has too few epochs: T1 is empty." in str(row[-1])


def test_every_period_and_boundary_has_a_row_with_the_same_formulas(report: CityReport) -> None:
    sheet = sheet_of(workbook([report]), "All periods")
    rows = [row for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[0]]
    assert len(rows) == len(report.rows) == 12
    assert rows[0][4:8] == ("city’s urban extent, fixed at 2010", 1990, 2000, "=G10-F10")
    assert rows[0][8] == pytest.approx(report.rows[0].built_up_start_km2, rel=1e-15)
    assert rows[0][12:17] == (
        "=((J10-I10)/I10)/H10", "=LN(L10/K10)/H10", "=M10/N10", "=I10*1000000/K10", "=J10*1000000/L10",
    )  # fmt: skip
    missing = next(row for row in rows if row[14] is None)
    assert missing[18] == "lcrpgr: no_population_change; simulated"


def test_national_figures_are_formulas_over_the_cities_rows(make) -> None:  # noqa: ANN001
    cities = (
        make({2000: (10.0, 1000.0), 2010: (15.0, 2000.0)}),
        make({2000: (10.0, 1000.0), 2010: (30.0, 6000.0)}, city="fes"),
    )
    data = workbook(cities, national_of(cities))
    formulas, values = (row_of(sheet_of(data, "National", values=found)) for found in (False, True))
    assert formulas[8] == "agadir; fes"
    assert formulas[10] == (
        '=SUMPRODUCT(ISNUMBER(FIND("; "&\'All periods\'!$D$10:$D$11&";","; "&I10&";"))'
        "*('All periods'!$F$10:$F$11=D10)*('All periods'!$G$10:$G$11=E10)*'All periods'!$L$10:$L$11)"
    )
    assert formulas[13] == "=L10/M10"
    assert values[10] == 8000
    assert values[11] == pytest.approx((2000 * 0.05 + 6000 * 0.2) / 8000)


def test_a_workbook_without_an_aggregate_says_why(report: CityReport) -> None:
    texts = [cell.value for cell in sheet_of(workbook([report]), "National")["A"]]
    assert any("it takes all cities of a country" in str(text) for text in texts)


def test_sheets_are_set_up_for_the_screen_and_for_paper(report: CityReport) -> None:
    book = load_workbook(io.BytesIO(workbook([report])))
    assert [book[name].freeze_panes for name in SHEETS[:3]] == ["C10", "C10", "D10"]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert book[SHEETS[0]].print_title_rows == "$1:$9"


def test_the_same_reports_give_the_same_bytes_and_no_date_of_today(report: CityReport) -> None:
    data = workbook([report])
    assert workbook([report]) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_about_names_the_sources_the_runs_and_how_to_cite(report: CityReport) -> None:
    texts = [str(cell.value) for row in sheet_of(workbook([report]), "About").iter_rows() for cell in row if cell.value]
    for said in ("Umran, simulated city, fixed seed; not a real place.", "CC0-1.0", "r0123456789ab", "0.1.0"):
        assert said in texts
    assert any(
        text.startswith("Umran. SDG indicator 11.3.1: reporting table of the runs listed here") for text in texts
    )
