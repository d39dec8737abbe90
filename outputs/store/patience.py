"""How long an object store is waited for, and how often it is asked again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds. Together they bound a publication whose store does not answer."""

    connect_s: float = 5.0
    request_s: float = 60.0
    """Of one request: 8 MB, a part of a large file, at 1 Mbit/s."""
    retries: int = 6
    retry_s: float = 60.0
    """No retry begins later than this after the first try."""
    pause_s: float = 0.1
    """Before the first retry; it doubles from try to try."""
    pause_max_s: float = 5.0
    beat_s: float = 20.0
    """How often a run says that it lives."""
    lease_s: float = 180.0
    """A run that says nothing for so long is dead: longer than a request with all its retries."""
    skew_s: float = 900.0
    """How far this machine's clock may differ from the store's; S3 refuses requests of clocks that differ more."""
    poll_s: float = 1.0
    """How often a run that waits for another looks whether it is done."""
    wait_s: float = 600.0
    """How long a run waits for another that publishes the same run."""


PATIENCE = Patience()
