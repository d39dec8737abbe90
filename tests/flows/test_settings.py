from pathlib import Path

import pytest

from flows.settings import settings


def test_defaults_lie_in_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PUBLISH_ROOT", "PUBLISH_URL", "CITIES_DIR"):
        monkeypatch.delenv(f"UMRAN_{name}", raising=False)
    read = settings()
    assert (read.publish_root, read.publish_url, read.cities_dir) == (Path("published"), None, Path("cities"))


def test_the_environment_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", "/srv/one")
    assert settings().publish_root == Path("/srv/one")
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", "~/two")
    assert settings().publish_root == Path("~/two").expanduser()
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", "")
    assert settings().publish_root == Path("published")
