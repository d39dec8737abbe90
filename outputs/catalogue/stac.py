"""The STAC Item of a run: where and when it is, and every layer and table as an asset with its size and digest."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pystac
from pystac.extensions.classification import SCHEMA_URI_PATTERN as CLASSIFICATION
from pystac.extensions.file import SCHEMA_URI as FILE
from pystac.extensions.projection import ProjectionExtension
from shapely.geometry import mapping

from geo.measurement import Measurement
from outputs.layers.palettes import LegendClass
from outputs.layers.rasters import Raster, rasters
from outputs.layout import PAGE, PREVIEW
from outputs.manifest import FileEntry, iso_utc
from outputs.subject import Place, Run
from outputs.tables.summary import json_text
from outputs.text import SIMULATED_SENTENCE, is_simulated, licence, one_line, titled

_SHA256_MULTIHASH = "1220"
"""Multihash prefix: function sha2-256 (0x12), length 32 bytes (0x20)."""
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
"""A licence that STAC takes as it is; another is `other`, and umran:licence says which."""
_ROLES = {PREVIEW: ["thumbnail", "overview"], PAGE: ["overview"]}


def item_json(
    measurement: Measurement, place: Place, run: Run, *, created: datetime, files: Iterable[FileEntry]
) -> str:
    """Return the text of the item over the run's files."""
    by_path = {raster.path: raster for raster in rasters(measurement, place.id)}
    item = _item(measurement, place, run, created)
    for file in files:
        raster = by_path.get(file.path)
        roles = _ROLES.get(file.path, ["data"] if file.group else ["metadata"])
        fields = {"file:size": file.size, "file:checksum": _SHA256_MULTIHASH + file.sha256}
        if raster:
            fields |= _raster_fields(raster, measurement)
        asset = pystac.Asset(
            f"./{file.path}", title=file.title, media_type=file.media_type, roles=roles, extra_fields=fields
        )
        item.add_asset(file.path, asset)
    item.stac_extensions += [FILE, CLASSIFICATION.format(version="2.0.0")]
    return json_text(item.to_dict(include_self_link=False, transform_hrefs=False))


def _item(measurement: Measurement, place: Place, run: Run, created: datetime) -> pystac.Item:
    years, simulated = measurement.years, is_simulated(measurement, place)
    text = f"Built-up land, urban extent and its expansion, {years[0]}–{years[-1]}."
    terms = licence(measurement.all_sources)
    item = pystac.Item(
        id=f"{place.id}-{run.id}",
        geometry=mapping(place.study_area),
        bbox=list(place.study_area.bounds),
        datetime=None,
        start_datetime=datetime(years[0], 1, 1, tzinfo=UTC),
        end_datetime=datetime(years[-1], 12, 31, 23, 59, 59, tzinfo=UTC),
        properties={
            "title": titled("urban expansion", measurement, place),
            "description": f"{SIMULATED_SENTENCE} {text}" if simulated else text,
            "created": iso_utc(created),
            "license": terms if _SPDX.fullmatch(terms) else "other",
            "umran:licence": terms,
            "umran:city": place.id,
            "umran:names": {code: one_line(name) for code, name in place.names.items()},
            "umran:run": run.id,
            "umran:simulated": simulated,
            "umran:epochs": list(years),
            "umran:projected_epochs": list(measurement.projected),
            "umran:incomparable_epochs": [list(period) for period in sorted(measurement.incomparable)],
            "umran:citations": [one_line(source.citation) for source in measurement.all_sources],
            "umran:software": dict(run.software),
        },
    )
    ProjectionExtension.ext(item, add_if_missing=True).apply(**_projection(measurement))
    item.add_link(pystac.Link("alternate", f"./{PAGE}", media_type="text/html", title="The page of this run"))
    return item


def _projection(measurement: Measurement) -> dict[str, Any]:
    grid = measurement.grid
    authority = grid.crs.to_authority(min_confidence=100)
    crs = {"code": ":".join(authority)} if authority else {"projjson": grid.crs.to_json_dict()}
    bounds = grid.geobox.extent.boundingbox
    return {
        **crs,
        "shape": list(grid.shape),
        "transform": [float(value) for value in grid.affine[:6]],
        "bbox": [float(value) for value in (bounds.left, bounds.bottom, bounds.right, bounds.top)],
    }


def _raster_fields(raster: Raster, measurement: Measurement) -> dict[str, Any]:
    band: dict[str, Any] = {
        "name": raster.band,
        "data_type": np.dtype(raster.array.dtype).name,
        "nodata": "nan" if math.isnan(raster.nodata) else raster.nodata,
        "unit": raster.units,
    }
    if raster.legend:
        band["classification:classes"] = [_class(row) for row in raster.legend.classes]
    first, last = raster.years[0], raster.years[-1]
    return {
        "bands": [band],
        "gsd": measurement.grid.resolution_m,
        "start_datetime": f"{first}-01-01T00:00:00Z",
        "end_datetime": f"{last}-12-31T23:59:59Z",
    }


def _class(row: LegendClass) -> Mapping[str, Any]:
    name = re.sub(r"[^a-z0-9]+", "_", row.name.lower()).strip("_")
    return {"value": row.code, "name": name, "title": row.name, "color_hint": row.colour.removeprefix("#")}
