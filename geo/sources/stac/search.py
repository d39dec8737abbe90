"""Items of a collection of a STAC API: pystac-client's search over the archive's client, every page of it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import pystac
from pystac_client import ItemSearch
from pystac_client.stac_api_io import StacApiIO
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry as Geometry

from geo.errors import RefusedError, SourceError
from geo.sources.access import StacAccess
from geo.sources.declaration import SourceDeclaration
from geo.sources.http.client import Client
from geo.sources.http.redact import place_of
from geo.sources.items import Items
from geo.sources.stac.reading import fetch_json, moved
from geo.sources.stac.years import by_year

PAGE_ITEMS = 250
"""Items asked for a page: a city needs a few a year, so one page is the rule."""
MAX_PAGES = 100
"""Of one year over one city: a server with more of them pages without end."""


def search_items(
    declaration: SourceDeclaration,
    area: Geometry,
    *,
    years: Sequence[int],
    client: Client,
    base: str | None = None,
) -> Items:
    """Return the items of each year that together cover a study area, with absolute, unsigned addresses.

    Args:
        declaration: with access by STAC search.
        area: EPSG:4326.
        years: those that are wanted; none takes all that the collection has here.
        client: through which every byte goes.
        base: the landing page that replaces the declared one.

    Raises:
        SourceError: a year without items, a gap in them, an item that says not what it must.
        ArchiveError: the API cannot be reached or refuses, pages without end, or holds items back.
    """
    access = declaration.access
    if not isinstance(access, StacAccess):
        msg = f"{declaration.id}: expected access by STAC search, saw another"
        raise SourceError(msg)
    pages = _Pages(client, access.base, base or access.base)
    url, method = pages.search_link()
    found: dict[str, pystac.Item] = {}
    for period in map(str, years) if years else (None,):
        search = ItemSearch(
            url,
            method=method,
            stac_io=pages,
            limit=PAGE_ITEMS,
            collections=[access.collection],
            # Simpler than the area, so that it fits into an address too; what lies beside the area is left out later.
            intersects=mapping(area.convex_hull),
            datetime=period,
        )
        found |= _items(search, access.collection)
    return by_year(declaration, found.values(), area, years=years, locate=pages.locate)


def _items(search: ItemSearch, collection: str) -> dict[str, pystac.Item]:
    """Return the items of all pages by id: pages overlap where a server's order is not firm.

    Raises:
        RefusedError: fewer came than the server says there are, or a page that is no page.
    """
    items: dict[str, pystac.Item] = {}
    matched, lone = 0, False
    where = place_of(search.url)
    for number, page in enumerate(search.pages_as_dicts()):
        try:
            items |= {feature["id"]: pystac.Item.from_dict(feature) for feature in page["features"]}
        except (pystac.STACError, pystac.STACTypeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise RefusedError(where, None, f"expected STAC items, saw one that is none ({_named(error)})") from error
        matched = max(matched, _matched(page))
        lone = number == 0 and len(page["features"]) >= PAGE_ITEMS and _next(page) is None
    remedy = "a result with gaps is not used; try again later, or a mirror"
    if len(items) < matched:
        raise RefusedError(where, None, f"expected {matched} items, saw {len(items)}; {remedy}")
    if lone and not matched:  # a server that has forgotten its links to next pages
        raise RefusedError(where, None, f"expected a next page after {PAGE_ITEMS} items, saw none; {remedy}")
    return {name: item for name, item in items.items() if item.collection_id in {None, collection}}


def _named(error: Exception) -> str:
    return f"{type(error).__name__} {' '.join(str(error).split())[:80]}".strip()


def _matched(page: dict[str, Any]) -> int:
    """Return how many items a page says there are in all, 0 if it does not say."""
    context = page.get("context")
    said = page.get("numberMatched", context.get("matched") if isinstance(context, dict) else None)
    return said if isinstance(said, int) else 0


def _next(page: dict[str, Any]) -> dict[str, Any] | None:
    links = page.get("links")
    found = (link for link in (links if isinstance(links, list) else ()) if isinstance(link, dict))
    return next((link for link in found if link.get("rel") == "next" and isinstance(link.get("href"), str)), None)


class _Pages(StacApiIO):
    """pystac-client's reading through the archive's client, without a session of its own."""

    def __init__(self, client: Client, declared: str, base: str) -> None:
        self._client = client
        self._declared = declared
        self._base = base

    def locate(self, url: str) -> str:
        """Return an address as it is below the base that replaces the declared one."""
        return moved(url, self._declared, self._base)

    def search_link(self) -> tuple[str, str]:
        """Return where to search, and how: POST where it is offered, for an area can be too long for an address."""
        landing = fetch_json(self._client, self._base)
        links = landing.get("links")
        ways = {
            str(link.get("method") or "GET").upper(): self.locate(urljoin(f"{self._base}/", str(link.get("href"))))
            for link in (links if isinstance(links, list) else ())
            if isinstance(link, dict) and link.get("rel") == "search"
        }
        method = "POST" if "POST" in ways else "GET"
        if method not in ways:
            remedy = 'for a static catalogue, declare kind = "catalogue"'
            raise RefusedError(
                place_of(self._base), None, f"expected a STAC API with a search link, saw none; {remedy}"
            )
        return ways[method], method

    def get_pages(
        self, url: str, method: str | None = None, parameters: dict[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the pages that have items; an empty one is no end while it has a next."""
        page = self._page(url, method or "GET", parameters or {})
        asked = set()
        for _ in range(MAX_PAGES):
            if page["features"]:
                yield page
            link = _next(page)
            if link is None:
                return
            href = self.locate(urljoin(url, link["href"]))
            way = str(link.get("method") or "GET").upper()
            body = link.get("body") or {}
            sent = ({**(parameters or {}), **body} if link.get("merge") else body) if way == "POST" else {}
            request = json.dumps([way, href, sent], sort_keys=True)
            if request in asked:
                raise RefusedError(place_of(url), None, "its pages go round in a circle; try again later, or a mirror")
            asked.add(request)
            page = self._page(href, way, sent, link.get("headers"))
        raise RefusedError(place_of(url), None, f"it has more than {MAX_PAGES} pages; try a smaller area, or a mirror")

    def _page(
        self, url: str, method: str, parameters: dict[str, Any], headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        if method == "POST":
            page = fetch_json(self._client, url, method="POST", headers=headers, body=parameters)
        else:
            query = urlencode(parameters)
            page = fetch_json(
                self._client, f"{url}{'&' if '?' in url else '?'}{query}" if query else url, headers=headers
            )
        if not isinstance(page.get("features"), list):
            raise RefusedError(place_of(url), None, "expected a page of items, saw JSON of another kind")
        return page
