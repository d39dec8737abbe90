"""The city report in four languages, as programs read it that know nothing of how it was made."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import category
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from geo.measurement import Measurement
from outputs.pdf.content import report_data
from outputs.pdf.report import render_report_pdf, report_pdf
from outputs.provenance.words import provenance_words
from outputs.report.content import page_content
from outputs.report.tables import indicator_table
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking, text

pytestmark = pytest.mark.slow
PDFTOTEXT, QPDF = shutil.which("pdftotext"), shutil.which("qpdf")
CREATED = "2026-11-25T10:30:00+00:00"
COUNTRY = "JOR"
"""Its Arabic writes ٢٠٢٠."""
with_poppler = pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils)")


def seen(said: str) -> str:
    """Return a text without marks of direction, marks on letters and white space: what an eye compares."""
    return "".join(letter for letter in said if category(letter) not in {"Cf", "Mn"} and not letter.isspace())


@dataclass(frozen=True)
class Report:
    language: str
    content: Mapping[str, Any]
    pdf: bytes
    path: Path

    @cached_property
    def text(self) -> str:
        run = subprocess.run([PDFTOTEXT or "", self.path, "-"], capture_output=True, check=True, text=True)
        return run.stdout

    def speaking(self) -> Any:
        return speaking(self.language, COUNTRY)


def whole(measurement: Measurement, *others: Measurement) -> Measurement:
    """Return a measurement with all that others have beside the indicator."""
    for other in others:
        for name in ("comparison", "figures", "settlements", "zones", "published"):
            if getattr(other, name):
                measurement = replace(measurement, **{name: getattr(other, name)})
    return measurement


@pytest.fixture(scope="module")
def everything(
    measurement: Measurement, compared: Measurement, measured: Measurement, zoned: Measurement, published: Measurement
) -> Measurement:
    return whole(measurement, compared, measured, zoned, published)


@pytest.fixture(scope="module")
def made() -> dict[str, Report]:
    """The reports by language, each made once."""
    return {}


@pytest.fixture(params=LANGUAGES)
def report(
    request: pytest.FixtureRequest,
    made: dict[str, Report],
    everything: Measurement,
    place: Place,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
) -> Report:
    language = request.param
    if language not in made:
        with speaking(language, COUNTRY):
            content = page_content(everything, place, run, created=CREATED)
            pdf = report_pdf(content, provenance_words(everything, place, run, created=CREATED), created=CREATED)
        path = tmp_path_factory.mktemp("report") / f"{language}.pdf"
        path.write_bytes(pdf)
        made[language] = Report(language, content, pdf, path)
    return made[language]


def opened(report: Report) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(report.pdf))


def elements(document: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the elements of a kind in the tree of tags."""
    return [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}"]


@pytest.mark.skipif(QPDF is None, reason="no qpdf")
def test_the_file_is_valid(report: Report) -> None:
    checked = subprocess.run([QPDF or "", "--check", report.path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_font_is_inside(report: Report) -> None:
    with opened(report) as document:
        described = [
            one.FontDescriptor
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/FontDescriptor" in one
        ]
        assert {str(one.FontName).partition("+")[2] for one in described} >= {
            "IBMPlexSansRoman-Regular",
            "IBMPlexSansArabic-Regular",
        }
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)
        simple = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") in {"/Type1", "/TrueType"}
        ]
        assert simple == []


def test_the_file_says_its_language_its_title_and_that_it_is_tagged(report: Report) -> None:
    with opened(report) as document, report.speaking():
        assert str(document.Root.Lang).partition("-")[0] == report.language
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert text("simulated.stamp") in str(document.docinfo["/Title"])
        assert report.content["name"] in str(document.docinfo["/Title"])
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def test_every_picture_has_its_text(report: Report) -> None:
    content = report.content
    shown = [
        one["alt"] for one in (*content["maps"], *content["epoch_maps"], *(zone["map"] for zone in content["zones"]))
    ]
    drawn = [
        *content["charts"],
        *(chart for section in content["sections"] for chart in section.charts),
        content["compared"]["chart"],
    ]
    with opened(report) as document:
        texts = [seen(str(one.Alt)) for one in elements(document, "Figure") if "/Alt" in one]
    for alt in (*shown, *(chart.alt for chart in drawn)):
        assert any(seen(alt) in said for said in texts), alt
    assert len(texts) == len(shown) + len(drawn)


def test_tables_have_heads_that_are_tagged(report: Report) -> None:
    tables = report.content["tables"]
    with opened(report) as document:
        assert len(elements(document, "Table")) >= len(tables)
        assert len(elements(document, "TH")) >= sum(len(table.columns) + len(table.groups) for table in tables)


def test_bookmarks_lead_to_every_section(report: Report) -> None:
    with report.speaking():
        data = report_data(report.content, ())
    with opened(report) as document, document.open_outline() as outline:
        titles = [seen(item.title) for item in outline.root]
        of_tables = [seen(item.title) for part in outline.root for item in part.children]
    assert titles == [seen(text) for text in (data["front"]["happened"], *(one["title"] for one in data["sections"]))]
    assert seen(report.content["tables"][0].caption) in of_tables


@with_poppler
def test_every_number_of_the_indicator_table_is_in_its_text(report: Report, everything: Measurement) -> None:
    said = seen(report.text)
    with report.speaking():
        table = indicator_table(everything)
    missing = {
        cell.value for group in table.groups for row in group.rows for cell in row.cells if seen(cell.value) not in said
    }
    assert missing == set()


@with_poppler
def test_what_happened_is_read_back_word_after_word(report: Report) -> None:
    """Arabic too is in the order in which it is read, whatever its letters look like beside each other."""
    paragraphs = [str(report.content["story"].lead.striptags()), *report.content["story"].doubts]
    read = iter(
        [seen(word) for word in re.findall(r"[^\W\d_]{3,}", "".join(c for c in report.text if category(c) != "Mn"))]
    )
    for paragraph in paragraphs:
        for word in re.findall(r"[^\W\d_]{3,}", paragraph):
            if not any(category(letter) == "Mn" for letter in word):
                assert seen(word) in read, word


@with_poppler
def test_every_reason_warning_term_and_citation_is_in_its_text(report: Report) -> None:
    said = seen(report.text)
    content = report.content
    expected = [
        *(column.head for table in content["tables"] for column in table.columns),
        *(term.word for term in content["glossary"]),
        *(one.title for section in content["sections"] for one in section.abouts),
        *(source.version for source in content["sources"]),
        *(file.sha256 for source in content["sources"] for file in source.files),
        content["run"].id,
    ]
    words = {word.strip("()") for one in expected for word in one.split()}
    assert [word for word in words if seen(word) not in said] == []


@with_poppler
def test_nothing_runs_off_a_page(report: Report) -> None:
    for width, height, words in boxes(report.path):
        assert words
        for left, top, right, bottom, word in words:
            assert left >= 30, word
            assert right <= width - 30, word
            assert top >= 20, word
            assert bottom <= height - 20, word


def boxes(path: Path) -> Iterator[tuple[float, float, list[tuple[float, float, float, float, str]]]]:
    """Yield width, height and words with their places of every page."""
    run = subprocess.run([PDFTOTEXT or "", "-bbox", path, "-"], capture_output=True, check=True)
    space = "{http://www.w3.org/1999/xhtml}"
    for page in ET.fromstring(run.stdout).iter(f"{space}page"):  # noqa: S314 (of a file that we made)
        words = [
            (*(float(word.get(side, "")) for side in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
            for word in page.iter(f"{space}word")
        ]
        yield float(page.get("width", "")), float(page.get("height", "")), words  # type: ignore[misc]


@with_poppler
def test_every_page_says_that_the_city_is_simulated_which_run_it_is_and_which_page(report: Report) -> None:
    pages = report.text.split("\f")[:-1]
    assert 12 <= len(pages) <= 40
    with report.speaking():
        stamp = seen(text("simulated.stamp"))
        numbers = [text("pdf.page", page=number, pages=len(pages)).split() for number in range(1, len(pages) + 1)]
    for page, number in zip(pages, numbers, strict=True):
        assert stamp in seen(page)
        assert report.content["run"].id in page
        assert [part for part in number if seen(part) not in seen(page)] == []


@with_poppler
def test_the_last_page_tells_where_the_numbers_are_from(report: Report) -> None:
    last = seen(report.text.split("\f")[-2])
    for name, version in report.content["run"].software.items():
        assert name in last
        assert version in last
    for source in report.content["own_sources"]:
        assert seen(source.citation) in last


def test_the_same_content_gives_the_same_bytes(report: Report, everything: Measurement, place: Place, run: Run) -> None:
    with report.speaking():
        again = report_pdf(report.content, provenance_words(everything, place, run, created=CREATED), created=CREATED)
    assert again == report.pdf


HOSTILE = '#panic("x") $x$ *a* _b_ `c` <b>&amp;</b> @d "q" \\ // /* \u202eabc\u200f \n line ' + "W" * 200 + "م" * 40


@with_poppler
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_name_of_markup_and_300_letters_is_text_and_stays_on_the_page(
    language: str, measurement: Measurement, place: Place, run: Run, tmp_path: Path
) -> None:
    source = replace(measurement.sources[0], title="#set $t$ <i>x</i> " + "Q" * 80, citation='= a\n- b\n#import "c"')
    measurement = replace(measurement, sources=(source,))
    place = replace(place, names={"en": HOSTILE, language: HOSTILE, "x-unheard-of": "中文"}, area_origin="#lorem(9)")
    with speaking(language, COUNTRY):
        pdf = render_report_pdf(measurement, place, run, created=CREATED)
    path = tmp_path / "hostile.pdf"
    path.write_bytes(pdf)
    for width, height, words in boxes(path):
        assert all(left >= 30 and right <= width - 30 for left, _, right, _, _ in words)
        assert all(top >= 20 and bottom <= height - 20 for _, top, _, bottom, _ in words)
    read = subprocess.run([PDFTOTEXT or "", path, "-"], capture_output=True, check=True, text=True).stdout
    said = seen(read)
    for part in (
        '#panic("x")$x$*a*_b_`c`<b>&amp;</b>@d"q"',
        "#set$t$<i>x</i>",
        "Q" * 80,
        '=a-b#import"c"',
        "lorem",
    ):
        assert part in said, part
    with pikepdf.open(path) as document:
        assert "".join(HOSTILE.split())[:60] in "".join(str(document.docinfo["/Title"]).split())
