"""The fonts of everything that is published, from installed packages: one folder of static TTFs, made once a machine.

IBM Plex Sans sets Latin, Greek and Cyrillic letters, IBM Plex Sans Arabic the Arabic ones, Noto Sans Khmer the Khmer
ones, and DejaVu Sans whatever is left.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

import fontpkg
from platformdirs import user_cache_path

from outputs.lam_alef import part_letters

FAMILIES = ("IBM Plex Sans", "IBM Plex Sans Arabic", "Noto Sans Khmer", "DejaVu Sans")
"""In the order in which a letter is looked for."""
MONO = "DejaVu Sans Mono"
"""Checksums and ids."""
_PACKAGES = ("fontpkg-ibm-plex-sans", "fontpkg-ibm-plex-sans-arabic", "fontpkg-noto-sans-khmer", "matplotlib")
_EDITION = "3"
"""Of how we make them: another number makes them anew."""
_REGULAR, _BOLD = 400, 700
_GAP, _LEAST_GAP = 0x202F, 0.19
"""The gap between groups of digits, and its least width in em: IBM Plex's own (0.12) makes 254 601 read as 254601."""
_OF_MATPLOTLIB = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSansMono.ttf")

Maker = Callable[[Path], object]


def font_paths() -> tuple[Path, ...]:
    """Return the folders that hold the fonts: in the user's cache, or a temporary one where it cannot be written."""
    return (_folder(user_cache_path("umran") / "fonts"),)


@cache
def matplotlib_font_family() -> list[str]:
    """Make the fonts known to matplotlib; return the families to set as `font.family`."""
    from matplotlib import font_manager  # noqa: PLC0415 (matplotlib loads only for pictures)

    for folder in font_paths():
        for file in sorted(folder.glob("*.ttf")):
            font_manager.fontManager.addfont(str(file))
    return list(FAMILIES)


@cache
def _folder(parent: Path) -> Path:
    """Return the folder with every font in it, made where one is missing."""
    name = "-".join([_EDITION, *(version(package) for package in _PACKAGES)])
    try:
        return _filled(parent / name)
    except OSError:  # the cache is read-only or full
        return _filled(Path(_temporary().name))


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="umran-fonts-")


def _filled(folder: Path) -> Path:
    """Make what is missing in a folder, each file beside its place and then moved in: no other process reads half."""
    makers = _makers()
    missing = [name for name in makers if not (folder / name).is_file()]
    if not missing:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder.parent) as beside:
        for name in missing:
            made = Path(beside) / name
            makers[name](made)
            os.replace(made, folder / name)  # noqa: PTH105 (the system's own word for an atomic move)
    return folder


def _makers() -> Mapping[str, Maker]:
    """Return file name → what writes that file."""
    plex, arabic, khmer = FAMILIES[:3]
    return {
        "IBMPlexSans-Regular.ttf": partial(_instance, plex, _REGULAR, "normal"),
        "IBMPlexSans-Bold.ttf": partial(_instance, plex, _BOLD, "normal"),
        "IBMPlexSans-Italic.ttf": partial(_instance, plex, _REGULAR, "italic"),
        "IBMPlexSansArabic-Regular.ttf": partial(_parted, fontpkg.path(arabic, _REGULAR)),
        "IBMPlexSansArabic-Bold.ttf": partial(_parted, fontpkg.path(arabic, _BOLD)),
        "NotoSansKhmer-Regular.ttf": partial(_instance, khmer, _REGULAR, "normal"),
        "NotoSansKhmer-Bold.ttf": partial(_instance, khmer, _BOLD, "normal"),
        **{name: partial(_copy_of_matplotlib, name) for name in _OF_MATPLOTLIB},
    }


def _instance(family: str, weight: int, style: str, made: Path) -> None:
    """Write one weight of a variable font as a font of its own: matplotlib and typst read no axes."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (loads only where a font is missing)
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    with TTFont(fontpkg.path(family, weight, style), recalcTimestamp=False) as font:
        axes = {"wght": weight, "wdth": 100}
        static = instantiateVariableFont(font, axes, inplace=True, updateFontNames=True)
        gap = static.getBestCmap().get(_GAP)
        if gap:
            metrics, em = static["hmtx"], static["head"].unitsPerEm
            metrics[gap] = (max(metrics[gap][0], round(_LEAST_GAP * em)), metrics[gap][1])
        static.save(made)


def _parted(static: Path, made: Path) -> None:
    """Write an Arabic font with a glyph for every letter."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(static, recalcTimestamp=False) as font:
        part_letters(font)
        font.save(made)


def _copy_of_matplotlib(name: str, made: Path) -> None:
    from matplotlib import get_data_path  # noqa: PLC0415 (matplotlib loads only for pictures)

    shutil.copyfile(Path(get_data_path(), "fonts", "ttf", name), made)
