"""The zones' layers: a layer a kind, with the figures of the whole span and of its two ends."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

import numpy as np

from geo.measurement import Indicator, Measurement, ZoneMeasurement
from outputs.layers.vector import VectorLayer, in_each_language
from outputs.layers.zone_change import change_legend, spoken_change_legend
from outputs.report.marks import YearNames
from outputs.subject import Place
from outputs.tables.zones import kinds_of
from outputs.text import one_line
from outputs.words import name_of, text

_FIGURES = tuple(field.name for field in fields(Indicator) if field.type == (float | None))
"""Fields of an indicator that are numbers, or undefined."""


def zone_layers(measurement: Measurement, place: Place) -> Iterator[VectorLayer]:
    """Yield the layer of each kind of zone: `district`, `hexagon`, `ring`, `sector`."""
    span = YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
    for kind, found in kinds_of(measurement.zones):
        yield VectorLayer(
            kind,
            text(f"layers.title.{kind}"),
            text("layers.description.zone", when=span),
            _columns(found, place.iso3),
            tuple(one.zone.geometry for one in found),
            style="zone",
        )


def _columns(found: Sequence[ZoneMeasurement], iso3: str) -> dict[str, object]:
    spans = [next((row for row in one.indicators if row.whole_span), None) for one in found]
    codes = [change_legend().code(None if row is None else row.total_change_percent) for row in spans]
    columns: dict[str, object] = {
        "zone": [one_line(one.zone.id) for one in found],
        "name": [one_line(one.zone.names.get("en", one.zone.id)) for one in found],
        **in_each_language("name", lambda: [_name(one) for one in found], iso3),
        "change_class": np.array(codes, dtype=np.int32),
        **in_each_language("label", lambda: [spoken_change_legend().rows[code].name for code in codes], iso3),
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


def _name(one: ZoneMeasurement) -> str:
    return one_line(name_of({"en": one.zone.id, **one.zone.names}))
