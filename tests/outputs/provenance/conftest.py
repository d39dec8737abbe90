"""The provenance of the hand-made city with other sources and measures beside it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from geo.measurement import Measurement
from outputs.manifest import FileEntry
from outputs.provenance.document import provenance_json
from outputs.subject import Place, Run

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def everything(measured: Measurement, compared: Measurement) -> Measurement:
    """Return a measurement with every kind of number."""
    return replace(measured, comparison=compared.comparison)


@pytest.fixture
def files() -> list[FileEntry]:
    known = {"title": "t", "media_type": "text/csv", "group": "tables", "size": 7}
    names = ("indicators.csv", "summary.json", "built_up/sample_built_up_1990.tif")
    return [FileEntry.model_validate({**known, "path": name, "sha256": f"{k:064x}"}) for k, name in enumerate(names, 1)]


@pytest.fixture
def make_text(everything: Measurement, place: Place, run: Run, files: list[FileEntry]) -> Callable[..., str]:
    """Return a maker of provenance.json: of another measurement, place, run or agency, where one is given."""

    def make(of: Measurement = everything, where: Place = place, this: Run = run, agency: str = "") -> str:
        return provenance_json(of, where, this, created=CREATED, files=files, agency=agency)

    return make


@pytest.fixture
def text(make_text: Callable[..., str]) -> str:
    return make_text()


@pytest.fixture
def document(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
