"""The section `comparison` of summary.json as strict models: each source's figures side by side, and their spread."""

from pydantic import Field, FiniteFloat

from geo.boundary import Boundary, BoundaryRule
from geo.comparison import Match, PeriodKind, Quantity
from outputs.tables.rows import SourceRow, Strict, WarningRow, WithReasons


class ComparedSourceRow(Strict):
    """A source that takes part, the run's own first."""

    id: str
    """Of its land."""
    references: tuple[SourceRow, ...]
    """Its land, then its population where that is another source."""
    years: tuple[int, ...]
    """The epochs that were measured."""
    projected: tuple[int, ...]
    """Those of them that are projections, not observations."""
    caveats: tuple[WarningRow, ...]


class ComparedPeriodRow(WithReasons):
    """One source's SDG 11.3.1 over its epochs nearest to a period, within its own boundary; null where undefined."""

    source: str
    """The id of one of `sources`."""
    boundary: Boundary
    boundary_rule: BoundaryRule
    """Always fixed: the boundary of this source's own last epoch."""
    start: int
    """The period that is compared: years of the run's own source."""
    end: int
    period: PeriodKind
    """consecutive and whole_span: a period of the run's own source; common_span: the longest that sources share."""
    match: Match | None
    """exact: the source has both years; nearest: its nearest epochs stand for them."""
    own_start: int | None
    """The source's own years, which its figures are of."""
    own_end: int | None
    own_years: int | None
    boundary_km2: FiniteFloat | None
    built_up_start_km2: FiniteFloat | None
    built_up_end_km2: FiniteFloat | None
    population_start: FiniteFloat | None
    """Persons."""
    population_end: FiniteFloat | None
    """Persons."""
    lcr: FiniteFloat | None
    """A fraction a year over own_years."""
    pgr: FiniteFloat | None
    """A fraction a year over own_years."""
    lcrpgr: FiniteFloat | None
    lcr_log: FiniteFloat | None
    """A fraction a year over own_years: a second definition, never mixed with lcr."""
    built_up_per_capita_start_m2: FiniteFloat | None
    built_up_per_capita_end_m2: FiniteFloat | None
    flags: tuple[str, ...]


class SpreadRow(WithReasons):
    """How far the sources lie apart in one quantity, period and boundary, in the quantity's unit; never a mean."""

    boundary: Boundary
    boundary_rule: BoundaryRule
    start: int
    end: int
    period: PeriodKind
    quantity: Quantity
    """The name of a field of `rows`."""
    sources: int = Field(ge=0)
    """How many sources have a value that counts; a ratio that is flagged unstable does not."""
    minimum: FiniteFloat | None
    median: FiniteFloat | None
    maximum: FiniteFloat | None
    range: FiniteFloat | None
    """maximum - minimum."""
    ratio: FiniteFloat | None
    """The largest over the smallest by size, where all have one sign."""
    flags: tuple[str, ...]


class ComparisonRow(Strict):
    """One city by several sources."""

    tolerance_years: int
    """How far a source's epoch may lie from the year that it stands for."""
    sources: tuple[ComparedSourceRow, ...]
    rows: tuple[ComparedPeriodRow, ...]
    spreads: tuple[SpreadRow, ...]
