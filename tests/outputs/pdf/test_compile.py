import io
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from markupsafe import Markup
from PIL import Image

from outputs.errors import FormatError
from outputs.pdf.compile import compile_typst
from outputs.words import speaking

CREATED = "2026-11-25T10:30:00+00:00"
SVG = (
    '<svg viewBox="0 0 90 20" xmlns="http://www.w3.org/2000/svg">'
    '<text font-family="IBM Plex Sans" y="15">drawn</text></svg>'
)
TEMPLATE = """
#import "common.typ": *
#show: published
#title(data.document.title)
= #data.heading
#words(data.name)

#words(data.at("sentence", default: none))
#for (path, alt) in data.at("pictures", default: ()) { image(path, alt: alt) }
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A template in the folder of a package of its own."""
    folder = tmp_path / "papers" / "templates"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "paper.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "papers", raising=False)
    return "paper.typ"


def compiled(template: str, **data: Any) -> bytes:
    about = {"title": "A title", "description": "What it is", "keywords": ["land", "people"]}
    return compile_typst(
        template,
        {"document": about, "heading": "A heading", "name": "A name", **data},
        created=CREATED,
        package="papers",
    )


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        "$x$ *a* _b_ `c` @d <e>",
        r"\ // /* ~ -- --- ... #set text(red)",
        "\"q\" 'r' [content] {code}",
        '= heading, - list, + item, / term: x, #import "y"',
        "<b>&amp;</b>",
    ],
)
def test_a_name_is_never_markup(template: str, name: str) -> None:
    pdf = compiled(template, name=name, heading=name)
    assert text_of(pdf).count(name) == 2


def test_a_name_of_300_letters_breaks_at_the_margin(template: str) -> None:
    lines = [line for line in text_of(compiled(template, name="W" * 300)).splitlines() if "W" in line]
    assert sum(line.count("W") for line in lines) == 300
    assert 3 < len(lines) < 10


def test_emphasis_of_markup_is_set_and_its_text_is_whole(template: str) -> None:
    pdf = compiled(template, sentence=Markup("It <strong>grew</strong> by <em>{}</em>.").format("#5 <%>"))
    assert "It grew by #5 <%>." in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {str(font.BaseFont) for font in document.pages[0].Resources.Font.values()}
    assert any(name.endswith("Italic") for name in fonts)


def test_the_same_data_gives_the_same_bytes(template: str) -> None:
    assert compiled(template) == compiled(template)


def test_the_file_says_what_it_is_of_which_day_and_in_which_language(template: str) -> None:
    with speaking("ar", "MAR"):
        pdf = compiled(template)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "ar-MA"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.ViewerPreferences.Direction == "/R2L"
        assert document.docinfo["/CreationDate"] == "D:20261125103000Z"
        with document.open_metadata() as about:
            assert about["dc:title"] == "A title"
            assert about["dc:creator"] == ["Umran"]
            assert about["dc:description"] == "What it is"
            assert about["pdfuaid:part"] == "1"


def test_pictures_are_in_it_with_their_texts(template: str) -> None:
    png = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(png, format="PNG")
    pdf = compiled(template, pictures=[[png.getvalue(), "a red square"], [SVG.encode(), "a word"]])
    assert "drawn" in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert sorted(str(one.Alt) for one in figures) == ["a red square", "a word"]


def test_a_picture_without_a_text_is_refused(template: str) -> None:
    with pytest.raises(FormatError, match=r"paper\.typ could not be written \(PDF/UA-1 error: missing alt text"):
        compiled(template, pictures=[[SVG.encode(), None]])


def test_letters_that_no_font_has_are_seen_to_be_missing(template: str) -> None:
    assert "a \ufffd b" in text_of(compiled(template, name="a 中 b"))
