"""Whole files, downloaded so that a broken or killed download goes on where it was."""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path

from geo.errors import RefusedError
from geo.sources.http.answer import Answer, Identity
from geo.sources.http.client import Client, Sign
from geo.sources.http.clock import Clock

Progress = Callable[[int, int | None], None]
"""Is told of the bytes that are here and of all, if the server says how many those are."""
_WORTHWHILE = 1 << 16
"""Bytes: an attempt that brings as many does not count as one in vain, and the clock of an answer starts anew."""
_TELLING = 1 << 20
"""Bytes between two reports of progress."""
_START = 64
"""Bytes by which an HTML page is known."""


def download(client: Client, url: str, target: Path, *, on_progress: Progress, sign: Sign | None = None) -> None:
    """Download a file to `target`, which is there whole or not at all.

    Until then it grows in `<target>.part`, beside which `<target>.part.json` says of which file it is a part, so that a
    later call goes on from there if the server still has the same file. One process at a time.

    Raises:
        UnreachableError: the host cannot be reached, or stops answering.
        RefusedError: it does not give the file.
        OSError: the disk is full, or the folder cannot be written.
    """
    part = _Part(target)
    at_last = 0

    def headers() -> Mapping[str, str]:
        nonlocal at_last
        at_last = part.size
        return part.headers()

    def take(answer: Answer, clock: Clock) -> None:
        part.begin(answer)
        part.fill(answer, clock, on_progress)

    if not part.is_whole:
        client.stream(url, headers, take, progressed=lambda: part.size - at_last >= _WORTHWHILE, sign=sign)
    part.finish()


class _Part:
    """What of a file is here."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self._identity: Identity | None = None
        with suppress(OSError, ValueError, TypeError):
            self._identity = Identity(**json.loads(self._note.read_text(encoding="utf-8")))

    @property
    def size(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0

    @property
    def is_whole(self) -> bool:
        return self._identity is not None and self.size == self._identity.total

    def headers(self) -> Mapping[str, str]:
        """Return what asks for the rest, if the server can tell whether it is still of the same file."""
        known = self._identity
        if known is None or known.validator is None or not 0 < self.size < known.total:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": known.validator}

    def begin(self, answer: Answer) -> None:
        """Make ready for the bytes of an answer: after those that are here, or in their place."""
        answer.check(HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        answer.check_bare()
        if answer.status == HTTPStatus.OK:
            self._begin_anew(answer)
            return
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            first, last, total = answer.range()
            same = self._identity is not None and not self._identity.is_other_than(answer.identity(total))
            if same and (first, last) == (self.size, total - 1):
                return
            if same:
                answer.again(f"bytes {first}-{last} of {total} in place of those from {self.size} on")
        self._forget()
        answer.again("the file changed while it was downloaded")

    def fill(self, answer: Answer, clock: Clock, on_progress: Progress) -> None:
        """Add an answer's bytes, however long it takes as long as it gets on."""
        total = None if self._identity is None else self._identity.total
        size = told = timed = self.size
        clock.renew()
        with self._path.open("ab") as file:
            for piece in answer.pieces():
                file.write(piece)
                size += len(piece)
                if size - timed >= _WORTHWHILE:
                    clock.renew()
                    timed = size
                if size - told >= _TELLING:
                    on_progress(size, total)
                    told = size
        on_progress(size, total)
        with self._path.open("rb") as file:
            start = file.read(_START)
        try:
            answer.check_start(start)
        except RefusedError:
            self._forget()
            raise
        if total is not None and size != total:
            self._forget()
            answer.again(f"{size:,} bytes in place of {total:,}")

    def finish(self) -> None:
        """Put the whole file in its place."""
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        self._path.replace(self._target)
        self._note.unlink(missing_ok=True)

    def _begin_anew(self, answer: Answer) -> None:
        length = answer.length()
        if length is None and answer.headers.get("Transfer-Encoding", "").lower() != "chunked":
            answer.refuse("the server does not say how long the file is, so that none can tell whether it is whole")
        self._forget()
        self._path.touch()
        if length is not None:
            self._identity = answer.identity(length)
            self._note.write_text(json.dumps(asdict(self._identity)), encoding="utf-8")

    def _forget(self) -> None:
        """Drop what is here, first of all its bytes: they must not be taken for a part of another file."""
        self._path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self._identity = None
