"""The catalogue as pystac reads it: from disk, and over HTTP from a static server in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pystac
import pytest
import requests


@pytest.fixture
def server(root: Path) -> Iterator[str]:
    """Return the address under which the root is served."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            found = re.search(r"port (\d+)", process.stdout.readline())
            assert found
            yield f"http://127.0.0.1:{found[1]}"
        finally:
            process.kill()


def browsed(catalog: pystac.Catalog) -> dict[str, list[str]]:
    """Return collection → items, found by following links down; each item is followed up again."""
    found = {}
    for collection in catalog.get_children():
        items = list(collection.get_items())
        for item in items:
            up, top = item.get_parent(), item.get_root()
            assert up
            assert top
            assert (up.id, top.id) == (collection.id, catalog.id)
            assert item.collection_id == collection.id
        found[collection.id] = [item.id for item in items]
    return found


WHOLE = {"sample": ["sample-r000000000002", "sample-r000000000001"], "zeta": ["zeta-r000000000001"]}


def test_pystac_browses_it_from_disk(root: Path) -> None:
    catalog = pystac.Catalog.from_file(str(root / "catalog.json"))
    assert browsed(catalog) == WHOLE
    item = next(catalog.get_items(recursive=True))
    for key, asset in item.get_assets().items():
        assert Path(str(asset.get_absolute_href())).read_text() == key


def test_pystac_reaches_the_top_from_an_item(root: Path) -> None:
    item = pystac.Item.from_file(str(root / "sample" / "r000000000001" / "item.json"))
    item.get_collection()
    collection = item.get_collection()
    assert collection
    assert collection.id == "sample"
    top = pystac.Catalog.from_file(str(item.get_single_link("root").get_absolute_href()))  # type: ignore[union-attr]
    assert top.id == "umran"


def test_pystac_browses_it_over_http(server: str) -> None:
    catalog = pystac.Catalog.from_file(f"{server}/catalog.json")
    assert browsed(catalog) == WHOLE


def test_every_address_in_it_is_served(server: str) -> None:
    catalog = pystac.Catalog.from_file(f"{server}/catalog.json")
    sample = catalog.get_child("sample")
    assert isinstance(sample, pystac.Collection)
    thumbnail = next(asset for asset in sample.assets.values() if asset.roles and "thumbnail" in asset.roles)
    newest = next(sample.get_items())
    assets = [*sample.assets.values(), *newest.assets.values()]
    assert thumbnail in assets
    for asset in assets:
        answer = requests.get(str(asset.get_absolute_href()), timeout=10)
        assert answer.text in str(asset.get_absolute_href())
        assert len(answer.content) == asset.extra_fields["file:size"]
