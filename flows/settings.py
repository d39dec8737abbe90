"""Where things lie on this machine: what the environment may set, under the prefix UMRAN_."""

from functools import partial
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The service's settings; each is read from UMRAN_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="UMRAN_", env_ignore_empty=True, frozen=True)

    publish_root: Path = Path("published")
    """Where publications go: `<publish_root>/<city>/<run>/`."""
    publish_url: str | None = None
    """The address at which the publish root is served, if it is; Prefect's artifacts then link there."""
    cache_dir: Path = Field(default_factory=partial(user_cache_path, "umran"))
    """What can be made or fetched again: the simulated city, tiles, the temporary server's database."""
    cities_dir: Path = Path("cities")
    """City files of one's own, beside the ones that come with Umran."""


def settings() -> Settings:
    """Return the settings as the environment has them now, `~` expanded."""
    read = Settings()
    paths = {name: getattr(read, name).expanduser() for name in ("publish_root", "cache_dir", "cities_dir")}
    return read.model_copy(update=paths)
