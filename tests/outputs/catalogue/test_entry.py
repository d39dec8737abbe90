import json
from dataclasses import replace
from typing import Any

import pytest

from geo.measurement import Measurement
from outputs.catalogue.catalog import catalog_json
from outputs.catalogue.entry import RunEntry, entries_in, run_entry, with_city, with_entry
from outputs.errors import OutputsError
from outputs.layout import Download
from outputs.subject import Place


@pytest.fixture
def found(make_item: Any) -> RunEntry:
    return run_entry(make_item())


def test_an_entry_has_what_lists_show(found: RunEntry, place: Place) -> None:
    assert (found.city, found.run, found.path) == ("sample", "r0123456789ab", "sample/r0123456789ab")
    assert found.names == place.names
    assert (found.iso3, found.simulated, found.created) == ("XXX", True, "2026-03-01T12:00:00Z")
    assert (found.years, found.projected) == ((1990, 2000, 2010), (2010,))
    assert found.bbox == place.study_area.bounds
    assert found.sources == ("Simulated city",)
    assert len(found.warnings) == 2
    assert found.headline
    assert (found.headline.boundary, found.headline.start, found.headline.end) == ("urban_extent", 1990, 2010)


def test_side_files_are_not_counted(found: RunEntry, files: Any) -> None:
    offered = [file for file in files if file.group]
    assert found.files == len(offered) == len(files) - 1
    assert found.size_bytes == sum(file.size for file in offered)


def test_its_pages_and_its_preview_are_known_without_opening_anything_else(found: RunEntry) -> None:
    assert [one.path for one in found.previews] == ["index.ar.html", "index.html", "preview.png"]
    entry = found.index_entry()
    assert [one.path for one in entry.downloads] == [f"sample/r0123456789ab/{one.path}" for one in found.previews]
    assert (entry.city, entry.path, entry.headline) == ("sample", found.path, found.headline)


def test_downloads_that_are_given_are_shown_instead(found: RunEntry) -> None:
    given = Download("a.csv", "sample/r/a.csv", "A table", 3, "tables")
    assert found.index_entry([given]).downloads == (given,)


def test_other_sources_are_named(make_item: Any, compared: Measurement) -> None:
    assert run_entry(make_item(of=compared)).compared == ("Source wsf", "Source glad")


def test_an_entry_reads_back_from_what_lists_it(found: RunEntry) -> None:
    assert entries_in(catalog_json([found])) == (found,)
    assert entries_in(catalog_json([found]).encode()) == (found,)


def test_an_entry_takes_the_place_of_an_earlier_one_of_the_same_run_or_city(found: RunEntry) -> None:
    other, again = replace(found, run="r1"), replace(found, created="2027-01-01T00:00:00Z")
    assert with_entry([found, other], again) == (other, again)
    elsewhere = replace(found, city="zeta")
    assert with_city([found, elsewhere], other) == (elsewhere, other)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '{"properties": {}}', '{"type": "Feature"}'])
def test_another_text_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(OutputsError, match=r"^expected a run's item.json, saw another text .*publish the run again$"):
        run_entry(text)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"links": [{"umran:entry": {"city": 3}}]}'])
def test_a_list_that_is_damaged_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(OutputsError, match=r"^expected catalog.json or collection.json, saw another text .*again$"):
        entries_in(text)


def test_an_item_without_what_lists_need_is_refused(make_item: Any) -> None:
    document = json.loads(make_item())
    del document["properties"]["umran:epochs"]
    with pytest.raises(OutputsError, match="KeyError"):
        run_entry(json.dumps(document))
