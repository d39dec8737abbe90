"""Reports made by hand, UN-Habitat's own filled template, and LibreOffice as a second reader of workbooks."""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from geo.indicators.period import indicator
from geo.measurement import EpochFigures, Indicator, Measurement
from geo.reasons import Reason
from outputs.reporting.report import CityReport, city_report
from outputs.subject import Place, Run
from outputs.tables.rows import SourceRow

Figures = tuple[float | None, float | None]
"""Built-up km² and persons."""
Make = Callable[..., CityReport]
Recompute = Callable[[bytes], Workbook]

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop>
</item>
</oor:items>
"""
"""Asks LibreOffice to compute every formula anew when it opens a workbook."""


def make_epoch(model: EpochFigures, year: int, figures: Figures, observed: bool = True) -> EpochFigures:  # noqa: FBT001, FBT002
    built_up, people = figures
    undefined = {}
    if built_up is None:
        undefined["built_up_km2"] = Reason.NO_URBAN_EXTENT.value
    if people is None:
        undefined["population"] = Reason.NO_POPULATION_FOR_YEAR.value
    per_capita = built_up * 1e6 / people if built_up is not None and people else None
    if per_capita is None:
        undefined["built_up_per_capita_m2"] = undefined.get("population", Reason.ZERO_POPULATION.value)
    return replace(
        model, year=year, observed=observed, built_up_km2=built_up, population=people,
        built_up_per_capita_m2=per_capita, undefined={**model.undefined, **undefined},
    )  # fmt: skip


def make_periods(epochs: Sequence[EpochFigures]) -> list[Indicator]:
    """Return consecutive periods, and the whole span where there are several, by the indicator's own functions."""
    steps = [indicator(start, end, whole_span=len(epochs) == 2, growth=None) for start, end in pairwise(epochs)]
    whole = [indicator(epochs[0], epochs[-1], whole_span=True, growth=None)] if len(epochs) > 2 else []
    return steps + whole


@pytest.fixture
def report(measurement: Measurement, place: Place, run: Run) -> CityReport:
    """Return what the hand-made simulated city reports."""
    return city_report(measurement, place, run)


@pytest.fixture
def make(report: CityReport) -> Make:
    """Return a maker of reports of real cities from built-up areas and populations by year: three years at most."""

    def made(
        series: Mapping[int, Figures], *, city: str = "agadir", iso3: str = "MAR", **changes: object
    ) -> CityReport:
        model = report.epochs[2]
        epochs = [make_epoch(model, year, figures) for year, figures in series.items()]
        rows = make_periods(epochs)
        steps = rows[: len(epochs) - 1]
        before: list[None] = [None] * (3 - len(epochs))
        return replace(
            report, city=city, iso3=iso3, names={"en": city.title()}, simulated=False,
            epochs=(*before, *epochs), periods=(*before[:2], *steps)[-2:], rows=tuple(rows), years=tuple(series),
            projected=(), **changes,  # type: ignore[arg-type]
        )  # fmt: skip

    return made


@pytest.fixture
def lombardy(shared_data: Path, make: Make) -> dict[tuple[str, str, str], tuple[CityReport, list[dict[str, str]]]]:
    """Return UN-Habitat's filled template: (case, city, source) → what we report of it, and its own rows."""
    with (shared_data / "lombardy" / "expected_lcrpgr.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for key in dict.fromkeys((row["case"], row["city"], row["source"]) for row in rows):
        own = [row for row in rows if (row["case"], row["city"], row["source"]) == key]
        series = {
            int(row[f"t{n}"]): (float(row[f"built{n}_m2"]) / 1e6, float(row[f"pop{n}"])) for row in own for n in (1, 2)
        }
        source = SourceRow(
            id=key[2], title=key[2], version="1", licence="", citation="", measures="", epochs=tuple(series),
            projected=(), simulated=False, files=(),
        )  # fmt: skip
        city = "-".join(key).lower().replace(" ", "")
        found[key] = (make(series, city=city, iso3="ITA", sources=(source,)), own)
    return found


@pytest.fixture
def recompute(tmp_path: Path) -> Recompute:
    """Return what LibreOffice makes of a workbook from which all results of formulas were taken."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: no soffice on the path")
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")

    def recomputed(data: bytes) -> Workbook:
        bare = tmp_path / "bare.xlsx"
        load_workbook(io.BytesIO(data)).save(bare)  # openpyxl keeps formulas and drops their results
        subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation={profile.as_uri()}",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", bare],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)

    return recomputed
