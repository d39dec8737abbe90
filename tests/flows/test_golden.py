"""The simulated city as it is published, word for word and number for number, in each language.

Where a change is meant, `UMRAN_GOLDEN=write make test-golden` writes the files again: their diff is what readers will
see.
"""

import difflib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from pypdf import PdfReader

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "fr", "es", "ar")
BLOCKS = {"h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td", "caption", "figcaption", "summary", "text", "a", "title"}
RUN_ID = re.compile(r"(?<![0-9a-z])r[0-9a-f]{12}(?![0-9a-f])")
"""It holds the version of the code, so that any change of that gives another."""
VOLATILE = {"provenance"}
"""Sections that name versions and moments."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("golden") / "published"
    command = [Path(sys.executable).with_name("umran"), "run", "sample", "--out", str(root)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UMRAN_")}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=kept)
    latest = json.loads((root / "sample" / "latest.json").read_text(encoding="utf-8"))
    return root / "sample" / latest["path"]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_reads_as_it_did(run: Path, language: str) -> None:
    name = "index.html" if language == "en" else f"index.{language}.html"
    compare(f"page.{language}.txt", page_lines(run / name))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_annex_reads_as_it_did(run: Path, language: str) -> None:
    reader = PdfReader(run / f"annex.{language}.pdf")
    lines = [line for page in reader.pages for line in page.extract_text().splitlines()]
    compare(f"annex.{language}.txt", [settled(line) for line in lines])


@pytest.mark.slow
@pytest.mark.parametrize("table", ["indicators.csv", "epochs.csv", "measures.csv"])
def test_a_table_holds_what_it_did(run: Path, table: str) -> None:
    compare(table, [RUN_ID.sub("<run>", line) for line in (run / table).read_text(encoding="utf-8-sig").splitlines()])


def compare(name: str, lines: list[str]) -> None:
    """Say which lines are others than they were, with those before them that tell where."""
    path = GOLDEN / name
    if os.environ.get("UMRAN_GOLDEN") == "write":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    changed = list(difflib.unified_diff(before, lines, "published before", "published now", n=1))
    assert not changed, f"{name} changed:\n" + "\n".join(changed)


def page_lines(path: Path) -> list[str]:
    """Return `section | text` of every piece of text that a reader sees, in order."""
    document = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return [f"{section} | {settled(text)}" for section, text in pieces(document, "page") if text]


def pieces(node: object, section: str) -> Iterator[tuple[str, str]]:
    for child in node:  # type: ignore[attr-defined]
        if not isinstance(child.tag, str) or child.tag in {"style", "script"}:
            continue
        own = child.get("id") if child.tag == "section" else None
        inside = own or section
        if inside in VOLATILE:
            continue
        alt = child.get("alt") or child.get("aria-label")
        if alt:
            yield inside, f"[{alt}]"
        if child.tag in BLOCKS and not any(grand.tag in BLOCKS for grand in child.iter() if grand is not child):
            yield inside, "".join(child.itertext())
        else:
            yield from pieces(child, inside)


def settled(text: str) -> str:
    """Return a text without what differs from run to run: its moment, its id, sizes of files."""
    text = RUN_ID.sub("<run>", text)
    text = re.sub(r"[\d٠-٩.,٫]+\u2069*[\s\u202f]*(?:[kMG][Bo]|B)\b", "<size>", text)
    text = re.sub(r"[\d٠-٩]{1,2} (de )?[^\W\d_]+( [^\W\d_]+)?( de)? (2[0-9]{3}|٢[٠-٩]{3})\b", "<day>", text)
    return " ".join(text.split())
