from geo.measurement import Measurement
from outputs.layout import Download
from outputs.report.content import page_content, with_downloads
from outputs.report.scenes import Scenes
from outputs.subject import Place, Run
from outputs.words import speaking

CREATED = "2026-11-23T22:10:00Z"


def test_pictures_are_png_bytes_with_their_size_and_words(measurement: Measurement, place: Place, run: Run) -> None:
    content = page_content(measurement, place, run, created=CREATED)
    assert [found["id"] for found in content["maps"]] == ["first_built", "extent", "expansion"]
    assert len(content["epoch_maps"]) == len(measurement.years)
    for found in [*content["maps"], *content["epoch_maps"]]:
        assert found["png"].startswith(b"\x89PNG")
        assert found["width"] == int.from_bytes(found["png"][16:20])
        assert found["height"] == int.from_bytes(found["png"][20:24])
        assert "Sample" in found["alt"]


def test_all_of_it_is_in_the_language_spoken(measurement: Measurement, place: Place, run: Run) -> None:
    with speaking("fr"):
        content = page_content(measurement, place, run, created=CREATED)
    assert content["name"] == "Échantillon"
    assert content["day"] == "23 novembre 2026"
    assert "Échantillon" in content["citation"]
    assert all("Échantillon" in found["alt"] for found in content["maps"])
    assert "projected" not in f"{content['span']} {content['story']} {content['tables']}"


def test_parameters_are_written_for_people(measurement: Measurement, place: Place) -> None:
    run = Run("r1", {"epochs": [1990, 2000], "area": None, "share": 0.25, "strict": False, "city": "x"}, {"a": "1"})
    content = page_content(measurement, place, run, created=CREATED)
    assert content["run_parameters"] == [
        ("epochs", "1990, 2000"),
        ("area", "not set"),
        ("share", "0.25"),
        ("strict", "no"),
        ("city", "x"),
    ]
    assert content["software"] == "a 1"
    assert dict(content["parameter_rows"])["Width of the fringe, m"] == "100"


def test_files_are_added_once_they_are_written(measurement: Measurement, place: Place, run: Run) -> None:
    content = page_content(measurement, place, run, created=CREATED)
    download = Download("x.tif", "x.tif", "Land taken, 1990–2000", 1, "layers")
    offered = with_downloads(content, [download])
    assert content["download_groups"] == []
    assert offered["download_groups"] == [("layers", [download])]
    assert {**offered, "downloads": (), "download_groups": []} == content


def test_languages_share_the_maps_but_not_their_words(measurement: Measurement, place: Place, run: Run) -> None:
    shared = Scenes()
    content = page_content(measurement, place, run, created=CREATED, shared=shared)
    with speaking("fr"):
        french = page_content(measurement, place, run, created=CREATED, shared=shared)
        alone = page_content(measurement, place, run, created=CREATED)
    assert [found["png"] for found in french["maps"]] == [found["png"] for found in alone["maps"]]
    assert all(one["png"] != other["png"] for one, other in zip(content["maps"], french["maps"], strict=True))
