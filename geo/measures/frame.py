"""A frame: where and when figures are taken, with the doubts that hang on all of them; it makes the figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.boundary import Within
from geo.figure import Figure
from geo.indicators.error_matrix import Z_95
from geo.reasons import Reason
from geo.series import Series

Value = float | Reason
"""A number, or why there is none."""
Band = tuple[float, float]
STUDY_AREA: Within = ("study_area", "fixed")
OWN_EXTENT: Within = ("urban_extent", "each_epoch")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when figures are taken."""

    where: Within
    end: int
    start: int | None = None
    """None for figures of one epoch."""
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, series: Series, where: Within, end: int, start: int | None = None, *, people: bool = False) -> "Frame":
        """Return the frame of an epoch or period; `people` where its figures rest on population."""
        doubts = series.doubts(where, end, start)
        if people:
            doubts += series.doubts_of_people(end, start)
        return cls(where, end, start, tuple(flag.value for flag in doubts))

    def figure(self, measure: str, value: Value, *, zone: str = "", band: Band | None = None) -> Figure:
        """Return a figure; `band` is its 95 % interval."""
        missing = isinstance(value, Reason)
        low, high = (None, None) if band is None or missing else band
        return Figure(
            measure=measure,
            value=None if isinstance(value, Reason) else float(value),
            boundary=self.where[0],
            boundary_rule=self.where[1],
            end=self.end,
            start=self.start,
            zone=zone,
            low=low,
            high=high,
            undefined=value.value if isinstance(value, Reason) else None,
            flags=self.flags,
        )

    def band(self, measure: str, band: Band) -> Figure:
        """Return a figure that is a band of assumptions: it has two ends and no value."""
        return replace(self.figure(measure, band[0], band=band), value=None)

    def figures(self, values: Mapping[str, Value], *, zone: str = "") -> list[Figure]:
        """Return a figure of each measure, by its id."""
        return [self.figure(measure, value, zone=zone) for measure, value in values.items()]


def interval(value: float, standard_error: float) -> Band:
    """Return the 95 % interval of a value with a normal error."""
    return value - Z_95 * standard_error, value + Z_95 * standard_error
