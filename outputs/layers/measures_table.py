"""The table `measures` of the GeoPackage: every figure beside the indicator, with what it means; it has no geometry."""

import numpy as np
import pandas as pd

from geo.measurement import Measurement
from outputs.layers.vector import in_each_language
from outputs.tables.measures import METHOD_DOCUMENT, measures
from outputs.text import one_line
from outputs.words import text

TABLE = "measures"
TITLE = "Measures"
DESCRIPTION = "Figures beside SDG 11.3.1, one a row: form, settlements, landscape, uncertainty, trend."


def measures_frame(measurement: Measurement) -> pd.DataFrame:
    """Return the table, one row a figure; columns as in measures.csv, and the title in each language."""
    rows = measurement.figures
    about = [measures()[row.measure] for row in rows]
    return pd.DataFrame(
        {
            "group": [one.group for one in about],
            "measure": [row.measure for row in rows],
            "title": [one.title for one in about],
            **in_each_language("title", lambda: [text(f"measure.{row.measure}.title") for row in rows]),
            "boundary": [row.boundary for row in rows],
            "boundary_rule": [row.boundary_rule for row in rows],
            "start_year": pd.array([row.start for row in rows], dtype="Int32"),
            "end_year": np.array([row.end for row in rows], dtype=np.int32),
            "zone_kind": [one.zone for one in about],
            "zone": [one_line(row.zone) for row in rows],
            "value": _numbers([row.value for row in rows]),
            "unit": [one.unit for one in about],
            "low": _numbers([row.low for row in rows]),
            "high": _numbers([row.high for row in rows]),
            "undefined": [row.undefined for row in rows],
            "flags": ["; ".join(row.flags) for row in rows],
            "definition": [one.definition for one in about],
            "method": [f"{METHOD_DOCUMENT}#{one.method}" for one in about],
            "method_source": [one.source for one in about],
        }
    )


def _numbers(values: list[float | None]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
