"""Fixtures for all tests: where the real data lie, if they are there."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("umran", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("umran")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: a worker takes a file whole, and a long one begun last would be waited for."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real rasters with known answers, or skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real data are not beside this checkout: no folder ../shared/data")
    return SHARED_DATA
