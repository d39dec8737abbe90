"""JSON documents of an archive, asked for through its client."""

import json
from collections.abc import Mapping
from typing import Any

from geo.errors import RefusedError
from geo.sources.http.client import Client
from geo.sources.http.redact import place_of


def is_web(href: str) -> bool:
    """Return whether an href is a web address."""
    return href.lower().startswith(("http://", "https://"))


def moved(url: str, declared: str, base: str) -> str:
    """Return an address below a declared one as it is below the base that replaces it; any other as it is."""
    below = url == declared or url.startswith((f"{declared}/", f"{declared}?"))
    return base + url.removeprefix(declared) if below else url


def fetch_json(
    client: Client,
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the JSON object at an address; `body` is sent as JSON.

    Raises:
        RefusedError: no web address, no JSON object, or what the client says.
        UnreachableError: there is no answer.
    """
    if not is_web(url):
        raise RefusedError(place_of(url), None, "expected a web address (http or https), saw another; tell its maker")
    sent = {"Accept": "application/geo+json, application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json"
    reply = client.request(method, url, headers=sent, body=None if body is None else json.dumps(body).encode())
    found = json_object(reply.body)
    if found is None:
        raise RefusedError(place_of(url), reply.status, "expected JSON, saw something else; is it the right address?")
    return found


def json_object(content: bytes) -> dict[str, Any] | None:
    """Return the JSON object that a document is; None if it is none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
