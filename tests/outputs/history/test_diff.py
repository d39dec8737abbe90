"""What changed between two runs of a city, in a folder and in an object store."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from geo.measurement import Measurement
from geo.reasons import Reason
from outputs.errors import OutputsError
from outputs.history.diff import Diff, FieldChange, InputChange, NumberChange, diff, find_run
from outputs.history.pixels import RasterChange
from outputs.history.telling import lines
from outputs.store.root import Root
from tests.outputs.store import small

OLD, NEW = ("sample", "r1"), ("sample", "r2")
Publish = Callable[..., None]


def test_a_run_does_not_differ_from_itself(
    root: Root, measurement: Measurement, publish_measured: Publish, make_raster: Callable[..., bytes]
) -> None:
    publish_measured(measurement, "r1", {"a.tif": make_raster([[1, 2]])})
    found = diff(root, OLD, OLD)
    assert found == Diff("sample", "r1", "r1", (), (), (), (), (RasterChange("a.tif", 0, 0.0, 0.0, None),))
    assert found.same
    assert list(lines(found)) == ["sample: r1 and r1 do not differ"]


def test_inputs_parameters_and_software_are_told(
    root: Root, measurement: Measurement, publish_measured: Publish
) -> None:
    def read(name: str, digest: str) -> dict[str, object]:
        return {"source": "ghsl", "name": name, "role": "built_up", "year": 2000, "size": 1, "sha256": digest * 64}

    publish_measured(
        measurement,
        "r1",
        inputs=(read("same", "0"), read("other", "a"), read("gone", "b")),
        parameters={"city": "sample", "resolution_m": 100, "area": None},
        software={"umran": "1", "numpy": "2"},
    )
    publish_measured(
        measurement,
        "r2",
        inputs=(read("same", "0"), read("other", "c"), read("new", "d")),
        parameters={"city": "sample", "resolution_m": 200, "epochs": [1990, 2000]},
        software={"umran": "2", "numpy": "2"},
    )
    found = diff(root, OLD, NEW)
    assert found.inputs == (
        InputChange("ghsl", "gone", "built_up", 2000, "b" * 64, None),
        InputChange("ghsl", "new", "built_up", 2000, None, "d" * 64),
        InputChange("ghsl", "other", "built_up", 2000, "a" * 64, "c" * 64),
    )
    assert found.parameters == (FieldChange("epochs", None, [1990, 2000]), FieldChange("resolution_m", 100, 200))
    assert found.software == (FieldChange("umran", "1", "2"),)
    assert found.numbers == ()
    assert not found.same
    assert list(lines(found)) == [
        "sample: r1 → r2",
        "Inputs",
        "  ghsl, built_up 2000, gone: sha256 bbbbbbbbbbbb → –",
        "  ghsl, built_up 2000, new: sha256 – → dddddddddddd",
        "  ghsl, built_up 2000, other: sha256 aaaaaaaaaaaa → cccccccccccc",
        "Parameters",
        "  epochs: – → [1990, 2000]",
        "  resolution_m: 100 → 200",
        "Software",
        "  umran: 1 → 2",
        "Rasters without a difference: 0 of 0",
    ]


def test_numbers_are_told_with_their_difference_or_the_reason_why_there_is_none(
    root: Root, measurement: Measurement, publish_measured: Publish
) -> None:
    first, *rest = measurement.indicators
    undefined = {**first.undefined, "lcr": Reason.NO_URBAN_EXTENT}
    changed = replace(first, population_end=70_000.0, lcr=None, undefined=undefined, flags=())
    epochs = tuple(
        replace(row, built_up_km2=row.built_up_km2 + 0.25) if row is measurement.epochs[0] else row
        for row in measurement.epochs
    )
    publish_measured(measurement, "r1")
    publish_measured(replace(measurement, indicators=(changed, *rest), epochs=epochs[:-1]), "r2")
    found = diff(root, OLD, NEW)
    row = {"boundary": "study_area", "boundary_rule": "fixed", "start": 1990, "end": 2000}
    last = {"boundary": "urban_extent", "boundary_rule": "each_epoch", "year": 2010}
    assert [(change.section, change.row, change.field) for change in found.numbers] == [
        ("epochs", {"boundary": "study_area", "boundary_rule": "fixed", "year": 1990}, "built_up_km2"),
        ("epochs", last, ""),
        ("indicators", row, "population_end"),
        ("indicators", row, "lcr"),
        ("indicators", row, "flags"),
    ]
    grown, gone, people, rate, flags = found.numbers
    assert grown.difference == pytest.approx(0.25)
    assert (gone.old_undefined, gone.new_undefined) == (None, "no_such_row")
    assert (people.old, people.new, people.difference) == (62_500.5, 70_000.0, 7_499.5)
    assert rate == NumberChange("indicators", row, "lcr", first.lcr, None, None, None, "no_urban_extent")
    assert (flags.old, flags.new) == ("simulated", "")
    told = list(lines(found))
    assert "  epochs: urban_extent, each_epoch, 2010: only in the old run" in told
    assert "  indicators: study_area, fixed, 1990, 2000: population_end 62500.5 → 70000 (+7499.5)" in told
    assert any(line.endswith("→ undefined (no urban extent)") for line in told)


def test_measures_are_told_too(root: Root, measured: Measurement, publish_measured: Publish) -> None:
    figure = measured.figures[0]
    publish_measured(measured, "r1")
    publish_measured(replace(measured, figures=(replace(figure, value=0.5), *measured.figures[1:])), "r2")
    (change,) = diff(root, OLD, NEW).numbers
    assert (change.section, change.row["measure"], change.field) == ("measures", "openness", "value")
    assert (change.old, change.new, change.difference) == (0.25, 0.5, 0.25)


def test_rasters_are_compared_cell_by_cell(
    root: Root, measurement: Measurement, publish_measured: Publish, make_raster: Callable[..., bytes]
) -> None:
    same, old, new = make_raster([[9, 9]]), make_raster([[1, 2, 3]]), make_raster([[1, 2, 4]])
    publish_measured(measurement, "r1", {"a.tif": same, "b.tif": old, "c.tif": old, "e.tif": old})
    publish_measured(measurement, "r2", {"a.tif": same, "b.tif": new, "d.tif": new, "e.tif": b"no raster"})
    found = diff(root, OLD, NEW)
    assert found.rasters[:4] == (
        RasterChange("a.tif", 0, 0.0, 0.0, None),
        RasterChange("b.tif", 1, 1 / 3, 0.01, None),
        RasterChange("c.tif", None, None, None, "only in r1"),
        RasterChange("d.tif", None, None, None, "only in r2"),
    )
    assert "cannot be read (RasterioIOError); see `umran publication verify`" in str(found.rasters[4].why)
    assert not found.same
    assert list(lines(found))[1:] == [
        "Pixels",
        "  b.tif: 1 cell differs, 33.3 %, 0.01 km²",
        "  c.tif: only in r1",
        "  d.tif: only in r2",
        f"  e.tif: {found.rasters[4].why}",
        "Rasters without a difference: 1 of 5",
    ]


def test_a_run_is_found_by_city_and_run_by_its_id_or_as_a_city_s_latest(root: Root) -> None:
    for run in ("r1", "r2"):
        small.publish_small(root, run)
    assert find_run(root, "sample/r1") == find_run(root, "r1") == OLD
    assert find_run(root, "sample") == NEW
    for text in ("sample/r3", "r3", "atlantis", "sample/../sample/r1", ""):
        with pytest.raises(OutputsError, match="expected a run, CITY/RUN, or a city, saw"):
            find_run(root, text)


def test_runs_that_cannot_be_compared_are_told(root: Root) -> None:
    small.publish_small(root, "r1")
    small.publish_small(root, "r9", city="other")
    with pytest.raises(OutputsError, match="expected two runs of one city, saw sample/r1 and other/r9"):
        diff(root, OLD, ("other", "r9"))
    with pytest.raises(OutputsError, match=r"summary\.json: expected the run's figures, but it is missing"):
        diff(root, OLD, OLD)
