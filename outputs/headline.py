"""The one row that lists show of a run: its whole span, by the reporting rule where that has a rate."""

from collections.abc import Iterable

from geo.measurement import Indicator
from outputs.boundaries import rank
from outputs.layout import Headline
from outputs.tables.rows import IndicatorRow


def headline(rows: Iterable[Indicator | IndicatorRow]) -> Headline | None:
    """Return the row of the whole span within the fixed boundary: the urban extent's, or the next that has a rate."""
    spans = [row for row in rows if row.whole_span and row.boundary_rule == "fixed"]
    first = min(spans, key=lambda row: (row.lcr is None, rank(row.boundary)), default=None)
    if first is None:
        return None
    return Headline(**{name: getattr(first, name) for name in Headline.__dataclass_fields__})
