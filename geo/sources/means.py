"""What a machine gives the road: its cache, its way to the archives, and who is told of what goes on."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import rasterio
from rasterio.io import DatasetReader

from geo.sources.access import CatalogueAccess, StacAccess, TileAccess
from geo.sources.archive import Place, Way, absent_tiles, archive_items
from geo.sources.cache import GridCache
from geo.sources.declaration import SourceDeclaration
from geo.sources.epochs import Tell
from geo.sources.http.client import Client
from geo.sources.http.ranges import RangeOpener
from geo.sources.items import OpenedSource
from geo.sources.network import Network
from geo.sources.raster import Opener
from geo.sources.stac.reading import is_web
from geo.sources.stac.signing import signer_of
from geo.sources.telling import telling
from geo.sources.zipped import ZippedTiles


def _silent(text: str) -> None:
    del text


@dataclass(frozen=True, slots=True)
class Means:
    """What a machine's settings say."""

    cache_dir: Path
    """Where the simulated city, grid-ready rasters and tiles are kept."""
    cache_bytes: int = 20_000_000_000
    """Most bytes of rasters and tiles."""
    network: Network = field(default_factory=Network)
    tell: Tell = _silent

    @property
    def cache(self) -> GridCache:
        """What was read of archives."""
        return GridCache(self.cache_dir / "rasters", self.cache_bytes)

    def clear_cache(self, source: str | None = None) -> int:
        """Remove what was read of a source, or of all, and what of downloads has arrived; return the bytes freed."""
        freed = self.cache.clear(source)
        if source is None:
            for path in self.partial.glob("*"):
                freed += path.stat().st_size
                path.unlink(missing_ok=True)
        return freed

    @property
    def partial(self) -> Path:
        """Where downloads lie that are not whole yet."""
        return self.cache_dir / "partial"


class Session:
    """One pull: its connections, made when first needed and closed at its end."""

    def __init__(self, means: Means) -> None:
        """Use these means."""
        self.means = means
        self._stack = ExitStack()
        self._client: Client | None = None
        self.cache = means.cache

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what was opened."""
        self._stack.close()

    @property
    def client(self) -> Client:
        """The connections to archives."""
        if self._client is None:
            self._client = self._stack.enter_context(Client(self.means.network))
        return self._client

    @property
    def requests(self) -> int:
        """Requests that were sent."""
        return self._client.requests if self._client else 0

    @property
    def bytes_fetched(self) -> int:
        """Bytes that came in."""
        return self._client.bytes_fetched if self._client else 0

    def opened(self, declaration: SourceDeclaration, place: Place, years: Sequence[int]) -> OpenedSource:
        """Return a declared source with its items of these years over a place.

        Raises:
            SourceError: an epoch has no file here, or lacks one that it needs.
            RasterError: a file is not what the source declares.
            ArchiveError: the archive cannot be reached, or refuses.
        """
        self.means.tell(f"{declaration.id}: looking for {', '.join(map(str, years))}")
        base = self.means.network.mirrors.get(declaration.id)
        tiles = self._zipped(declaration)
        opener = tiles.opened if tiles else self._ranges(declaration, mirrored=base is not None)
        remote = not on_disk(declaration)
        way = Way(
            self.client,
            self.cache if remote else None,
            opener,
            base,
            says_absent=self._says_absent(declaration, base),
            forget=tiles.forget if tiles else _silent,
        )
        with telling(declaration.id):
            items = archive_items(declaration, place, years, way)
        absent = absent_tiles(declaration, place, years, items)
        return OpenedSource(declaration, items, opener=opener, remote=remote, absent=absent)

    def _says_absent(self, declaration: SourceDeclaration, base: str | None) -> tuple[int, ...]:
        """Return which statuses mean that a tile is not there: 403 only where nothing but the archive can refuse."""
        access = declaration.access
        if not isinstance(access, TileAccess):
            return ()
        known = base is None and urlsplit(access.base).netloc not in self.means.network.credentials
        return access.absent_statuses if known else (404,)

    def _zipped(self, declaration: SourceDeclaration) -> ZippedTiles | None:
        access = declaration.access
        if not (isinstance(access, TileAccess) and access.container == "zip"):
            return None
        return ZippedTiles(
            declaration.id,
            client=self.client,
            cache=self.cache,
            partial=self.means.partial,
            tell=self.means.tell,
        )

    def _ranges(self, declaration: SourceDeclaration, *, mirrored: bool) -> Opener:
        access = declaration.access
        sign = signer_of(access, self.client) if isinstance(access, StacAccess) and not mirrored else None
        return _by_address(RangeOpener(self.client, sign).opened)


def on_disk(declaration: SourceDeclaration) -> bool:
    """Return whether a source is a user's own catalogue on this machine, whose files may change under their names."""
    access = declaration.access
    return isinstance(access, CatalogueAccess) and not is_web(access.href)


def _by_address(remote: Opener) -> Opener:
    """Open addresses with `remote`, and paths as files."""

    def opened(path: str, **options: object) -> AbstractContextManager[DatasetReader]:
        opener: Opener = remote if is_web(path) else rasterio.open
        return opener(path, **options)

    return opened
