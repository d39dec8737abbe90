import pyproj
import pytest

from outputs.report.furniture import Frame, meridians, north_degrees, parallels, scale_bar

UTM = pyproj.CRS.from_epsg(32631)


def frame(width_m: float, pixels: int = 1000, west: float = 500_000) -> Frame:
    return Frame(UTM, west, 3_000_000, west + width_m, 3_000_000 + width_m, (pixels, pixels))


@pytest.mark.parametrize(
    ("width_m", "metres", "label"),
    [(20_000, 5_000, "5 km"), (10_000, 2_000, "2 km"), (4_000, 1_000, "1 km"), (2_000, 500, "500 m")],
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
    assert ticks["27°10\u2032 N"] == pytest.approx(to_utm.transform(3, 27 + 1 / 6)[1], abs=20)
    assert len(ticks) >= 3


def test_western_longitudes_and_the_meridian_of_greenwich() -> None:
    wide = Frame(UTM, 100_000, 100_000, 300_000, 300_000, (100, 100))
    labels = [tick.label for tick in meridians(wide)]
    assert "0°" in labels
    assert "0°30\u2032 W" in labels
