import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.measurement import Measurement
from outputs.layers.files import file_titles, write_qgis_projects, write_vectors
from outputs.layers.rasters import rasters
from outputs.media import Media
from outputs.subject import Place, Run
from outputs.words import LANGUAGES, speaking

WRITE = """
import importlib.util, sys
from dataclasses import replace
from pathlib import Path
from outputs.layers.files import write_qgis_projects, write_vectors
spec = importlib.util.spec_from_file_location("hand_made", sys.argv[1])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
whole = replace(
    made.make_measurement(), figures=made.make_figures(), settlements=made.make_settlements(), zones=made.make_zones()
)
for write in (write_vectors, write_qgis_projects):
    write(Path(sys.argv[2]), whole, place=made.make_place(), run=made.make_run())
"""


def test_every_file_is_named_with_its_title_and_kind(
    tmp_path: Path, whole: Measurement, place: Place, run: Run
) -> None:
    written = [
        *write_vectors(tmp_path, whole, place=place, run=run),
        *write_qgis_projects(tmp_path, whole, place=place, run=run),
    ]
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    names = [path.relative_to(tmp_path).as_posix() for path, *_ in written]
    assert len(names) == len(there)
    assert set(names) == there
    titles = file_titles(whole, place)
    assert [title for _, title, _ in written] == [titles[name] for name in names]
    assert set(titles) == there | {raster.path for raster in rasters(whole, "sample")}
    kinds = [kind for *_, kind in written]
    assert kinds == [Media.GEOPACKAGE, *[Media.GEOPARQUET] * 7, Media.PMTILES, *[Media.QGIS_PROJECT] * 4]


def test_titles_tell_the_files_apart(whole: Measurement, place: Place) -> None:
    titles = file_titles(whole, place)
    assert len(set(titles.values())) == len(titles)
    assert titles["vectors/sample_clusters.parquet"] == "Clusters, as GeoParquet"
    assert titles["sample.ar.qgz"] == "QGIS project in Arabic: all layers, styled and named"
    for language in LANGUAGES:
        with speaking(language):
            assert set(file_titles(whole, place)) == set(titles)


@pytest.mark.slow
def test_two_processes_at_different_seconds_write_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for seed, folder in enumerate(folders):
        folder.mkdir()
        conftest = Path(__file__).parents[1] / "conftest.py"
        command = [sys.executable, "-c", WRITE, str(conftest), str(folder)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": ":".join(sys.path)})
        time.sleep(1.1)
    files = sorted(path.relative_to(folders[0]) for path in folders[0].rglob("*") if path.is_file())
    assert len(files) == 1 + 6 + 1 + 4
    for file in files:
        assert (folders[0] / file).read_bytes() == (folders[1] / file).read_bytes(), file
