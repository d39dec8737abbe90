"""The annex of the hand-made city, made once a language, and one whose texts are as long as they come."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from geo.measurement import Caveat, Measurement
from outputs.annex.content import AnnexContent, annex_content
from outputs.subject import Place, Run
from outputs.words import speaking

CREATED = "2026-11-25T12:00:00+00:00"
Made = Callable[[str], AnnexContent]


@pytest.fixture(scope="session")
def kept() -> dict[str, AnnexContent]:
    """Keep what was made: drawing takes a second a language."""
    return {}


@pytest.fixture
def annex(measurement: Measurement, place: Place, run: Run, kept: dict[str, AnnexContent]) -> Made:
    """Return a maker of the annex in a language."""

    def made(language: str) -> AnnexContent:
        if language not in kept:
            with speaking(language):
                kept[language] = annex_content(measurement, place, run, created=CREATED)
        return kept[language]

    return made


@pytest.fixture
def crowded(measurement: Measurement, place: Place, run: Run, annex: Made) -> Iterator[AnnexContent]:
    """Return an annex, and speak English, with twelve long warnings, six long sources and a name of 300 characters."""
    sentence = "What a reader must know before any of these figures is used, at length, with 12.5 % and 1,234 cells. "
    crowd = replace(
        measurement,
        caveats=tuple(Caveat(f"c{number}", sentence * 3) for number in range(12)),
        sources=tuple(
            replace(measurement.sources[0], id=f"s{number}", title=f"Source {number}", citation=sentence * 3)
            for number in range(6)
        ),
    )
    named = replace(place, names={"en": ('A <b>name</b> & "quotes" ' * 20)[:300]})
    with speaking("en"):
        yield annex_content(crowd, named, run, created=CREATED, pictures=annex("en").pictures)


@pytest.fixture
def pages_in_libreoffice(tmp_path: Path) -> Callable[[bytes], int]:
    """Return how many pages LibreOffice makes of a DOCX."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: no soffice on the path")

    def pages(data: bytes) -> int:
        from pypdf import PdfReader  # noqa: PLC0415 (one reader for two test modules)

        source = tmp_path / "annex.docx"
        source.write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation={profile}",
             "--convert-to", "pdf", "--outdir", tmp_path, source],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return len(PdfReader(tmp_path / "annex.pdf").pages)

    return pages
