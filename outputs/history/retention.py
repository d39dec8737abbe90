"""Which runs are kept: the newest of each city, and always its latest. The others go list first, files last."""

from collections.abc import Iterable
from dataclasses import dataclass

from outputs.errors import OutputsError, UnreadableError
from outputs.publication import relist, told_in_one_line
from outputs.published import cities, latest_run, manifest_of
from outputs.store.root import Root, each


@dataclass(frozen=True, slots=True)
class OldRun:
    """A run that is not kept."""

    city: str
    run: str
    created: str
    """ISO 8601, UTC."""
    size_bytes: int
    """Of all its files but the manifest."""


def old_runs(root: Root, keep: int, only: Iterable[str] = ()) -> tuple[OldRun, ...]:
    """Return the runs that are neither among the `keep` newest of their city nor its latest, the oldest first.

    A run that is being written, or whose manifest is damaged, is none of them. A city without a latest run keeps all.

    Raises:
        OutputsError: nothing is kept, or there is no such city.
    """
    if keep < 1:
        msg = f"expected to keep at least 1 run of a city, saw {keep}; remove a whole root with the system's own tools"
        raise OutputsError(msg)
    there = cities(root) if root.exists() else ()
    asked = tuple(dict.fromkeys(only)) or there
    unknown = [city for city in asked if city not in there]
    if unknown:
        msg = f"{root.name}: expected published cities, saw {', '.join(unknown)}; `umran publication list` names them"
        raise OutputsError(msg)
    return tuple(run for city in asked for run in _old_runs(root, city, keep))


def prune(root: Root, runs: Iterable[OldRun]) -> tuple[OldRun, ...]:
    """Remove runs, but for one that became its city's latest meanwhile; return those that are gone.

    Readers who come by way of a list never meet a run that is gone: first it leaves the city's collection, then its
    manifest goes, then its files. Killed between, the next run removes the rest.

    Raises:
        PublishError: the root cannot be written, or another run holds it; what is left is whole.
    """
    gone = []
    for old in runs:
        with told_in_one_line(root), root.hold(f"{old.city}/{old.run}") as held:
            if latest_run(root, old.city) == old.run:
                continue
            relist(root, old.city, without=old.run)
            held.remove()
            relist(root, old.city)  # another run of the city may have listed it again before it was gone
            root.clean()
        gone.append(old)
    return tuple(gone)


def _old_runs(root: Root, city: str, keep: int) -> list[OldRun]:
    latest = latest_run(root, city)
    if latest is None:
        return []
    found = [run for run in each(root, lambda run: _read(root, city, run), root.folders(city)) if run]
    found.sort(key=lambda run: (run.created, run.run))
    return [run for run in found[:-keep] if run.run != latest]


def _read(root: Root, city: str, run: str) -> OldRun | None:
    try:
        content = manifest_of(root, city, run)
    except UnreadableError:
        return None
    return OldRun(city, run, content.created, sum(file.size for file in content.files))
