"""How Prefect is kept silent: no telemetry, no look-ups on other hosts, no noise before a reader of the terminal.

Imports nothing but the standard library: these variables must be set before prefect is imported.
`python -m flows.prefect_env` prints them as lines for a shell, for the server and the workers (docs/operations.md).
"""

import os
from collections.abc import Mapping
from pathlib import Path

SILENT: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",  # the client's and the worker's usage events
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # the server's hourly heartbeat
}
"""For every process of Prefect: client, worker and server."""

SERVER_ONLY: Mapping[str, str] = {
    # The server fetches its catalogue of worker types from a hard-wired address and falls back to the copy that it
    # ships with when that fails. No setting turns it off; the discard port makes it fail at once and on this machine.
    "HTTPS_PROXY": "http://127.0.0.1:9",
}
"""For a server that runs for itself; never for a worker, which must be able to read remote rasters."""

_TEMPORARY: Mapping[str, str] = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    # 10 s on two idle cores, more on busy ones; Prefect's own limit of 20 s is too near.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",  # this application stores no blocks
}
_OF_ONES_OWN = ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_HOME")
"""Whoever has set one of these has a Prefect of their own."""


def silence() -> None:
    """Turn off what Prefect would send to others, unless the environment says otherwise."""
    for name, value in SILENT.items():
        os.environ.setdefault(name, value)


def hush_console() -> None:
    """Keep Prefect's log off the terminal; a server still receives it."""
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")


def needs_temporary_server() -> bool:
    """Whether no Prefect is set up, so that a flow would start a server for itself."""
    return not any(os.environ.get(name) for name in _OF_ONES_OWN)


def prepare_temporary_server(cache_dir: Path) -> None:
    """Give the server that a flow starts for itself a private database in the cache, and time to start."""
    home = cache_dir / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home)
    for name, value in _TEMPORARY.items():
        os.environ.setdefault(name, value)
