"""The annex as a PDF."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from outputs.annex.content import AnnexContent
from outputs.annex.pdf import pdf_of
from outputs.pdf.speech import page_words
from outputs.words import LANGUAGES, speaking

Made = Callable[[str], AnnexContent]
PDFTOTEXT = shutil.which("pdftotext")


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_two_tagged_pages_in_every_language_and_says_so_of_itself(language: str, annex: Made) -> None:
    content = annex(language)
    with speaking(language):
        reader = PdfReader(io.BytesIO(pdf_of(content)))
    assert len(reader.pages) == 2
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    assert reader.metadata is not None
    assert str(reader.metadata.title) == content.title


def test_its_fonts_are_in_it(annex: Made) -> None:
    for page in PdfReader(io.BytesIO(pdf_of(annex("en")))).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_figures_and_the_run_are_on_it(annex: Made) -> None:
    found = text_of(pdf_of(annex("en")))
    for words in ("Between 1990 and 2010 (projected)", "13.47", "3.20", "r0123456789ab", "Page 2 of 2"):
        assert words in found


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils)")
def test_arabic_is_read_in_its_own_order(annex: Made, tmp_path: Path) -> None:
    content, path = annex("ar"), tmp_path / "annex.pdf"
    with speaking("ar"):
        path.write_bytes(pdf_of(content))
    read = subprocess.run([PDFTOTEXT or "", path, "-"], capture_output=True, check=True, text=True).stdout
    for title in (content.indicator.title, content.map_title, content.warnings.title):
        assert title in normalize("NFKC", read)


def test_long_texts_stay_on_two_pages_and_markup_in_a_name_is_text(crowded: AnnexContent) -> None:
    data = pdf_of(crowded)
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    assert 'A <b>name</b> & "quotes"' in text_of(data)
    assert "7 more warnings" in text_of(data)


def test_the_same_content_gives_the_same_bytes(annex: Made) -> None:
    assert pdf_of(annex("en")) == pdf_of(annex("en"))


def test_page_numbers_stand_where_the_language_has_them() -> None:
    with speaking("en"):
        assert page_words() == ["Page ", "page", " of ", "pages", ""]


def test_a_city_without_an_urban_extent_still_has_its_two_pages(annex: Made) -> None:
    content = annex("en")
    bare = replace(content, pictures=replace(content.pictures, chart=None))
    assert len(PdfReader(io.BytesIO(pdf_of(bare))).pages) == 2
