"""How a run under way is kept from other runs on an object store: a marker that its holder renews while it lives.

    .staging/<city>/<run>.json    {holder, beat}: written by whoever holds the run, again at every beat

A store knows no locks, so the marker is created, renewed and taken over on condition that it is still what was seen: of
two processes one succeeds. A marker that stays as it is for longer than a lease is a dead run's; whoever saw it so long
takes it over, and with it the right to change the run. The one that was silent finds out at its next beat.
"""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from outputs.errors import ChangedError, LockTimeoutError, LostHoldError, StoreError
from outputs.layout import STAGING
from outputs.store.bucket import Bucket
from outputs.store.patience import Patience
from outputs.store.root import Seen


def marker_key(run: str) -> str:
    """Return the key of a run's marker."""
    return f"{STAGING}/{run}.json"


def run_of(marker: str) -> str:
    """Return the run that a marker's key stands for."""
    return marker.removeprefix(f"{STAGING}/").removesuffix(".json")


class Lease:
    """A run's marker in this process's hand."""

    def __init__(self, bucket: Bucket, run: str, taken: Seen) -> None:
        """Take over a marker as it was seen, or make one where none was.

        Raises:
            ChangedError: another process was faster.
        """
        self.run = run
        self.abandoned = False
        """Whether the marker is to stay, so that a later run finds what this one could not remove."""
        self._bucket = bucket
        self._holder = secrets.token_hex(8)
        self._beat = 0
        self._lock = threading.Lock()
        self._seen = taken
        self.renew()

    def renew(self) -> None:
        """Say that the holder lives.

        Raises:
            ChangedError: another process took the marker, because this one was silent for too long.
        """
        with self._lock:
            self._beat += 1
            text = json.dumps({"holder": self._holder, "beat": self._beat})
            self._seen = self._bucket.put(marker_key(self.run), text.encode(), over=self._seen)

    def check(self) -> None:
        """Renew, so that the run is held for a lease from now on.

        Raises:
            LostHoldError: another process took it.
        """
        try:
            self.renew()
        except ChangedError:
            raise LostHoldError(self._bucket.url, self.run) from None

    def beat(self, ended: threading.Event, every_s: float) -> None:
        """Renew from time to time until `ended`; what fails is tried again at the next beat, and told by `check`."""
        while not ended.wait(every_s):
            with suppress(ChangedError, StoreError):
                self.renew()

    def release(self) -> None:
        """Remove the marker, if it is still one's own."""
        with suppress(ChangedError, StoreError):
            self.renew()
            self._bucket.delete([marker_key(self.run)])


@contextmanager
def leased(bucket: Bucket, run: str, patience: Patience) -> Iterator[Lease]:
    """Hold a run's marker, after waiting for who holds it.

    Raises:
        LockTimeoutError: another process held it for all of the time.
    """
    lease, ended = _take(bucket, run, patience), threading.Event()
    thread = threading.Thread(target=lease.beat, args=(ended, patience.beat_s), daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        ended.set()
        thread.join()
        if not lease.abandoned:
            lease.release()


def _take(bucket: Bucket, run: str, patience: Patience) -> Lease:
    began = since = time.monotonic()
    seen = bucket.get(marker_key(run))
    while time.monotonic() - began < patience.wait_s:
        if seen.data is None or time.monotonic() - since > patience.lease_s:
            with suppress(ChangedError):
                return Lease(bucket, run, seen)
        time.sleep(patience.poll_s)
        now = bucket.get(marker_key(run))
        if now != seen:
            seen, since = now, time.monotonic()
    raise LockTimeoutError(bucket.url, patience.wait_s)
