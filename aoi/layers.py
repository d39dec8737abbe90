"""Which layers a vector file has, and the features of one of them."""

import warnings
from dataclasses import dataclass

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio import errors, raw
from shapely.geometry.base import BaseGeometry

from aoi.container import DRIVERS, READ_HERE, Container, Kind
from aoi.text import listed
from aoi.where import Where, reason

_ERRORS = (
    errors.DataSourceError,
    errors.DataLayerError,
    errors.CRSError,
    errors.FeatureError,
    errors.FieldError,
    errors.GeometryError,
    UnicodeDecodeError,
)
_UNKNOWN = "not recognized as being in a supported file format"
"""What GDAL says of a file that none of its drivers takes."""


@dataclass(frozen=True, slots=True)
class Features:
    """All features of one layer, in the file's order."""

    layer: str
    crs: str | None
    """As GDAL understood it."""
    geometries: tuple[BaseGeometry | None, ...]
    attributes: dict[str, NDArray[np.generic]]
    """One value a feature."""

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.geometries)


def read_features(container: Container, where: Where, layer: str | None) -> Features:
    """Return the features of the layer that was asked for, or of the only one that has any.

    Raises:
        AreaFileError: the file is broken, has no features, or has several layers and none was chosen.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL's; what matters of them is found again in the geometry
        try:
            name = _layer(container, where, layer)
            meta, _, geometries, columns = raw.read(container.path, layer=name)
        except _ERRORS as error:
            if _UNKNOWN in str(error):
                where.refuse("it is not a vector file", READ_HERE)
            where.refuse(f"it is not a readable {container.kind} ({reason(error)})", "export it again")
        shapes = () if geometries is None else shapely.from_wkb(geometries, on_invalid="fix")
    if not len(shapes):
        where.refuse("it has no features", "export the study area into it")
    attributes = dict(zip(meta["fields"].tolist(), columns, strict=True))
    attributes = {name: values for name, values in attributes.items() if not _is_blank(values)}
    return Features(str(name), meta["crs"], tuple(shapes), attributes)


def _is_blank(values: NDArray[np.generic]) -> bool:
    return all(value is None or value != value for value in values.tolist())  # noqa: PLR0124 (NaN is not itself)


def _layer(container: Container, where: Where, layer: str | None) -> str:
    listed_layers = pyogrio.list_layers(container.path).tolist()
    if not listed_layers:
        where.refuse(f"it is not a readable {container.kind} (no layers)", "export it again")
    names = [str(name) for name, geometry in listed_layers if geometry is not None]
    infos = {name: pyogrio.read_info(container.path, layer=name, force_feature_count=True) for name in names}
    if any(info["driver"] not in DRIVERS[container.kind] for info in infos.values()):
        where.refuse("it is not a vector file", READ_HERE)
    if container.kind is Kind.ZIPPED_SHAPEFILE:
        return names[0]  # container.py has chosen
    if layer is not None:
        if layer not in names:
            where.refuse(f"it has no layer {listed([layer])}", f"its layers: {listed(names)}")
        return layer
    filled = [name for name, info in infos.items() if info["features"]]
    if len(filled) > 1:
        problem = f"it has {len(filled)} layers ({listed(filled)})"
        where.refuse(problem, "choose one with --layer NAME")
    if not names:
        where.refuse("it has no layer with geometries", "export the study area into it")
    return (filled or names)[0]
