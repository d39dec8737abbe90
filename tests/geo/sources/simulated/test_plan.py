import pytest
from pydantic import ValidationError

from geo.sources.simulated.plan import Plan, sample_plan


def test_frame_nests_the_population_cells() -> None:
    frame = sample_plan().frame
    assert frame.shape == (2000, 2400)
    assert frame.coarse_shape == (200, 240)
    assert (frame.west_m % 100, frame.north_m % 100) == (0, 0)
    assert frame.coarse_affine.a == 100


def test_any_parameter_changes_the_key() -> None:
    plan = sample_plan()
    assert plan.model_copy(update={"seed": 1}).key != plan.key
    assert plan.key.startswith(f"{plan.version}-")


def test_a_typo_fails() -> None:
    with pytest.raises(ValidationError, match="sead"):
        Plan.model_validate({**sample_plan().model_dump(), "sead": 1})
