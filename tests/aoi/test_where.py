from pathlib import Path

import pytest

from aoi.errors import AreaFileError
from aoi.where import Where, reason


def test_the_error_carries_file_feature_problem_and_remedy_on_one_line() -> None:
    with pytest.raises(AreaFileError) as caught:
        Where(Path("my\nfile.gpkg")).at("New\nTown").refuse("it is odd", "make it even")
    error = caught.value
    assert str(error) == "my file.gpkg, feature New Town: it is odd; make it even"
    assert (error.file, error.feature, error.problem, error.remedy) == (
        "my file.gpkg",
        "feature New Town",
        "it is odd",
        "make it even",
    )


def test_without_a_feature_the_file_stands_alone() -> None:
    with pytest.raises(AreaFileError, match=r"^a\.kml: it is odd; make it even$"):
        Where(Path("a.kml")).refuse("it is odd", "make it even")


def test_a_library_s_reason_loses_its_advice_lines_and_last_stop() -> None:
    assert reason(ValueError("no\nluck.")) == "no luck"
    assert reason(ValueError("no luck; It might help to specify the driver")) == "no luck"
    assert reason(KeyError()) == "KeyError"
