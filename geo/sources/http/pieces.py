"""Pieces of a file by position: which are here, and in which requests the others are best asked for."""

from bisect import bisect_right
from collections.abc import Iterable

Span = tuple[int, int]
"""First byte, and the byte after the last."""
_GAP = 1 << 14
"""Bytes: a gap up to this size costs less than a request of its own."""
_GAP_SHARE = 4
"""A gap is at most this part of what is wanted before it, so that little is fetched in vain."""
_LONGEST = 1 << 20
"""Bytes of one request: longer spans are asked for in parts, at once, each of which a slow line brings in time."""


class Pieces:
    """Pieces of one file, which do not overlap."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._starts: list[int] = []
        self._pieces: list[bytes] = []

    def copy(self) -> "Pieces":
        """Return another collection of the same pieces."""
        other = Pieces()
        other._starts, other._pieces = self._starts.copy(), self._pieces.copy()
        return other

    def __len__(self) -> int:
        """Return the number of bytes that are here."""
        return sum(map(len, self._pieces))

    def add(self, start: int, piece: bytes) -> None:
        """Keep what of a piece is not here yet."""
        for first, stop in self.missing((start, start + len(piece))):
            at = bisect_right(self._starts, first)
            self._starts.insert(at, first)
            self._pieces.insert(at, piece[first - start : stop - start])

    def get(self, span: Span) -> bytes:
        """Return the bytes of a span, all of which must be here."""
        start, stop = span
        parts = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), bisect_right(self._starts, stop - 1)):
            first = self._starts[at]
            parts.append(self._pieces[at][max(0, start - first) : max(0, stop - first)])
        return b"".join(parts)

    def missing(self, span: Span) -> list[Span]:
        """Return the parts of a span that are not here."""
        start, stop = span
        parts = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self._starts)):
            first, end = self._starts[at], self._starts[at] + len(self._pieces[at])
            if start >= stop or first >= stop:
                break
            if start < first:
                parts.append((start, first))
            start = max(start, end)
        return [*parts, (start, stop)] if start < stop else parts


def requests_for(spans: Iterable[Span]) -> list[Span]:
    """Return the spans to ask for: neighbours joined where the gap is small, long ones cut."""
    joined: list[Span] = []
    wanted = 0
    for start, stop in sorted(spans):
        if joined and start - joined[-1][1] <= min(_GAP, wanted // _GAP_SHARE):
            wanted += max(0, stop - max(start, joined[-1][1]))
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
            wanted = stop - start
    return [(at, min(at + _LONGEST, stop)) for start, stop in joined for at in range(start, stop, _LONGEST)]
