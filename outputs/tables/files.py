"""The tables that a run leaves as files: which there are, and what each holds."""

from collections.abc import Iterator

from geo.measurement import Measurement
from outputs import layout
from outputs.media import Media
from outputs.subject import Place, Run
from outputs.tables.flat import (
    comparison_csv,
    epochs_csv,
    indicators_csv,
    measures_csv,
    spread_csv,
    zone_epochs_csv,
    zone_indicators_csv,
)
from outputs.tables.published_csv import published_csv
from outputs.tables.summary import summary, summary_json


def table_files(measurement: Measurement, place: Place, run: Run) -> Iterator[tuple[str, str | bytes, Media]]:
    """Yield name, bytes and kind of every table; those of what was not measured are left out."""
    content, zones = summary(measurement, place, run), measurement.zones
    yield layout.SUMMARY, summary_json(content), Media.JSON
    yield layout.INDICATORS, indicators_csv(content), Media.CSV
    yield layout.EPOCHS, epochs_csv(content), Media.CSV
    if content.comparison:
        yield layout.COMPARISON, comparison_csv(content), Media.CSV
        yield layout.SPREAD, spread_csv(content), Media.CSV
    if content.published:
        yield layout.PUBLISHED, published_csv(content), Media.CSV
    if content.measures:
        yield layout.MEASURES, measures_csv(content), Media.CSV
    if zones:
        yield layout.ZONE_INDICATORS, zone_indicators_csv(content, zones), Media.CSV
        yield layout.ZONE_EPOCHS, zone_epochs_csv(content, zones), Media.CSV
