from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from outputs import fonts


def fonts_made() -> list[Path]:
    return [file for folder in fonts.font_paths() for file in folder.glob("*.ttf")]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Callable[[Path], object]]:
    """Make two files of letters in place of fonts, which takes seconds."""
    makers = {name: lambda made, name=name: made.write_text(name) for name in ("a.ttf", "b.ttf")}
    monkeypatch.setattr(fonts, "_makers", lambda: makers)
    return makers


def test_every_font_is_static_for_typst_and_matplotlib_read_no_axes() -> None:
    assert fonts_made()
    for file in fonts_made():
        assert "fvar" not in TTFont(file, lazy=True), file.name


def test_every_family_has_regular_and_bold_letters_and_latin_has_italic_ones() -> None:
    styles = {
        (font["name"].getBestFamilyName(), font["name"].getBestSubFamilyName()) for font in map(TTFont, fonts_made())
    }
    for family in fonts.FAMILIES:
        assert any(found == family and style in {"Regular", "Book"} for found, style in styles), family
        assert (family, "Bold") in styles
    assert ("IBM Plex Sans", "Italic") in styles


def test_bold_is_bold_in_the_files_too() -> None:
    for file in fonts_made():
        weight = TTFont(file, lazy=True)["OS/2"].usWeightClass
        assert weight == (700 if "Bold" in file.name else 400), file.name


@pytest.mark.parametrize(
    ("file", "letters"),
    [
        ("IBMPlexSans-Regular.ttf", "Agadir Métropole Алматы Ελλάδα"),
        ("IBMPlexSansArabic-Regular.ttf", "عمران٠١٢٣٤٥٦٧٨٩٫٬پگی"),
        ("NotoSansKhmer-Regular.ttf", "បាត់ដំបង"),
        ("DejaVuSans.ttf", "V₁ΔP ² − × ≤ \ufffd"),
    ],
)
def test_each_script_has_its_letters(file: str, letters: str) -> None:
    known = TTFont(fonts.font_paths()[0] / file, lazy=True).getBestCmap()
    assert [letter for letter in letters if ord(letter) not in known and letter != " "] == []


def test_a_font_that_is_made_again_has_the_same_bytes(tmp_path: Path) -> None:
    maker = fonts._makers()["NotoSansKhmer-Regular.ttf"]
    maker(tmp_path / "again.ttf")
    assert (tmp_path / "again.ttf").read_bytes() == (fonts.font_paths()[0] / "NotoSansKhmer-Regular.ttf").read_bytes()


def test_what_is_there_is_not_made_again(tmp_path: Path, plain: Mapping[str, Callable[[Path], object]]) -> None:
    folder = fonts._folder.__wrapped__(tmp_path)
    (folder / "a.ttf").write_text("kept")
    (folder / "b.ttf").unlink()
    assert fonts._folder.__wrapped__(tmp_path) == folder
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"a.ttf": "kept", "b.ttf": "b.ttf"}
    assert set(plain) == {"a.ttf", "b.ttf"}


@pytest.mark.usefixtures("plain")
def test_nothing_half_made_is_left_beside_the_fonts(tmp_path: Path) -> None:
    folder = fonts._folder.__wrapped__(tmp_path)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.usefixtures("plain")
def test_a_cache_that_cannot_be_written_is_replaced_by_a_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = fonts._folder.__wrapped__(tmp_path / "file" / "fonts")
    assert sorted(file.name for file in folder.iterdir()) == ["a.ttf", "b.ttf"]
    assert tmp_path not in folder.parents


@pytest.mark.filterwarnings("error")
def test_matplotlib_finds_every_family_among_our_files() -> None:
    from matplotlib import font_manager  # noqa: PLC0415

    families = fonts.matplotlib_font_family()
    assert families == list(fonts.FAMILIES)
    for family in families[:3]:
        found = Path(font_manager.findfont(family, fallback_to_default=False))
        assert found.parent == fonts.font_paths()[0]
        assert "Regular" in found.name


@pytest.mark.parametrize("name", ["IBMPlexSans-Regular.ttf", "IBMPlexSans-Bold.ttf"])
def test_the_gap_between_groups_of_digits_is_wide_enough_to_be_seen(name: str) -> None:
    path = next(folder / name for folder in fonts.font_paths() if (folder / name).is_file())
    with TTFont(path) as font:
        assert font["hmtx"][font.getBestCmap()[0x202F]][0] == pytest.approx(0.19 * font["head"].unitsPerEm)
