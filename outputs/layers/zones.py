"""The zones' layers of the GeoPackage: a layer a kind, with the figures of the whole span and of its two ends."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

import numpy as np

from geo.measurement import Indicator, Measurement, ZoneMeasurement
from outputs.layers.vector import VectorLayer
from outputs.tables.zones import kinds_of
from outputs.text import one_line

_FIGURES = tuple(field.name for field in fields(Indicator) if field.type == (float | None))
"""Fields of an indicator that are numbers, or undefined."""


def zone_layers(measurement: Measurement) -> Iterator[VectorLayer]:
    """Yield the layer of each kind of zone: `district`, `hexagon`, `ring`, `sector`."""
    for kind, found in kinds_of(measurement.zones):
        span = f"{measurement.years[0]}-{measurement.years[-1]}"
        text = f"Zones cut to the study area, with SDG 11.3.1 over {span}; all periods are in zone_indicators.csv."
        yield VectorLayer(
            kind,
            f"{kind.capitalize()}s",
            text,
            _columns(found),
            tuple(one.zone.geometry for one in found),
            style="zone",
        )


def _columns(found: Sequence[ZoneMeasurement]) -> dict[str, object]:
    spans = [next((row for row in one.indicators if row.whole_span), None) for one in found]
    columns: dict[str, object] = {
        "zone": [one_line(one.zone.id) for one in found],
        "name": [one_line(one.zone.names.get("en", one.zone.id)) for one in found],
    }
    for name in _FIGURES:
        values = [None if row is None else getattr(row, name) for row in spans]
        columns[name] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    columns["undefined"] = [
        "" if row is None else "; ".join(f"{name}: {code}" for name, code in sorted(row.undefined.items()))
        for row in spans
    ]
    columns["flags"] = ["" if row is None else "; ".join(row.flags) for row in spans]
    return columns
