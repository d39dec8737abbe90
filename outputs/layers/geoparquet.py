"""GeoParquet 1.1: a file a layer, with a box round every feature so that readers fetch the part that they show."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.measurement import Measurement
from outputs.layers.facts import facts
from outputs.layers.polygons import vector_layers
from outputs.layers.vector import VectorLayer
from outputs.layout import RunFiles
from outputs.subject import Place, Run
from outputs.text import SIMULATED_SENTENCE, is_simulated, titled


def write_geoparquet(folder: Path, measurement: Measurement, *, place: Place, run: Run) -> tuple[Path, ...]:
    """Write the layers into a run's folder; return the files' paths, in the order of the layers.

    The same measurement gives the same bytes.

    Raises:
        OSError: a file could not be written, as on a full disk.
    """
    metadata = facts(measurement, place, run)
    warning = f"{SIMULATED_SENTENCE} " if is_simulated(measurement, place) else ""
    paths = []
    for layer in vector_layers(measurement, place):
        table = _table(layer, measurement)
        said = {"title": titled(layer.title, measurement, place), "description": f"{warning}{layer.description}"}
        path = folder / RunFiles(place.id).geoparquet(layer.name)
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            pq.write_table(
                table.replace_schema_metadata({**table.schema.metadata, **said, **metadata}), file, compression="zstd"
            )
        paths.append(path)
    return tuple(paths)


def _table(layer: VectorLayer, measurement: Measurement) -> pa.Table:
    whole = io.BytesIO()
    layer.frame(measurement.grid).to_parquet(whole, index=False, schema_version="1.1.0", write_covering_bbox=True)
    return pq.read_table(whole)
