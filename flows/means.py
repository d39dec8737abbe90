"""What this machine's settings give to the reading of sources: cache, way to the archives, and who is told."""

from collections.abc import Callable

from flows.settings import Settings
from geo.errors import SourceError
from geo.sources.declarations import declared_sources
from geo.sources.means import Means
from geo.sources.network import Network

_GB = 1_000_000_000


def means(settings: Settings, tell: Callable[[str], None] = lambda _: None) -> Means:
    """Return the means of reading; `tell` hears of what goes on.

    Raises:
        SourceError: a mirror is set for a source that is none.
    """
    strange = sorted(set(settings.mirrors) - set(declared_sources()))
    if strange:
        msg = f"UMRAN_MIRRORS: expected ids of sources (`umran sources`), saw {', '.join(strange)}"
        raise SourceError(msg)
    network = Network(
        mirrors=dict(settings.mirrors),
        proxy=settings.proxy.get_secret_value() if settings.proxy else None,
        ca_bundle=settings.ca_bundle,
        credentials={host: value.get_secret_value() for host, value in settings.credentials.items()},
        in_flight=settings.in_flight,
    )
    return Means(settings.cache_dir, int(settings.cache_gb * _GB), network, tell)
