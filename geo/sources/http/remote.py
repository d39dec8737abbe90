"""A remote file that has been opened: its head and index are kept, its blocks are fetched at once in few requests."""

import threading
from collections.abc import Sequence
from functools import partial

from geo.errors import RefusedError
from geo.sources.http.client import Client, Sign
from geo.sources.http.pieces import Pieces, Span, requests_for
from geo.sources.http.redact import place_of

_HEAD = 1 << 15
"""Bytes: the header of a GeoTIFF, and of most its index of blocks."""
_PAGE = 1 << 14
"""Bytes: shorter reads are of the index, and what lies beside them will be read next."""
_MOST_KEPT = 1 << 21
"""Bytes that stay when nobody has the file open: the index of a raster of 40,000 × 40,000 cells fits."""


class Remote:
    """One file; what was read in small parts is kept, so that it is opened again without a request."""

    def __init__(self, client: Client, url: str, sign: Sign | None = None) -> None:
        """Read nothing yet."""
        self.place = place_of(url)
        self._client = client
        self._url = url
        self._sign = sign
        self._kept = Pieces()
        self._lock = threading.Lock()

    def size(self) -> int:
        """Return the file's length in bytes; the first call reads its head.

        Raises:
            ArchiveError: it cannot be read.
        """
        with self._lock:
            if not self._kept:
                self._kept.add(0, self._fetch((0, _HEAD)))
            size = self._client.size(self._url)
        if not size:
            raise RefusedError(self.place, None, "an empty file")
        return size

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file, fewer at its end.

        Raises:
            ArchiveError: they cannot be read.
        """
        size = self.size()
        span = (start, min(start + length, size))
        if span[0] >= span[1]:
            return b""
        page = span if length >= _PAGE else (start - start % _PAGE, min(-(-span[1] // _PAGE) * _PAGE, size))
        with self._lock:
            if self._kept.missing(span):
                for part in requests_for(self._kept.missing(page)):
                    self._kept.add(part[0], self._fetch(part))
            return self._kept.get(span)

    def read_many(self, spans: Sequence[Span]) -> list[bytes]:
        """Return the bytes of several spans, which are not kept.

        Raises:
            ArchiveError: they cannot be read, or lie beyond the file's end.
        """
        size = self.size()
        if any(stop > size for _, stop in spans):
            raise RefusedError(self.place, None, "the file ends before what its header promises")
        with self._lock:
            found = self._kept.copy()
        parts = requests_for(part for span in spans for part in found.missing(span))
        fetched = self._client.together([partial(self._fetch, part) for part in parts])
        for (start, _), piece in zip(parts, fetched, strict=True):
            found.add(start, piece)
        return [found.get(span) for span in spans]

    def put_away(self) -> None:
        """Let go of what is too much to keep for the next opening."""
        with self._lock:
            if len(self._kept) > _MOST_KEPT:
                head = self._kept.get((0, _HEAD))
                self._kept = Pieces()
                self._kept.add(0, head)

    def _fetch(self, span: Span) -> bytes:
        start, stop = span
        return self._client.read_range(self._url, start, stop - start, sign=self._sign)
