"""A STAC API that misbehaves, each way under a path of its own; run as a program, it says its port and serves."""

import json
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Page = dict[str, Any]
LOG: list[dict[str, Any]] = []
TOKENS = {"issued": 0, "refused_up_to": 0}


def item(column: int, year: int = 2020, **changes: Any) -> dict[str, Any]:
    west = float(column)
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"tile-{column}-{year}",
        "collection": "cover",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]],
        },
        "bbox": [west, 0, west + 1, 1],
        "properties": {"datetime": f"{year}-07-01T00:00:00Z"},
        "links": [],
        "assets": {"map": {"href": f"https://files.example.test/{column}-{year}.tif"}},
    } | changes


def page(*items: dict[str, Any], link: dict[str, Any] | None = None, **more: Any) -> Page:
    links = [] if link is None else [{"rel": "next", **link}]
    return {"type": "FeatureCollection", "features": list(items), "links": links, **more}


def endless(at: int, here: str) -> Page:
    return page(item(0), link={"href": f"{here}?at={at + 1}"})


def circle(_: int, here: str) -> Page:
    return page(item(0), link={"href": f"{here}?at=1"})


def circle_by_post(_: int, here: str) -> Page:
    return page(item(0), link={"href": here, "method": "POST", "body": {"token": "same"}})


def merged(at: int, here: str) -> Page:
    if at:
        return page(item(1))
    return page(item(0), link={"href": here, "method": "POST", "body": {"at": 1}, "merge": True})


def relative(at: int, _: str) -> Page:
    return page(item(0), item(1)) if at else page(item(0), link={"href": "search?at=1"})


def empty_first(at: int, here: str) -> Page:
    return page(item(0), item(1)) if at else page(link={"href": f"{here}?at=1"})


def next_on_disk(*_: object) -> Page:
    return page(item(0), link={"href": "file:///etc/hostname"})


PAGES: dict[str, Callable[[int, str], Page]] = {
    "endless": endless,
    "circle": circle,
    "circle-by-post": circle_by_post,
    "merged": merged,
    "relative": relative,
    "empty-first": empty_first,
    "next-on-disk": next_on_disk,
    "stops-early": lambda *_: page(item(0)),
    "says-three": lambda *_: page(item(0), item(1), numberMatched=3),
    "says-three-as-context": lambda *_: page(item(0), item(1), context={"matched": 3}),
    "full": lambda *_: page(*(item(0, id=f"tile-{n}") for n in range(249)), item(1)),
    "another-collection": lambda *_: page(item(0), item(1, collection="other")),
    "no-items": lambda *_: page({"id": "one"}),
    "not-a-page": lambda *_: {"code": "Oops", "description": "a failure with status 200"},
    "no-geometry": lambda *_: page(item(0), item(1, geometry=None, bbox=None)),
    "no-asset": lambda *_: page(item(0), item(1, assets={"preview": {"href": "a.png"}, "data": {"href": "b.tif"}})),
    "on-disk": lambda *_: page(item(0), item(1, assets={"map": {"href": "/etc/hostname"}})),
    "in-a-bucket": lambda *_: page(item(0), item(1, assets={"map": {"href": "s3://bucket/1.tif?sig=secret"}})),
    "with-a-password": lambda *_: page(
        item(0), item(1, assets={"map": {"href": "https://me:secret@example.test/1.tif"}})
    ),
    "links-elsewhere": lambda at, _: page(
        item(at), link=None if at else {"href": "https://api.example.test/v1/search?at=1"}
    ),
}
RAW = {"html": (200, b"<html>Sign in</html>"), "list": (200, b"[1, 2]"), "forbidden": (403, b'{"sig": "secret"}')}
BY_POST = {"circle-by-post", "merged"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        LOG.append({"method": "GET", "path": parts.path, "query": parts.query})
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        way, _, rest = parts.path.strip("/").partition("/")
        if way == "log":
            self._json(LOG)
        elif way == "token":
            TOKENS["issued"] += 1
            self._json(json.loads(query["answer"].replace("NUMBER", str(TOKENS["issued"]))))
        elif way == "expire":
            TOKENS["refused_up_to"] = TOKENS["issued"]
            self._json({})
        elif way == "file":
            good = int(query.get("sig", "secret-0").removeprefix("secret-")) > TOKENS["refused_up_to"]
            self._send(200 if good else 403, b"{}")
        elif not rest:
            self._json(self._landing(way))
        else:
            self._search(way, int(query.get("at", 0)))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        LOG.append({"method": "POST", "path": self.path, "body": body})
        self._search(self.path.strip("/").partition("/")[0], int(body.get("at", 0)))

    def _landing(self, way: str) -> dict[str, Any]:
        links = [{"rel": "search", "href": f"{self._root}/{way}/search", "type": "application/geo+json"}]
        if way in BY_POST:
            links.append(links[0] | {"method": "POST"})
        if way == "links-elsewhere":
            links = [{"rel": "search", "href": "https://api.example.test/v1/search"}]
        return {"type": "Catalog", "id": way, "links": [] if way == "static" else links}

    def _search(self, way: str, at: int) -> None:
        if way in RAW:
            self._send(*RAW[way])
        else:
            self._json(PAGES[way](at, f"{self._root}/{way}/search"))

    @property
    def _root(self) -> str:
        return f"http://{self.headers['Host']}"

    def _json(self, content: object) -> None:
        self._send(200, json.dumps(content).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
