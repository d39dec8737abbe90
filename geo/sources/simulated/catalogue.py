"""The simulated city on disk: written once to the cache, whole or not at all, and rebuilt where it was damaged."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from geo.errors import SourceError
from geo.sources.simulated.city import simulate
from geo.sources.simulated.plan import Plan, sample_plan
from geo.sources.simulated.rasters import write_land_cover, write_population
from geo.sources.simulated.stac import item_id, write_catalogue
from geo.sources.simulated.truth import write_truth

INDEX_FILE = "index.json"
"""Size and sha256 of every other file of the catalogue; written last."""
_CHUNK = 1 << 20
_DIGITS = 8


def ensure_catalogue(cache: Path) -> Path:
    """Return the catalog.json of the simulated city in a cache folder, after making it where it is not there whole.

    Raises:
        SourceError: the cache cannot be written.
    """
    plan = sample_plan()
    home = cache / "simulated"
    folder = home / f"{plan.key}-{_code_digest()}"
    if is_whole(folder):
        return folder / "catalog.json"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / f"{folder.name}.lock"):
            if not is_whole(folder):
                _replace(home, folder, plan)
    except OSError as error:
        msg = (
            f"{home}: expected a cache folder that can be written, saw: {error.strerror or error}; give another folder"
        )
        raise SourceError(msg) from error
    return folder / "catalog.json"


def _code_digest() -> str:
    """Return a digest of the generator's own files: what another generator made is not taken for this one's."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.[pt][yo]*")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:_DIGITS]


def is_whole(folder: Path) -> bool:
    """Return whether every file that the index names is there with its size and sha256."""
    try:
        index = json.loads((folder / INDEX_FILE).read_text(encoding="utf-8"))["files"]
        return bool(index) and all(_identity(folder / name) == identity for name, identity in index.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _replace(home: Path, folder: Path, plan: Plan) -> None:
    """Build the catalogue beside its place and rename it in; clear away what killed runs left. Needs the lock."""
    for stale in home.glob(f"{folder.name}.tmp-*"):
        shutil.rmtree(stale, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix=f"{folder.name}.tmp-", dir=home))
    try:
        _build(temporary / "new", plan)
        if folder.exists():
            folder.rename(temporary / "damaged")
        (temporary / "new").rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _build(folder: Path, plan: Plan) -> None:
    city = simulate(plan)
    for epoch in plan.epochs:
        home = folder / item_id(epoch.year)
        home.mkdir(parents=True)
        write_land_cover(home / "land_cover.tif", city.land_cover[epoch.year], plan=plan, year=epoch.year)
        write_population(home / "population.tif", city.population[epoch.year], plan=plan, year=epoch.year)
    write_truth(folder, city.truth)
    write_catalogue(folder, plan)
    _write_index(folder)


def _write_index(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    index = {path.relative_to(folder).as_posix(): _identity(path) for path in files}
    (folder / INDEX_FILE).write_text(json.dumps({"files": index}, indent=2) + "\n", encoding="utf-8", newline="\n")


def _identity(path: Path) -> dict[str, int | str]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return {"size": path.stat().st_size, "sha256": digest.hexdigest()}
