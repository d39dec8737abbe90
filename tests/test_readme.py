"""What README and the docs promise: figures that a run prints, files that exist, options that the command knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
UMRAN = Path(sys.executable).with_name("umran")


def printed_block() -> list[str]:
    block = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return [line.rstrip() for line in block.group(1).splitlines() if line.strip()]


@pytest.mark.slow
def test_every_figure_of_readme_is_what_a_run_prints(tmp_path: Path) -> None:
    command = [str(UMRAN), "run", "sample", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=280)
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    assert len(printed_block()) == 8
    for line in printed_block():
        assert line in printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`((?:aoi|flows|geo|outputs|tests|benchmarks)/[\w/.*-]*)`", page.read_text(encoding="utf-8"))
    for path in named:
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_options_in_the_docs_are_known_to_the_command() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for command in ("run", "aoi check", "batch"):
        used = {
            option
            for line in re.findall(rf"umran {command} [^`\n]*", text)
            for option in re.findall(r"--[a-z0-9-]+", line.split("#")[0].split("|")[0])
        }
        shown = subprocess.run(
            [str(UMRAN), *command.split(), "--help"], capture_output=True, text=True, check=True, env={"COLUMNS": "200"}
        ).stdout
        assert used <= set(re.findall(r"--[a-z0-9-]+", shown)), command
