import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.layers.palettes import built_up_ramp, extent_legend
from outputs.layers.rasters import Raster
from outputs.layers.statistics import band_statistics

NONE_VALID = {"STATISTICS_VALID_PERCENT": "0"}


def of_codes(codes: list[list[int]]) -> Raster:
    array = np.array(codes, dtype=np.uint8)
    return Raster("codes.tif", "", "extent_class", (2000,), array, 0, "class", extent_legend())


def of_shares(shares: np.ndarray) -> Raster:
    return Raster("share.tif", "", "built_up", (2000,), shares, float("nan"), "1", built_up_ramp())


def test_statistics_of_codes_leave_nodata_out() -> None:
    assert band_statistics(of_codes([[0, 1, 1], [2, 4, 0]])) == {
        "STATISTICS_MINIMUM": "1",
        "STATISTICS_MAXIMUM": "4",
        "STATISTICS_MEAN": "2",
        "STATISTICS_STDDEV": f"{1.5**0.5:.17g}",
        "STATISTICS_VALID_PERCENT": f"{400 / 6:.17g}",
    }


def test_statistics_of_shares_leave_the_unknown_out() -> None:
    assert band_statistics(of_shares(np.array([[0, 1], [0.5, np.nan]], dtype=np.float32))) == {
        "STATISTICS_MINIMUM": "0",
        "STATISTICS_MAXIMUM": "1",
        "STATISTICS_MEAN": "0.5",
        "STATISTICS_STDDEV": f"{(1 / 6) ** 0.5:.17g}",
        "STATISTICS_VALID_PERCENT": "75",
    }


def test_of_nothing_known_there_is_no_mean() -> None:
    assert band_statistics(of_codes([[0, 0]])) == NONE_VALID
    assert band_statistics(of_shares(np.full((2, 2), np.nan, dtype=np.float32))) == NONE_VALID


@given(st.integers(1, 2500), st.integers(0, 2**32 - 1))
def test_rows_beyond_a_block_count_too(rows: int, seed: int) -> None:
    values = np.random.default_rng(seed).random((rows, 2), dtype=np.float32)
    found = band_statistics(of_shares(values))
    assert float(found["STATISTICS_MEAN"]) == pytest.approx(values.mean(dtype=np.float64), rel=1e-12)
    assert float(found["STATISTICS_STDDEV"]) == pytest.approx(values.std(dtype=np.float64), rel=1e-9)
