"""What of an address may be shown: its host and path, never a user, a password or a query."""

import logging
from urllib.parse import urlsplit, urlunsplit


def host_of(url: str) -> str:
    """Return the host of an address, with its port if it names one."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def place_of(url: str) -> str:
    """Return host and path of an address."""
    return f"{host_of(url)}{urlsplit(url).path}"


def without_user(url: str) -> str:
    """Return an address without the user and password in it."""
    return urlunsplit(urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]))


class _WithoutQueries(logging.Filter):
    """Cuts the queries out of what urllib3 logs of its requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args)
        return True


_FILTER = _WithoutQueries()


def quieten_logs() -> None:
    """Keep queries, and the secrets in them, out of urllib3's log; calling it again does nothing."""
    for name in ("urllib3.connectionpool", "urllib3.connection"):
        logging.getLogger(name).addFilter(_FILTER)
