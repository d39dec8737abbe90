"""How archives are reached: mirrors, proxy, certificates, credentials, and how patient reading is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a request is tried; all times in seconds."""

    connect_s: float = 10.0
    """Until a connection stands."""
    silence_s: float = 20.0
    """Between two pieces of an answer."""
    request_s: float = 120.0
    """For one answer as a whole, however steadily it drips; of a file that is downloaded whole, for each 64 kB."""
    attempts: int = 6
    first_contact_attempts: int = 2
    """As long as a host has never answered: a line that is not there is not waited for."""
    first_contact_s: float = 12.0
    """For all of these attempts together, name look-up included."""
    backoff_s: float = 0.5
    """Before the second attempt, doubled for each further one, with jitter."""
    backoff_max_s: float = 30.0
    retry_after_max_s: float = 120.0
    """A server that asks for more is not waited for."""


@dataclass(frozen=True, slots=True)
class Network:
    """What a machine's configuration says of the way to the archives."""

    mirrors: Mapping[str, str] = field(default_factory=dict)
    """Source id → the base address that replaces the declared one."""
    proxy: str | None = field(default=None, repr=False)
    """Address of an HTTP proxy, perhaps with a password in it."""
    ca_bundle: Path | None = None
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Host (with its port, if one is named) → value of the Authorization header."""
    patience: Patience = Patience()
    in_flight: int = 8
    """Most requests at once."""
