"""Tokens that sign the addresses of a collection's files: fetched, kept, renewed; never shown.

The form is that of the Planetary Computer's token service: a JSON object with `token`, which follows an address as its
query, and `msft:expiry`, the time at which it ends.
"""

import re
import threading
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from geo.errors import RefusedError
from geo.sources.access import StacAccess
from geo.sources.http.client import Client
from geo.sources.http.redact import place_of
from geo.sources.stac.reading import fetch_json, is_web

MARGIN_S = 60.0
"""Before its end a token is renewed, so that it does not end between signing and reading."""
_TOKEN = re.compile(r"[^\s?#]+")


class Signer:
    """Signs addresses with one collection's token; may be called from many threads."""

    def __init__(self, address: str, client: Client) -> None:
        """Ask for tokens at an address."""
        self._address = address
        self._client = client
        self._lock = threading.Lock()
        self._token = ""
        self._fetched = 0
        self._fresh_until = 0.0
        self._used = threading.local()

    def __call__(self, url: str, renew: bool = False) -> str:  # noqa: FBT001, FBT002 - the shape that readers call
        """Return a signed address.

        Args:
            url: without a signature.
            renew: the token that this thread was given last has been refused.

        Raises:
            RefusedError: what the token service answers is no token.
            ArchiveError: it does not answer.
        """
        if not is_web(url):
            return url
        with self._lock:
            refused = renew and getattr(self._used, "fetched", self._fetched) == self._fetched
            if refused or not self._fetched or time.monotonic() >= self._fresh_until:
                self._fetch()
            self._used.fetched = self._fetched
            return f"{url}{'&' if '?' in url else '?'}{self._token}"

    def _fetch(self) -> None:
        answer = fetch_json(self._client, self._address)
        token, life = _token(answer, place_of(self._address))
        self._token = token
        self._fetched += 1
        # A token that ends in the past tells of a clock that is wrong here: it is used until it is refused.
        self._fresh_until = time.monotonic() + life - min(MARGIN_S, life / 2) if life > 0 else float("inf")


def signer_of(access: StacAccess, client: Client) -> Signer | None:
    """Return what signs the addresses of a collection's files; None where they need no signature."""
    if access.sign is None:
        return None
    return Signer(access.sign.replace("{collection}", quote(access.collection, safe="")), client)


def _token(answer: dict[str, Any], where: str) -> tuple[str, float]:
    """Return a token, and how many seconds it lives from now."""
    token = str(answer.get("token", "")).lstrip("?")
    try:
        ends = datetime.fromisoformat(str(answer.get("msft:expiry")))
    except ValueError:
        ends = None
    if not _TOKEN.fullmatch(token) or ends is None:
        raise RefusedError(
            where, None, "expected a token and its expiry, saw an answer without; check the sign address"
        )
    ends = ends if ends.tzinfo else ends.replace(tzinfo=UTC)
    return token, (ends - datetime.now(UTC)).total_seconds()
