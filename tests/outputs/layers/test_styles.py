from xml.etree import ElementTree as ET

from geo.measurement import Measurement
from outputs.layers.polygons import vector_layers
from outputs.layers.styles import vector_qml, vector_renderer
from outputs.layers.vector import VectorLayer
from outputs.subject import Place
from outputs.words import speaking, text


def layer(measurement: Measurement, place: Place, name: str) -> VectorLayer:
    return next(one for one in vector_layers(measurement, place) if one.name == name)


def test_every_layer_has_a_style_whose_symbols_are_there(whole: Measurement, place: Place) -> None:
    for one in vector_layers(whole, place):
        document = ET.fromstring(vector_qml(one, whole))  # noqa: S314
        assert document.findtext("layerGeometryType") == "2"
        renderer = document.find("renderer-v2")
        assert renderer is not None
        used = [row.get("symbol") for row in (*renderer.iter("rule"), *renderer.iter("category")) if row.get("symbol")]
        assert used in ([], [symbol.get("name") for symbol in renderer.iter("symbol")])


def test_the_last_epoch_shows_and_earlier_ones_wait(whole: Measurement, place: Place) -> None:
    extents = ET.fromstring(vector_renderer(layer(whole, place, "urban_extent"), whole))  # noqa: S314
    assert [(row.get("value"), row.get("render")) for row in extents.iter("category")] == [
        ("1990", "false"),
        ("2000", "false"),
        ("2010", "true"),
    ]
    clusters = ET.fromstring(vector_renderer(layer(whole, place, "clusters"), whole))  # noqa: S314
    assert [row.get("checkstate", "1") for row in clusters.iter("rule")] == ["1", "1", "0"]


def test_the_last_epoch_is_the_layers_own(whole: Measurement, place: Place) -> None:
    assert whole.years[-1] == 2010
    centres = ET.fromstring(vector_renderer(layer(whole, place, "urban_centre"), whole))  # noqa: S314
    assert [row.get("filter") for row in centres.iter("rule")] == ['"year" = 2000', '"year" < 2000']


def test_names_are_in_the_language_and_filters_are_not(whole: Measurement, place: Place) -> None:
    with speaking("ar", "JOR"):
        clusters = ET.fromstring(vector_renderer(layer(whole, place, "clusters"), whole))  # noqa: S314
        year = text("marks.projected", year=2010)
        assert next(clusters.iter("rule")).get("label") == text("layers.rule.in_city", when=year)
    assert next(clusters.iter("rule")).get("filter") == '"year" = 2010 AND "in_city"'
