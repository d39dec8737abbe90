"""A user's districts: a file of polygons with an id and a name each, in longitude and latitude."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyproj
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from aoi.area import geodesic_area_km2
from aoi.choice import is_polygonal, label, text_of
from aoi.city import LANGUAGES
from aoi.container import opened
from aoi.crs import crs_text, layer_crs
from aoi.degrees import AnyPolygon, in_degrees
from aoi.layers import Features, read_features
from aoi.repair import one_polygon, valid
from aoi.text import folded, listed, printable
from aoi.where import Where

MAX_DISTRICTS = 20_000
"""More polygons than this are parcels or cells, not districts."""
_SLIVER = 0.001
"""Share of the smaller of two districts that their borders may overlap by without a word."""
_NOTHING = 1e-6
"""Share of a district in the study area that is none."""
_WHOLE = 0.999
"""Share from which a district lies in the study area as a whole."""
_SHORT = 20
"""Characters of an id where two of them and a number are to fit a line."""


@dataclass(frozen=True, slots=True)
class District:
    """A part of a city that figures are given for."""

    id: str
    """Unique among the districts of the file."""
    names: Mapping[str, str]
    """Names by language code."""
    geometry: AnyPolygon
    """EPSG:4326, valid."""
    notes: tuple[str, ...] = ()
    """What was done to it on reading, and what is to be known of it, one sentence each."""


@dataclass(frozen=True, slots=True)
class DistrictsReading:
    """Districts and what was understood of the file that they came from."""

    districts: tuple[District, ...]
    """In the file's order."""
    notes: tuple[str, ...]
    """Of the file as a whole: what was left out, and which districts overlap."""
    file: str
    crs: str
    """Of the file: code and name."""


def read_districts(
    path: Path | str,
    *,
    id_column: str | None = None,
    name_column: str | None = None,
    layer: str | None = None,
    area: AnyPolygon | None = None,
) -> tuple[District, ...]:
    """Return the districts that a user's file holds; `examine_districts` has the arguments and the errors."""
    return examine_districts(path, id_column=id_column, name_column=name_column, layer=layer, area=area).districts


@np.errstate(all="ignore")  # absurd coordinates overflow on the way; what comes of them is judged
def examine_districts(
    path: Path | str,
    *,
    id_column: str | None = None,
    name_column: str | None = None,
    layer: str | None = None,
    area: AnyPolygon | None = None,
) -> DistrictsReading:
    """Return the districts that a user's file holds, with what was understood of it.

    Args:
        path: the file, of any kind that `read_area` takes.
        id_column: the attribute that holds their ids; None takes what names them.
        name_column: the attribute that holds their names; None takes what most likely does.
        layer: which layer, or which shapefile in a zip; not needed where there is one.
        area: the study area, EPSG:4326: districts outside are left out; None keeps all.

    Raises:
        AreaFileError: the file cannot be understood as districts; the message says why and what to do.
    """
    where = Where(Path(path))
    with opened(where, layer) as container:
        features = read_features(container, where, layer)
        crs = layer_crs(container, features.crs, where)
    name_of = _column(features, name_column, "--district-name", where)
    id_of = _column(features, id_column, "--district-id", where) or name_of
    rows, notes = _rows(features, where)
    ids, names = ([_value(features, column, row, where) for row in rows] for column in (id_of, name_of))
    _check_ids(ids, rows, where)
    found = [
        District(key, MappingProxyType(dict.fromkeys(LANGUAGES, name)), geometry, told)
        for key, name, (geometry, told) in zip(
            ids, names, _geometries(features, rows, crs=crs, where=where), strict=True
        )
    ]
    if area is not None:
        found, left_out = _inside(found, area, where)
        notes = (*notes, *left_out)
    return DistrictsReading(tuple(found), (*notes, *_overlaps(found)), str(where.path), crs_text(crs))


def _column(features: Features, wanted: str | None, option: str, where: Where) -> str | None:
    """Return the attribute of that name, whatever its case and accents; None where none is asked for."""
    if wanted is None:
        return None
    found = [name for name in features.attributes if folded(name) == folded(wanted)]
    exact = [name for name in found if name == wanted] or found
    if len(exact) != 1:
        where.refuse(f"it has no column {printable(wanted)}", f"give {option} one of {listed(features.attributes)}")
    return exact[0]


def _rows(features: Features, where: Where) -> tuple[list[int], tuple[str, ...]]:
    """Return the rows that are polygons, and how many are none."""
    rows = [row for row, geometry in enumerate(features.geometries) if is_polygonal(geometry)]
    if not rows:
        where.refuse("it has no polygons", "give the districts' polygons")
    if len(rows) > MAX_DISTRICTS:
        where.refuse(f"it has {len(rows):,} polygons, over {MAX_DISTRICTS:,}", "give districts, not parcels or cells")
    left = len(features) - len(rows)
    return rows, (f"Features without a polygon left out: {left}.",) if left else ()


def _value(features: Features, column: str | None, row: int, where: Where) -> str:
    """Return what a column says of a feature; without a column what people call it."""
    if column is None:
        return label(features, row)
    text = text_of(features, column, row)
    if not text:
        where.at(f"#{row + 1}").refuse(f"its {printable(column)} is empty", "fill it in, or choose another column")
    return printable(text)


def _check_ids(ids: Sequence[str], rows: Sequence[int], where: Where) -> None:
    (twice, count), *_ = Counter(ids).most_common(1)
    if count > 1:
        numbers = listed(f"#{row + 1}" for key, row in zip(ids, rows, strict=True) if key == twice)
        problem = f"{count} districts have the id {twice} ({numbers})"
        where.refuse(problem, "choose a column of unique ids with --district-id COLUMN, or join them into one feature")


def _geometries(
    features: Features, rows: Sequence[int], *, crs: pyproj.CRS, where: Where
) -> list[tuple[AnyPolygon, tuple[str, ...]]]:
    """Return the districts' polygons in EPSG:4326, moved all at once, and what was done to each."""
    read = [one_polygon(features.geometries[row], where.at(label(features, row))) for row in rows]
    parts = [shapely.get_parts(polygon) for polygon, _, _ in read]
    moved = shapely.get_parts(in_degrees(MultiPolygon(list(np.concatenate(parts))), crs, where))
    pieces = np.split(moved, np.cumsum([len(part) for part in parts])[:-1])
    joined = [valid(piece[0] if len(piece) == 1 else MultiPolygon(list(piece))) for piece in pieces]
    return [(geometry, notes) for geometry, (_, notes, _) in zip(joined, read, strict=True)]


def _inside(districts: Sequence[District], area: AnyPolygon, where: Where) -> tuple[list[District], tuple[str, ...]]:
    """Return the districts that have ground in the study area, each told of what it lacks, and which have none."""
    shapes = np.array([district.geometry for district in districts], dtype=object)
    shares = shapely.area(shapely.intersection(shapes, area)) / shapely.area(shapes)
    outside = [district.id for district, share in zip(districts, shares, strict=True) if share <= _NOTHING]
    if len(outside) == len(districts):
        here, there = (
            ", ".join(f"{edge:.2f}" for edge in bounds) for bounds in (area.bounds, shapely.total_bounds(shapes))
        )
        problem = f"its districts ({there}) lie outside the study area ({here})"
        where.refuse(problem, "give this city's districts, or a larger study area")
    kept = [
        replace(district, notes=(*district.notes, *_part_inside(share)))
        for district, share in zip(districts, shares, strict=True)
        if share > _NOTHING
    ]
    return kept, (f"Districts outside the study area left out: {listed(outside)}.",) if outside else ()


def _part_inside(share: float) -> tuple[str, ...]:
    return (f"Only {share:.1%} of it lies in the study area.",) if share < _WHOLE else ()


def _overlaps(districts: Sequence[District]) -> tuple[str, ...]:
    """Return which districts overlap by more than their borders' inexactness, and by how much."""
    shapes = np.array([district.geometry for district in districts], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(shapes[one], shapes[other])
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    over = np.flatnonzero(shapely.area(shared) > _SLIVER * smaller)
    if not len(over):
        return ()
    sizes = [geodesic_area_km2(MultiPolygon(_flat(shared[at]))) for at in over]
    pairs = [
        f"{printable(districts[a].id, _SHORT)} and {printable(districts[b].id, _SHORT)} ({size:.2f} km²)"
        for a, b, size in zip(one[over].tolist(), other[over].tolist(), sizes, strict=True)
    ]
    return (f"Districts that overlap, so that what lies in both is counted in both: {listed(pairs)}.",)


def _flat(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a geometry, however they are nested."""
    return [part for part in shapely.get_parts(shapely.get_parts(geometry)) if isinstance(part, Polygon)]
