import pytest

from geo.errors import GeoError
from geo.indicators.error_matrix import ErrorMatrix
from geo.parameters import MAPPED, UncertaintyParameters


def test_an_error_is_not_negative() -> None:
    with pytest.raises(GeoError, match=r"expected 0 or more, saw -0\.1"):
        UncertaintyParameters(population_relative_error=-0.1)


def test_an_error_matrix_is_of_built_up_land_and_all_else() -> None:
    samples = ((9, 1), (1, 9))
    assert UncertaintyParameters(error_matrix=ErrorMatrix(MAPPED, samples)).error_matrix is not None
    with pytest.raises(GeoError, match="expected the classes built_up, other, saw other, built_up"):
        UncertaintyParameters(error_matrix=ErrorMatrix(MAPPED[::-1], samples))
