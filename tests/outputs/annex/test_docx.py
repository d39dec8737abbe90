"""The annex as a DOCX."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from outputs.annex.content import AnnexContent
from outputs.annex.docx import docx_of
from outputs.annex.parts import by_direction
from outputs.words import LANGUAGES, speaking

Made = Callable[[str], AnnexContent]


def opened(content: AnnexContent, language: str) -> Document:
    with speaking(language):
        return docx.Document(io.BytesIO(docx_of(content)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_makes_two_pages_of_it_in_every_language(
    language: str, annex: Made, pages_in_libreoffice: Callable[[bytes], int]
) -> None:
    content = annex(language)
    with speaking(language):
        assert pages_in_libreoffice(docx_of(content)) == 2


def test_long_texts_stay_on_two_pages(crowded: AnnexContent, pages_in_libreoffice: Callable[[bytes], int]) -> None:
    assert pages_in_libreoffice(docx_of(crowded)) == 2


def test_its_headings_lists_and_tables_are_real(annex: Made) -> None:
    content = annex("en")
    found = opened(content, "en")
    heads = [(p.style.name, p.text) for p in found.paragraphs if p.style is not None and "Heading" in str(p.style.name)]
    assert heads == [
        ("Heading 1", content.title),
        *(
            ("Heading 2", title)
            for title in (
                content.indicator.title, content.happened.title, content.table_title, content.chart_title,
                content.map_title, content.method.title, content.warnings.title, content.sources.title,
                content.cite.title,
            )
        ),
    ]  # fmt: skip
    lists = [
        str(p.style.name) for p in found.paragraphs if p.style is not None and str(p.style.name).startswith("List")
    ]
    assert lists.count("List Number") == 4
    assert lists.count("List Bullet") == len(content.warnings.items) + len(content.sources.items)
    assert len(found.tables) == 2
    for table, grid in zip(found.tables, content.grids, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == list(grid.head)
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_pictures_have_the_texts_that_stand_for_them(annex: Made) -> None:
    content = annex("en")
    shown = [one._inline.docPr.get("descr") for one in opened(content, "en").inline_shapes]
    assert content.pictures.chart is not None
    assert shown == [content.pictures.chart.alt, content.pictures.map.alt]


def test_arabic_paragraphs_tables_and_letters_run_from_right_to_left(annex: Made) -> None:
    found = opened(annex("ar"), "ar")
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in found.paragraphs)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in found.tables)
    assert found.sections[0]._sectPr.find(qn("w:bidi")) is not None
    letters = [run for p in found.paragraphs for run in p.runs if any("\u0621" <= c <= "\u064a" for c in run.text)]
    assert len(letters) > 30
    assert all(run.font.rtl or "\u2066" in run.text for run in letters)
    assert {one.get(qn("w:bidi")) for one in found.styles.element.iter(qn("w:lang"))} == {"ar"}


def test_other_languages_run_from_left_to_right_and_name_themselves(annex: Made) -> None:
    found = opened(annex("fr"), "fr")
    assert all(p._p.pPr is None or p._p.pPr.find(qn("w:bidi")) is None for p in found.paragraphs)
    assert not any(run.font.rtl for p in found.paragraphs for run in p.runs)
    assert {one.get(qn("w:val")) for one in found.styles.element.iter(qn("w:lang"))} == {"fr"}
    assert found.core_properties.language == "fr"


def test_a_span_of_years_is_a_run_of_its_own_from_left_to_right() -> None:
    with speaking("ar"):
        assert list(by_direction("نمو \u2066−0,35\u2069 %")) == [
            ("نمو ", True),
            ("\u2066−0,35\u2069", False),
            (" %", True),
        ]
        assert list(by_direction("عند \u20662010\u2069")) == [("عند ", True), ("2010", True)]
        assert list(by_direction("\u2068مدينة \u20662010\u2069\u2069")) == [("مدينة ", True), ("2010", True)]
        assert list(by_direction("\u2068GHSL\u2069.")) == [("\u2068GHSL\u2069", False), (".", True)]
        assert "".join(piece for piece, _ in by_direction("a \u2066 not closed")) == "a \u2066 not closed"
    assert list(by_direction("1990–2000")) == [("1990–2000", False)]


def test_a_name_with_markup_is_a_text(crowded: AnnexContent) -> None:
    assert 'A <b>name</b> & "quotes"' in opened(crowded, "en").paragraphs[2].text


def test_the_same_content_gives_the_same_bytes_and_only_its_own_date(annex: Made) -> None:
    content = annex("en")
    data = docx_of(content)
    assert docx_of(content) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2026-11-25T12:00:00Z") == 2
