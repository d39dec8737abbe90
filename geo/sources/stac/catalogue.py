"""Items of a static STAC catalogue, on disk or over HTTP: a walk along its links, as lazy as its extents allow."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pystac
from pystac.utils import make_absolute_href
from shapely import box
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import RefusedError, SourceError
from geo.sources.access import CatalogueAccess
from geo.sources.declaration import SourceDeclaration
from geo.sources.http.client import Client
from geo.sources.http.redact import place_of
from geo.sources.items import Items
from geo.sources.stac.reading import fetch_json, is_web, json_object, moved
from geo.sources.stac.years import by_year
from geo.sources.strict import plain_line

MAX_DOCUMENTS = 10_000
"""Of one catalogue: a larger one wants a search."""
_MAX_LISTED = 20


def open_static(
    declaration: SourceDeclaration,
    area: Geometry,
    *,
    years: Sequence[int],
    client: Client,
    base: str | None = None,
) -> Items:
    """Return the items of each year that together cover a study area, with absolute addresses or paths.

    Args:
        declaration: with access by catalogue.
        area: EPSG:4326.
        years: those that are wanted; none takes all that the catalogue has here.
        client: through which every byte from the web goes.
        base: the address of the catalogue's folder that replaces the declared one.

    Raises:
        SourceError: no catalogue, no such collection, a year without items, a gap, an item that says not what it must.
        ArchiveError: it cannot be reached or refuses.
    """
    access = declaration.access
    if not isinstance(access, CatalogueAccess):
        msg = f"{declaration.id}: expected access by catalogue, saw another"
        raise SourceError(msg)
    href, locate = _start(access.href, base)
    walk = _Walk(client, locate, lambda collection: _may_hold(collection, area, years))
    root = walk.read(href)
    top = root if access.id is None else walk.find(root, access.id)
    found = list(walk.items(top))
    if access.id is None:
        _require_one_collection(declaration.id, found)
    return by_year(declaration, found, area, years=years, locate=locate)


def _start(href: str, base: str | None) -> tuple[str, Callable[[str], str]]:
    """Return where a declared catalogue is, and what turns the addresses in it into those that are read."""
    if not is_web(href):
        return str(Path(href).absolute()), lambda url: url
    declared = href.rpartition("/")[0]
    instead = base or declared
    return moved(href, declared, instead), lambda url: moved(url, declared, instead)


class _Walk:
    """Reads the documents of one catalogue, each once."""

    def __init__(self, client: Client, locate: Callable[[str], str], wanted: Callable[[pystac.Catalog], bool]) -> None:
        self._client = client
        self._locate = locate
        self._wanted = wanted
        self._seen: set[str] = set()

    def read(self, href: str) -> pystac.STACObject:
        """Return the catalogue, collection or item at an address or path.

        Raises:
            SourceError: there is no file, or it is none of these.
            ArchiveError: the client says why.
        """
        document = fetch_json(self._client, href) if is_web(href) else _from_disk(Path(href))
        kinds: dict[Any, type[pystac.STACObject]] = {
            "Catalog": pystac.Catalog,
            "Collection": pystac.Collection,
            "Feature": pystac.Item,
        }
        try:
            return kinds[document.get("type", "Catalog")].from_dict(document, href=href, preserve_dict=False)
        except (pystac.STACError, pystac.STACTypeError, KeyError, TypeError, ValueError, AttributeError) as error:
            name = place_of(href) if is_web(href) else Path(href).name
            seen = f"{type(error).__name__} {' '.join(str(error).split())[:80]}"
            msg = f"{name}: expected a STAC catalogue, collection or item, saw something else ({seen})"
            raise SourceError(msg) from error

    def find(self, root: pystac.STACObject, name: str) -> pystac.STACObject:
        """Return the catalogue or collection with an id: the root, or the first below it.

        Raises:
            SourceError: none has it.
        """
        seen = []
        for catalogue in self._catalogues(root, every=True):
            if catalogue.id == name:
                return catalogue
            seen.append(catalogue.id)
        msg = f"{root.id}: expected a collection {name}, saw {', '.join(seen[:_MAX_LISTED])}; name one of these as id"
        raise SourceError(plain_line(msg))

    def items(self, top: pystac.STACObject) -> Iterator[pystac.Item]:
        """Yield every item at or below a catalogue whose extent allows that it is wanted."""
        if isinstance(top, pystac.Item):
            yield top
            return
        for catalogue in self._catalogues(top):
            for item in self._linked(catalogue, "item"):
                if isinstance(item, pystac.Item):
                    yield item

    def _catalogues(self, top: pystac.STACObject, *, every: bool = False) -> Iterator[pystac.Catalog]:
        """Yield a catalogue and those below it, level by level; without `every`, only where something may be wanted."""
        level = [top]
        while level:
            below: list[pystac.STACObject] = []
            for catalogue in level:
                if isinstance(catalogue, pystac.Catalog) and (every or self._wanted(catalogue)):
                    yield catalogue
                    below += self._linked(catalogue, "child")
            level = below

    def _linked(self, catalogue: pystac.Catalog, rel: str) -> Iterable[pystac.STACObject]:
        """Read what a catalogue links to, each document once: a circle of links ends by itself."""
        here = str(catalogue.get_self_href())
        hrefs = [self._target(link, here) for link in catalogue.links if link.rel == rel]
        new = [href for href in dict.fromkeys(hrefs) if href not in self._seen]
        self._seen.update(new)
        if len(self._seen) > MAX_DOCUMENTS:
            msg = f"{catalogue.id}: it has more than {MAX_DOCUMENTS:,} documents; name a collection of it as id"
            raise SourceError(plain_line(msg))
        return self._client.together([partial(self.read, href) for href in new])

    def _target(self, link: pystac.Link, here: str) -> str:
        """Return the address or path of a link; what comes over the web never names a file of this machine."""
        href = make_absolute_href(link.get_href(transform_href=False) or "", here)
        if is_web(here) and not is_web(href):
            raise RefusedError(place_of(here), None, "expected links to web addresses, saw another; tell its maker")
        return self._locate(href)


def _from_disk(path: Path) -> dict[str, Any]:
    try:
        found = json_object(path.read_bytes())
    except OSError as error:
        msg = f"{path}: expected a STAC document, saw {type(error).__name__}; check the path, or the link to it"
        raise SourceError(msg) from error
    if found is None:
        msg = f"{path.name}: expected a STAC document, saw no JSON object; check the path, or write it again"
        raise SourceError(msg)
    return found


def _may_hold(catalogue: pystac.Catalog, area: Geometry, years: Sequence[int]) -> bool:
    """Return whether items of a place and of some years may be there, as far as a collection tells.

    An interval that is open at an end is often no more than a template's, and so is not believed.
    """
    if not isinstance(catalogue, pystac.Collection):
        return True
    extent = catalogue.extent
    sides = [(bbox[0], bbox[1], bbox[len(bbox) // 2], bbox[len(bbox) // 2 + 1]) for bbox in extent.spatial.bboxes]
    here = not sides or any(
        west > east or box(west, south, east, north).intersects(area) for west, south, east, north in sides
    )
    closed = [(first.year, last.year) for first, last in extent.temporal.intervals if first and last]
    then = not years or len(closed) < len(extent.temporal.intervals) or not closed
    return here and (then or any(first <= year <= last for first, last in closed for year in years))


def _require_one_collection(source: str, items: Iterable[pystac.Item]) -> None:
    """Check that items of several products are not taken for one."""
    collections = {item.collection_id for item in items if item.collection_id}
    if len(collections) > 1:
        names = plain_line(", ".join(sorted(collections)[:_MAX_LISTED]))
        msg = f"{source}: expected one collection, saw {names}; name one as id, or the catalogue itself to take all"
        raise SourceError(msg)
