"""Where things lie on this machine: what the environment may set, under the prefix UMRAN_."""

from functools import partial
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.languages import Languages
from flows.roots import PublishRoot, lasting
from geo.sources.access import Address
from geo.sources.strict import SourceId
from outputs.words.speech import LANGUAGES


class Settings(BaseSettings):
    """The service's settings; each is read from UMRAN_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="UMRAN_", env_ignore_empty=True, frozen=True)

    publish_root: PublishRoot = Path("published")
    """Where publications go, a folder or an address such as s3://bucket/prefix: `<publish_root>/<city>/<run>/`."""
    publish_keep: int | None = Field(default=None, ge=1)
    """How many of a city's newest runs stay after each publication; without it all."""
    languages: Annotated[Languages, NoDecode] = LANGUAGES
    """Of pages and documents, with commas: en,fr,es,ar."""
    publish_url: str | None = None
    """The address at which the publish root is served, if it is; Prefect's artifacts then link there."""
    cache_dir: Path = Field(default_factory=partial(user_cache_path, "umran"))
    """What can be made or fetched again: the simulated city, tiles, the temporary server's database."""
    cache_gb: float = Field(default=20.0, gt=0, allow_inf_nan=False)
    """Most gigabytes of rasters and tiles that are kept in the cache; the last used stay."""
    cities_dir: Path = Path("cities")
    """City files of one's own, beside the ones that come with Umran."""
    mirrors: dict[SourceId, Address] = {}
    """Source id → the address that replaces its archive's, as a JSON object."""
    proxy: SecretStr | None = None
    """An HTTP proxy on the way to archives; without it HTTPS_PROXY and its like count."""
    ca_bundle: Path | None = None
    """Certificates to trust in place of the system's, a PEM file."""
    credentials: dict[str, SecretStr] = {}
    """Host → value of the Authorization header, as a JSON object."""
    in_flight: int = Field(default=8, ge=1, le=64)
    """Most requests to archives at once."""


def settings() -> Settings:
    """Return the settings as the environment has them now, `~` expanded."""
    read = Settings()
    paths = {name: getattr(read, name).expanduser() for name in ("cache_dir", "cities_dir")}
    paths["publish_root"] = lasting(read.publish_root)
    if read.ca_bundle is not None:
        paths["ca_bundle"] = read.ca_bundle.expanduser()
    return read.model_copy(update=paths)
