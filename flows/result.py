"""What a run answers: a small frozen value that travels between tasks and that `--json` prints."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from aoi.city import NO_COUNTRY
from geo.boundary import Boundary, BoundaryRule
from geo.comparison import Comparison, Match
from geo.measurement import Indicator, Measurement


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


class SourceRates(_Answer):
    """One source's rates over its epochs nearest to a period; the fields are those of `geo.comparison.ComparedRow`."""

    source: str
    match: Match | None
    own_start: int | None
    own_end: int | None
    projected: tuple[int, ...]
    """The source's epochs that are projections."""
    lcr: float | None
    pgr: float | None
    lcrpgr: float | None
    undefined: Mapping[str, str]
    flags: tuple[str, ...]


class Ends(_Answer):
    """How far the sources lie apart in one rate; the fields are those of `geo.comparison.Spread`."""

    sources: int
    minimum: float | None
    median: float | None
    maximum: float | None
    ratio: float | None
    undefined: Mapping[str, str]
    flags: tuple[str, ...]


class SourceSpread(_Answer):
    """Several sources over the period that most of them have, each within its own boundary."""

    boundary: Boundary
    start: int
    end: int
    sources: tuple[SourceRates, ...]
    """The run's own first."""
    lcr: Ends
    pgr: Ends
    lcrpgr: Ends

    @classmethod
    def of(cls, comparison: Comparison) -> Self | None:
        """Return the widest period of a comparison, or None where nothing can be compared."""
        which = comparison.widest
        if which is None:
            return None
        projected = {source.id: source.projected for source in comparison.sources}
        ends = {name: Ends.model_validate(spread) for name, spread in comparison.spreads_of(which).items()}
        return cls(
            boundary=which.boundary,
            start=which.start,
            end=which.end,
            sources=tuple(
                SourceRates(
                    **{name: getattr(row, name) for name in SourceRates.model_fields if name != "projected"},
                    projected=projected[row.source],
                )
                for row in comparison.rows_of(which)
            ),
            lcr=ends["lcr"],
            pgr=ends["pgr"],
            lcrpgr=ends["lcrpgr"],
        )


class Result(_Answer):
    """One city's run: what was found, and where to look."""

    city: str
    name: str
    iso3: str = NO_COUNTRY
    """ISO 3166-1 alpha-3 code of its country."""
    run: str
    simulated: bool
    sources: tuple[str, ...]
    path: Path | str
    """The publication's folder, or its address in an object store; so are the next three."""
    page: Path | str
    """Its HTML page."""
    index: Path | str
    """The publish root's index page."""
    picture: Path | str | None
    """A small map picture (PNG)."""
    headline: Figures
    """The whole span, within the fixed urban extent if that is defined, else within the study area."""
    indicators: tuple[Figures, ...]
    warnings: tuple[Warned, ...]
    projected: tuple[int, ...] = ()
    """The epochs that are projections."""
    spread: SourceSpread | None = None
    """How other sources see the city; None where one was run, or none has epochs near enough."""

    @property
    def root(self) -> Path | str:
        """The publish root."""
        return self.index.parent if isinstance(self.index, Path) else self.index.rpartition("/")[0]


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
    projected: tuple[int, ...]
    spread: SourceSpread | None

    @classmethod
    def of(cls, measurement: Measurement) -> Self:
        """Return the figures of a measurement."""
        return cls(
            headline=Figures.model_validate(headline(measurement.indicators)),
            indicators=tuple(Figures.model_validate(row) for row in measurement.indicators),
            warnings=tuple(Warned.model_validate(caveat) for caveat in measurement.caveats),
            projected=measurement.projected,
            spread=SourceSpread.of(measurement.comparison) if measurement.comparison else None,
        )
