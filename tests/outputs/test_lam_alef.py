"""Arabic text read back from a PDF by a program that knows nothing but the order of glyphs on the page."""

import shutil
import subprocess
from pathlib import Path

import fontpkg
import pytest
import typst
from fontTools.ttLib import TTFont

from outputs.fonts import font_paths
from outputs.lam_alef import part_letters

PDFTOTEXT = shutil.which("pdftotext")
WORDS = "الأرض الأولى لا إلى الآن استهلاك بين افتراضية الحضري تشرين المؤشر"
"""With lam before every kind of alef, and the pairs that the font as it comes joins: ين تر ضر شر شرين."""


def read_back(folder: Path, tmp_path: Path) -> str:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    source = f'#set text(font: "IBM Plex Sans Arabic", lang: "ar", dir: rtl)\n{WORDS}'
    pdf = tmp_path / "words.pdf"
    pdf.write_bytes(typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf"))
    run = subprocess.run([PDFTOTEXT or "", pdf, "-"], capture_output=True, check=True, text=True)
    return " ".join("".join(letter for letter in run.stdout if letter not in "\u202a\u202b\u202c\f").split())


def parted(weight: int = 400) -> TTFont:
    font = TTFont(fontpkg.path("IBM Plex Sans Arabic", weight))
    part_letters(font)
    return font


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils)")
def test_words_are_read_back_in_their_order_and_were_not_before(tmp_path: Path) -> None:
    assert read_back(font_paths()[0], tmp_path) == WORDS
    assert "الأرض" not in read_back(fontpkg.path("IBM Plex Sans Arabic").parent, tmp_path)


@pytest.mark.parametrize("weight", [400, 700])
def test_a_pair_is_as_wide_and_looks_as_it_did(weight: int) -> None:
    before, font = TTFont(fontpkg.path("IBM Plex Sans Arabic", weight)), parted(weight)
    for joined, lam in (("uniFEFB", "lam.before_alef"), ("uniFEFC", "lam.before_alef.medi")):
        assert font["hmtx"][f"{joined}.alef"][0] + font["hmtx"][lam][0] == before["hmtx"][joined][0]
        assert font["glyf"][f"{joined}.alef"].getComponentNames(font["glyf"]) == [joined]
        assert font["glyf"][lam].numberOfContours == 0


def test_marks_stand_where_they_stood_on_the_ligature() -> None:
    """A fatha on the lam of لا lies right of one on its alef, by as much as in the ligature's own anchors."""
    font = parted()
    places = {}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if table.LookupType == 5:
                parts = table.LigatureArray.LigatureAttach[
                    table.LigatureCoverage.glyphs.index("uniFEFB")
                ].ComponentRecord
                places["ligature"] = [part.LigatureAnchor[0].XCoordinate for part in parts]
            elif table.LookupType == 4 and "uniFEFB.alef" in table.BaseCoverage.glyphs:
                records = dict(zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True))
                above = dict(zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True))["uni064E"].Class
                alef, lam = (records[name].BaseAnchor[above] for name in ("uniFEFB.alef", "lam.before_alef"))
                places["parted"] = [font["hmtx"]["uniFEFB.alef"][0] + lam.XCoordinate, alef.XCoordinate]
    assert places["parted"] == places["ligature"]


def test_a_font_that_joins_lam_and_alef_otherwise_is_refused() -> None:
    font = parted()
    with pytest.raises(ValueError, match="expected 14 pairs of lam and alef in the font, saw 0"):
        part_letters(font)
