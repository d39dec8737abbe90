"""Whose archive it is that does not serve, and what works instead: one line for a user."""

from collections.abc import Iterator
from contextlib import contextmanager

from geo.errors import OfflineError, RefusedError, SourceError, UnreachableError


@contextmanager
def telling(source: str) -> Iterator[None]:
    """Say of what an archive does not give which source it belongs to, and what works instead.

    Raises:
        OfflineError: the archive cannot be reached.
        SourceError: it refuses.
    """
    try:
        yield
    except UnreachableError as error:
        msg = (
            f"{source}: the archive {error}; `umran pull CITY --source {source}` where it can be fills a cache "
            "to bring here (UMRAN_CACHE_DIR); a mirror is named in UMRAN_MIRRORS (docs/sources.md); "
            "`umran run sample --source simulated` needs no network"
        )
        raise OfflineError(msg) from error
    except RefusedError as error:
        msg = f"{source}: {error}"
        raise SourceError(msg) from error
