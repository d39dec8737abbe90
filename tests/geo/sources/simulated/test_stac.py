import hashlib
from pathlib import Path

import pystac
import rasterio
from shapely import box
from shapely.geometry import shape


def test_catalogue_reads_and_is_relative(city_catalogue: Path) -> None:
    catalogue = pystac.Catalog.from_file(str(city_catalogue))
    items = list(catalogue.get_items())
    assert [item.id for item in items] == [f"simulated-{year}" for year in (1990, 1995, 2000, 2005, 2010, 2015)]
    assert [item.properties["umran:epoch"] for item in items] == [1990, 1995, 2000, 2005, 2010, 2015]
    assert "SIMULATED" in catalogue.description
    links = [link.get_href() for item in items for link in item.links] + [link.get_href() for link in catalogue.links]
    assert not [href for href in links if href is not None and "://" in href]
    assert str(city_catalogue.parent) not in city_catalogue.read_text(encoding="utf-8")


def test_items_are_valid_stac_as_far_as_their_structure_goes(city_catalogue: Path) -> None:
    for item in pystac.Catalog.from_file(str(city_catalogue)).get_items():
        assert item.datetime is not None
        assert (item.datetime.month, item.datetime.day) == (7, 1)
        assert item.bbox is not None
        assert box(*item.bbox).buffer(1e-6).covers(shape(item.geometry))
        assert shape(item.geometry).is_valid
        item.to_dict()


def test_assets_tell_what_the_files_are(city_catalogue: Path) -> None:
    for item in pystac.Catalog.from_file(str(city_catalogue)).get_items():
        assert set(item.assets) == {"land_cover", "population"}
        for asset in item.assets.values():
            path = Path(asset.get_absolute_href() or "")
            content = path.read_bytes()
            assert asset.extra_fields["file:size"] == len(content)
            assert asset.extra_fields["file:checksum"] == "1220" + hashlib.sha256(content).hexdigest()
            with rasterio.open(path) as dataset:
                assert item.properties["proj:code"] == f"EPSG:{dataset.crs.to_epsg()}"
                assert asset.extra_fields["proj:shape"] == list(dataset.shape)
                assert asset.extra_fields["proj:transform"] == list(dataset.transform)[:6]
                assert asset.extra_fields["nodata"] == dataset.nodata
                assert asset.extra_fields["data_type"] == dataset.dtypes[0]
