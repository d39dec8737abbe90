"""The simulated rasters as a static STAC catalogue: one item an epoch, self-contained, with relative links."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import pystac
from affine import Affine
from shapely import box, get_coordinates, segmentize

from geo.sources.simulated.legend import legend
from geo.sources.simulated.plan import Frame, Plan
from geo.sources.simulated.rasters import CLASS_NODATA, NOTICE, PERSONS_NODATA

EXTENSIONS = (
    "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
    "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
    "https://stac-extensions.github.io/classification/v2.0.0/schema.json",
    "https://stac-extensions.github.io/file/v2.1.0/schema.json",
)


def write_catalogue(folder: Path, plan: Plan) -> Path:
    """Describe the rasters that lie in `folder/simulated-<year>/`; return catalog.json."""
    catalogue = pystac.Catalog(id="umran-simulated", title="Simulated city", description=NOTICE)
    for epoch in plan.epochs:
        catalogue.add_item(_item(folder, plan, epoch.year))
    catalogue.normalize_and_save(str(folder), pystac.CatalogType.SELF_CONTAINED)
    return folder / "catalog.json"


def item_id(year: int) -> str:
    """Return the id of an epoch's item, which is its folder's name too."""
    return f"simulated-{year}"


def _item(folder: Path, plan: Plan, year: int) -> pystac.Item:
    frame = plan.frame
    outline = _outline(frame)
    item = pystac.Item(
        id=item_id(year),
        geometry={"type": "Polygon", "coordinates": [outline.tolist()]},
        bbox=[*outline.min(axis=0).tolist(), *outline.max(axis=0).tolist()],
        datetime=datetime(year, 7, 1, tzinfo=UTC),
        properties={
            "title": f"Simulated city, {year}",
            "description": NOTICE,
            "umran:epoch": year,
            "proj:code": frame.crs,
        },
        stac_extensions=list(EXTENSIONS),
    )
    for asset in _assets(folder / item_id(year), frame):
        item.add_asset(*asset)
    return item


def _assets(folder: Path, frame: Frame) -> list[tuple[str, pystac.Asset]]:
    classes = [
        {"value": row.code, "name": _slug(row.name), "title": row.name, "color_hint": row.colour} for row in legend()
    ]
    cover: dict[str, Any] = {
        "data_type": "uint8", "nodata": CLASS_NODATA, "raster:spatial_resolution": frame.cell_m,
        "classification:classes": classes,
    }  # fmt: skip
    persons: dict[str, Any] = {
        "data_type": "float32", "nodata": PERSONS_NODATA, "unit": "persons per cell",
        "raster:spatial_resolution": frame.cell_m * frame.population_factor,
    }  # fmt: skip
    return [
        ("land_cover", _asset(folder / "land_cover.tif", frame.shape, frame.affine, cover, "Land cover (simulated)")),
        (
            "population",
            _asset(
                folder / "population.tif", frame.coarse_shape, frame.coarse_affine, persons, "Population (simulated)"
            ),
        ),
    ]


def _asset(path: Path, shape: tuple[int, int], affine: Affine, fields: dict[str, Any], title: str) -> pystac.Asset:
    content = path.read_bytes()
    extra = {
        **fields,
        "proj:shape": list(shape),
        "proj:transform": [float(value) for value in affine[:6]],
        "file:size": len(content),
        "file:checksum": "1220" + hashlib.sha256(content).hexdigest(),  # multihash: sha2-256, 32 bytes
    }
    return pystac.Asset(
        href=path.name, title=title, media_type=pystac.MediaType.COG, roles=["data"], extra_fields=extra
    )


def _slug(name: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def _outline(frame: Frame) -> npt.NDArray[np.float64]:
    """Return the rasters' outline, (n, 2) longitudes and latitudes to a centimetre, a point every 2 km or less."""
    east = frame.west_m + frame.columns * frame.cell_m
    south = frame.north_m - frame.rows * frame.cell_m
    corners = get_coordinates(segmentize(box(frame.west_m, south, east, frame.north_m), 2000))
    transformer = pyproj.Transformer.from_crs(frame.crs, "EPSG:4326", always_xy=True)
    return np.stack(transformer.transform(corners[:, 0], corners[:, 1]), axis=1).round(7)
