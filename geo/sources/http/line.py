"""The line to the archives: its proxy, certificates and credentials, and how one request goes over it."""

import ssl
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from urllib3 import HTTPConnectionPool, PoolManager, ProxyManager, Timeout
from urllib3.util import make_headers

from geo.errors import ArchiveError, RefusedError
from geo.sources.http.answer import REDIRECTS, Answer, Asked
from geo.sources.http.clock import POOLS, Clock
from geo.sources.http.redact import host_of, place_of, quieten_logs, without_user
from geo.sources.http.trouble import translated
from geo.sources.network import Network

_MAX_REDIRECTS = 5
_HOSTS = 16
"""Hosts whose connections are kept."""
_KEEP_METHOD = 307
"""From this status on a redirect keeps method and body."""
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told what goes on."""

    asking: Callable[[str], None]
    """Of each host before it is asked; it may raise."""
    heard: Callable[[str], None]
    """Of each host that has answered."""
    arrived: Callable[[int], None]
    """Of the bytes of bodies as they arrive."""


class Line:
    """Connections to any host, kept for the next request."""

    def __init__(self, network: Network) -> None:
        """Make no connection yet.

        Raises:
            ArchiveError: the CA bundle cannot be read, or the proxy's address is none.
        """
        quieten_logs()
        self._network = network
        self._trusted = cache(partial(_trust, network))
        if network.ca_bundle is not None:
            self._trusted()  # what cannot be read is told at once
        proxies = dict.fromkeys(_SCHEMES, network.proxy) if network.proxy else urllib.request.getproxies()
        self._bypass: Callable[[str], object] = (lambda _: False) if network.proxy else urllib.request.proxy_bypass
        self._direct = self._pools(None)
        self._by_proxy = {scheme: self._pools(proxies[scheme]) for scheme in _SCHEMES if proxies.get(scheme)}

    def close(self) -> None:
        """Close the connections that are not in use."""
        for pools in (self._direct, *self._by_proxy.values()):
            pools.clear()

    @contextmanager
    def answered(self, asked: Asked, clock: Clock, watch: Watch) -> Iterator[Answer]:
        """Send a request, follow where it is redirected, and yield the answer; it is closed afterwards.

        Raises:
            TryAgainError: it may pass.
            RefusedError: the redirects lead nowhere, or the certificate is not trusted.
        """
        answer = self._sent(asked, clock, watch)
        try:
            for _ in range(_MAX_REDIRECTS):
                if answer.status not in REDIRECTS:
                    break
                asked = redirected(answer)
                answer.close()
                answer = self._sent(asked, clock, watch)
            if answer.status in REDIRECTS:
                answer.refuse(f"more than {_MAX_REDIRECTS} redirects")
            yield answer
        finally:
            answer.close()

    def _sent(self, asked: Asked, clock: Clock, watch: Watch) -> Answer:
        host = host_of(asked.url)
        parts = urlsplit(asked.url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise RefusedError(place_of(asked.url), None, "expected an http or https address")
        watch.asking(host)
        patience = self._network.patience
        pools = self._direct if self._bypass(host) else self._by_proxy.get(parts.scheme, self._direct)
        with translated(asked.url):
            response = pools.request(
                asked.method,
                without_user(asked.url),
                headers=self._headers(asked),
                body=asked.body,
                timeout=Timeout(connect=clock.left(patience.connect_s), read=patience.silence_s),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        watch.heard(host)
        return Answer(asked, response, watch.arrived)

    def _headers(self, asked: Asked) -> Mapping[str, str]:
        headers = {"User-Agent": f"umran/{version('umran')}", "Accept-Encoding": "identity", **asked.headers}
        parts = urlsplit(asked.url)
        told = self._network.credentials.get(host_of(asked.url))
        if told is not None:
            headers.setdefault("Authorization", told)
        elif parts.username is not None:
            headers.setdefault("Authorization", make_headers(basic_auth=_pair(parts))["authorization"])
        return headers

    def _secure_pool(self, host: str, port: int, **options: Any) -> HTTPConnectionPool:
        """Return a pool that trusts the network's certificates, whose reading takes longer than a small cached run."""
        pool: HTTPConnectionPool = POOLS["https"](host, port, **options | {"ssl_context": self._trusted()})
        return pool

    def _pools(self, proxy: str | None) -> PoolManager:
        pools = PoolManager(_HOSTS, maxsize=self._network.in_flight)
        if proxy is not None:
            address = proxy if "://" in proxy else f"http://{proxy}"
            parts = urlsplit(address)
            if parts.scheme not in _SCHEMES or not parts.hostname:
                msg = f"the proxy: expected an http or https address, saw one of {parts.scheme}; check the proxy"
                raise ArchiveError(msg)
            pools = ProxyManager(
                without_user(address),
                _HOSTS,
                maxsize=self._network.in_flight,
                proxy_headers=None if parts.username is None else make_headers(proxy_basic_auth=_pair(parts)),
                proxy_ssl_context=self._trusted() if parts.scheme == "https" else None,
            )
        secure: Any = self._secure_pool
        pools.pool_classes_by_scheme = {"http": POOLS["http"], "https": secure}
        return pools


def redirected(answer: Answer) -> Asked:
    """Return the request to which an answer sends on; no credentials go to another host, or where others can read.

    Raises:
        RefusedError: it says not where, or to something that is no http or https address.
    """
    asked = answer.asked
    target = without_user(urljoin(asked.url, answer.headers.get("Location", "")))
    before, after = urlsplit(asked.url), urlsplit(target)
    if "Location" not in answer.headers or after.scheme not in _SCHEMES or not after.hostname:
        answer.refuse(f"a redirect to no http or https address ({answer.status})")
    if before.scheme == "https" and after.scheme == "http":
        answer.refuse(f"a redirect from https to http ({answer.status})")
    headers = dict(asked.headers)
    if host_of(asked.url) != host_of(target):
        headers = {name: value for name, value in headers.items() if name.lower() not in _CREDENTIALS}
    if answer.status >= _KEEP_METHOD or asked.method in {"GET", "HEAD"}:
        return Asked(asked.method, target, headers, asked.body)
    headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    return Asked("GET", target, headers)


def _pair(parts: SplitResult) -> str:
    return f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"


def _trust(network: Network) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=network.ca_bundle)
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror or "no certificates in it"
        msg = f"{network.ca_bundle}: expected a file of certificates (PEM), saw none ({reason}); check the CA bundle"
        raise ArchiveError(msg) from None
