import pyproj
import pytest
from bidi import get_display

from outputs.report.furniture import Frame, distance, meridians, north_degrees, parallels, scale_bar
from outputs.words import speaking

MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u202f"))
UTM = pyproj.CRS.from_epsg(32631)


def frame(width_m: float, pixels: int = 1000, west: float = 500_000) -> Frame:
    return Frame(UTM, west, 3_000_000, west + width_m, 3_000_000 + width_m, (pixels, pixels))


@pytest.mark.parametrize(
    ("width_m", "metres", "label"),
    [
        (20_000, 5_000, "5\u202fkm"),
        (10_000, 2_000, "2\u202fkm"),
        (4_000, 1_000, "1\u202fkm"),
        (2_000, 500, "500\u202fm"),
    ],
)
def test_the_scale_bar_is_round_and_fits(width_m: float, metres: float, label: str) -> None:
    bar = scale_bar(frame(width_m))
    assert (bar.metres, bar.label) == (metres, label)
    assert bar.pixels == pytest.approx(metres / width_m * 1000)


def test_north_is_up_on_the_central_meridian() -> None:
    assert north_degrees(frame(10_000, west=495_000)) == pytest.approx(0, abs=0.01)


def test_north_leans_west_east_of_the_central_meridian_on_the_northern_half() -> None:
    assert -1.6 < north_degrees(frame(10_000, west=800_000)) < -1.0


def test_degrees_stand_where_they_are() -> None:
    to_utm = pyproj.Transformer.from_crs("EPSG:4326", UTM, always_xy=True)
    ticks = {tick.label: tick.position for tick in parallels(frame(40_000))}
    assert ticks["27°10\u2032\u202fN"] == pytest.approx(to_utm.transform(3, 27 + 1 / 6)[1], abs=20)
    assert len(ticks) >= 3


def test_western_longitudes_and_the_meridian_of_greenwich() -> None:
    wide = Frame(UTM, 100_000, 100_000, 300_000, 300_000, (100, 100))
    labels = [tick.label for tick in meridians(wide)]
    assert "0°" in labels
    assert "0°30\u2032\u202fW" in labels


def test_degrees_and_distances_are_written_as_the_language_and_the_country_do() -> None:
    wide = Frame(UTM, 100_000, 100_000, 300_000, 300_000, (100, 100))
    expected = {
        ("fr", "MAR"): ("0°30\u2032 O", "5 km"),
        ("es", "ECU"): ("0°30\u2032 O", "5 km"),
        ("en", "JOR"): ("0°30\u2032 W", "5 km"),
    }
    for (language, country), (west, length) in expected.items():
        with speaking(language, country):
            assert " ".join(meridians(wide)[0].label.split()) == west
            assert " ".join(distance(5000).split()) == length


def test_in_arabic_degrees_stand_before_minutes_and_the_side_of_the_earth_at_the_end_of_reading() -> None:
    wide = Frame(UTM, 100_000, 100_000, 300_000, 300_000, (100, 100))
    for country, degrees, length in (("JOR", "٠°٣٠\u2032", "٥"), ("MAR", "0°30\u2032", "5")):
        with speaking("ar", country):
            seen = get_display(meridians(wide)[0].label, base_dir="R").translate(MARKS)
            assert seen.replace(" ", "") == f"غ{degrees}"
            assert get_display(distance(5000), base_dir="R").translate(MARKS).replace(" ", "") == f"مك{length}"
