"""What a run answers: a small frozen value that travels between tasks and that `--json` prints."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from geo.measurement import Boundary, BoundaryRule, Indicator, Measurement


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Figures(_Answer):
    """SDG 11.3.1 for one period within one boundary; the fields are those of `geo.measurement.Indicator`."""

    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    years: int
    whole_span: bool
    built_up_start_km2: float | None
    built_up_end_km2: float | None
    population_start: float | None
    population_end: float | None
    lcr: float | None
    pgr: float | None
    lcrpgr: float | None
    lcr_log: float | None
    lcrpgr_log: float | None
    undefined: Mapping[str, str]
    """Field name → reason code, for each field that is None."""
    flags: tuple[str, ...]


class Warned(_Answer):
    """Something that a reader must know before using a number."""

    code: str
    text: str


class Result(_Answer):
    """One city's run: what was found, and where to look."""

    city: str
    name: str
    run: str
    simulated: bool
    sources: tuple[str, ...]
    path: Path
    """The publication's folder."""
    page: Path
    """Its HTML page."""
    index: Path
    """The publish root's index page."""
    picture: Path | None
    """A small map picture (PNG)."""
    headline: Figures
    """The whole span, within the fixed urban extent if that is defined, else within the study area."""
    indicators: tuple[Figures, ...]
    warnings: tuple[Warned, ...]


def headline(indicators: tuple[Indicator, ...]) -> Indicator:
    """Return the row that speaks for a run: the whole span, fixed boundary, urban extent before study area."""
    rows = [row for row in indicators if row.whole_span and row.boundary_rule == "fixed"]
    rows.sort(key=lambda row: (row.built_up_end_km2 is None, row.boundary != "urban_extent"))
    return rows[0]


class Findings(_Answer):
    """What a measurement found, without its arrays."""

    headline: Figures
    indicators: tuple[Figures, ...]
    warnings: tuple[Warned, ...]

    @classmethod
    def of(cls, measurement: Measurement) -> Self:
        """Return the figures of a measurement."""
        return cls(
            headline=Figures.model_validate(headline(measurement.indicators)),
            indicators=tuple(Figures.model_validate(row) for row in measurement.indicators),
            warnings=tuple(Warned.model_validate(caveat) for caveat in measurement.caveats),
        )
