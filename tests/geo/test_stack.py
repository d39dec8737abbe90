import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from geo.errors import GridError
from geo.stack import Stack


def test_a_stack_gives_its_epochs_as_they_are(make_stack: Callable[..., Stack]) -> None:
    stack = make_stack({1990: [[0, 1]], 2000: [[1, 0.25]]})
    assert stack.years == (1990, 2000)
    assert stack.built_up(2000).tolist() == [[1, 0.25]]
    assert stack.land(1990).all()


def test_epochs_must_ascend(make_stack: Callable[..., Stack]) -> None:
    with pytest.raises(GridError, match="epochs that ascend"):
        make_stack({2000: [[0, 1]], 1990: [[1, 0]]})


def test_arrays_must_fit_the_grid(make_stack: Callable[..., Stack]) -> None:
    stack = make_stack({1990: [[0, 1]]})
    with pytest.raises(GridError, match="study area of"):
        dataclasses.replace(stack, study_area=np.ones((2, 2), bool))
    with pytest.raises(GridError, match="expected built_up"):
        dataclasses.replace(stack, data=stack.data.astype("f8"))
