import json
from dataclasses import replace
from typing import Any

import pytest

from outputs.catalogue.collection import collection_json, downloads_in, latest_in
from outputs.catalogue.entry import entries_in, run_entry
from outputs.errors import OutputsError

FIRST, SECOND, THIRD = "r000000000001", "r000000000002", "r000000000003"


def hrefs(document: dict[str, Any], rel: str) -> list[str]:
    return [link["href"] for link in document["links"] if link["rel"] == rel]


def grown(make_item: Any, *runs: str) -> str:
    """Return the collection after runs were published one after the other, each a day later."""
    text = ""
    for day, run in enumerate(runs, 1):
        text = collection_json(make_item(run, day), entries_in(text) if text else ())
    return text


def test_runs_are_listed_newest_first_and_all_but_the_latest_are_deprecated(make_item: Any) -> None:
    document = json.loads(grown(make_item, FIRST, SECOND, THIRD))
    assert hrefs(document, "item") == [f"./{run}/item.json" for run in (THIRD, SECOND, FIRST)]
    items = [link for link in document["links"] if link["rel"] == "item"]
    assert [link.get("deprecated", False) for link in items] == [False, True, True]
    assert [link["version"] for link in items] == [THIRD, SECOND, FIRST]
    assert hrefs(document, "latest-version") == [f"./{THIRD}/item.json"]
    assert hrefs(document, "predecessor-version") == [f"./{SECOND}/item.json"]
    assert document["version"] == document["umran:latest"] == THIRD


def test_a_run_that_is_published_again_is_listed_once(make_item: Any) -> None:
    once = grown(make_item, FIRST)
    assert collection_json(make_item(FIRST), entries_in(once)) == once
    assert hrefs(json.loads(once), "predecessor-version") == []


def test_an_earlier_run_can_become_the_latest_again(make_item: Any) -> None:
    text = collection_json(make_item(FIRST, 1), entries_in(grown(make_item, FIRST, SECOND)))
    document = json.loads(text)
    assert hrefs(document, "item") == [f"./{SECOND}/item.json", f"./{FIRST}/item.json"]
    assert latest_in(text).run == FIRST
    items = {link["version"]: link.get("deprecated", False) for link in document["links"] if link["rel"] == "item"}
    assert items == {SECOND: True, FIRST: False}
    assert hrefs(document, "predecessor-version") == []


def test_runs_that_are_left_out_are_gone(make_item: Any) -> None:
    kept = [entry for entry in entries_in(grown(make_item, FIRST, SECOND, THIRD)) if entry.run != SECOND]
    document = json.loads(collection_json(make_item(THIRD, 3), kept))
    assert hrefs(document, "item") == [f"./{THIRD}/item.json", f"./{FIRST}/item.json"]
    assert hrefs(document, "predecessor-version") == [f"./{FIRST}/item.json"]


def test_the_extent_and_the_summaries_are_those_of_all_runs(make_item: Any) -> None:
    other = replace(
        run_entry(make_item(FIRST)), bbox=(-22.0, 18.1, -20.95, 18.2), years=(1975, 2030), projected=(2030,)
    )
    document = json.loads(collection_json(make_item(SECOND, 2), [other]))
    assert document["extent"]["spatial"]["bbox"] == [[-22.0, 18.0893, -20.9244, 18.2]]
    assert document["extent"]["temporal"]["interval"] == [["1975-01-01T00:00:00Z", "2030-12-31T23:59:59Z"]]
    assert document["summaries"]["umran:epochs"] == [1975, 1990, 2000, 2010, 2030]
    assert document["summaries"]["umran:projected_epochs"] == [2010, 2030]
    assert document["summaries"]["proj:code"] == ["EPSG:32627"]


def test_it_says_of_the_city_what_the_latest_item_says(make_item: Any) -> None:
    item = make_item(SECOND)
    document, properties = json.loads(collection_json(item)), json.loads(item)["properties"]
    for name in ("license", "providers", "keywords", "sci:citation", "sci:publications"):
        assert document[name] == properties[name]
    assert document["umran:names"]["ar"] == "مدينة العيّنة"
    assert document["title"] == "SIMULATED CITY, Sample"
    assert {"Sample", "مدينة العيّنة", "Échantillon", "Muestra"} <= set(document["keywords"])


def test_its_assets_are_the_files_of_the_latest_run(make_item: Any, files: Any) -> None:
    document = json.loads(grown(make_item, FIRST, SECOND))
    assert document["assets"]["preview.png"]["href"] == f"./{SECOND}/preview.png"
    assert document["assets"]["preview.png"]["roles"] == ["thumbnail", "overview"]
    assert set(document["assets"]) == {file.path for file in files if file.group}
    assert hrefs(document, "alternate") == [f"./{SECOND}/index.ar.html", f"./{SECOND}/index.html"]


def test_definitions_of_assets_leave_out_what_differs_from_run_to_run(make_item: Any) -> None:
    document = json.loads(grown(make_item, FIRST))
    defined = document["item_assets"]["extent/sample_extent_2000.tif"]
    assert not {"href", "file:size", "file:checksum"} & set(defined)
    assert "statistics" not in defined["bands"][0]
    assert defined["bands"][0]["classification:classes"]
    assert document["item_assets"]["preview.png"] == {
        "title": "What preview.png is",
        "type": "image/png",
        "roles": ["thumbnail", "overview"],
        "umran:group": "pages",
    }


def test_every_file_that_a_run_offers_is_found_in_it(make_item: Any, files: Any) -> None:
    found = downloads_in(grown(make_item, FIRST, SECOND))
    assert {one.path for one in found} == {f"sample/{SECOND}/{file.path}" for file in files if file.group}
    by_name = {one.name: one for one in found}
    assert (by_name["summary.json"].title, by_name["summary.json"].group) == ("What summary.json is", "tables")
    assert by_name["summary.json"].size_bytes == len("summary.json")


def test_one_without_its_latest_run_is_refused(make_item: Any) -> None:
    document = json.loads(grown(make_item, FIRST))
    with pytest.raises(OutputsError, match=r"^expected a city's collection.json with its latest run"):
        latest_in(json.dumps(document | {"umran:latest": "gone"}))
    with pytest.raises(OutputsError):
        latest_in("{}")
    with pytest.raises(OutputsError, match=r"^expected a run's item.json"):
        collection_json("{}")
