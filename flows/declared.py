"""How declared sources are told to people: what they give, their epochs in few words, where they are."""

from collections.abc import Sequence
from itertools import pairwise

from geo.sources.access import TileAccess
from geo.sources.declaration import BuiltUpValues, SourceDeclaration

KINDS = ("Built-up land", "Population", "Settlement model")
"""In the order in which sources are listed."""
_SERIES = 3
"""So many years at one distance are told as a series."""


def kind(source: SourceDeclaration) -> str:
    """Return which of KINDS a source is; one that gives land and people is land."""
    if source.built_up is not None:
        return KINDS[0]
    return KINDS[1] if source.population is not None else KINDS[2]


def by_kind(sources: Sequence[SourceDeclaration]) -> dict[str, list[SourceDeclaration]]:
    """Return sources by kind, as far as there are any."""
    listed = {name: [source for source in sources if kind(source) == name] for name in KINDS}
    return {name: some for name, some in listed.items() if some}


def observed(source: SourceDeclaration) -> tuple[int, ...]:
    """Return the epochs that are no projections."""
    return tuple(year for year in source.epochs if year not in source.projected_epochs)


def years(epochs: Sequence[int]) -> str:
    """Return years in few words.

    >>> years([1975, 1980, 1985]), years([2000, 2001, 2002]), years([2020, 2021]), years([])
    ('1975–1985 by 5', '2000–2002', '2020, 2021', 'none')
    """
    steps = {later - earlier for earlier, later in pairwise(epochs)}
    if len(epochs) < _SERIES or len(steps) > 1:
        return ", ".join(map(str, epochs)) or "none"
    (step,) = steps
    return f"{epochs[0]}–{epochs[-1]}" + ("" if step == 1 else f" by {step}")


def epochs(source: SourceDeclaration) -> str:
    """Return a source's observed epochs in few words; those of a source that makes its own are its files'."""
    return years(observed(source)) if source.epochs else "its own"


def addresses(source: SourceDeclaration) -> tuple[str, ...]:
    """Return where a source's rasters are: templates of addresses, or a catalogue's own; none if made here."""
    access = source.access
    if access is None:
        return ()
    if isinstance(access, TileAccess):
        paths = ([access.path] if access.path else []) + [*dict.fromkeys(access.paths_by_epoch.values()), *access.also]
        return tuple(f"{access.base}/{path}" for path in paths)
    if access.kind == "stac":
        return (f"{access.base}/collections/{access.collection}",)
    return (access.href,)


def way(source: SourceDeclaration) -> str:
    """Return how a source's rasters are read, in a few words."""
    access = source.access
    if access is None:
        return "made by Umran itself"
    if isinstance(access, TileAccess):
        return "zipped tiles, each downloaded once" if access.container == "zip" else "tiles, read in part"
    found = "STAC search" if access.kind == "stac" else "STAC catalogue"
    return f"what a {found} finds, asset {access.asset}, read in part"


def values(meaning: BuiltUpValues) -> str:
    """Return what the values of a land source mean, in a sentence or two."""
    if meaning.first_years is not None:
        first, last = meaning.first_years
        return f"the year in which a cell was first built up, {first}–{last}; {meaning.never} where it never was."
    if meaning.values != "classes":
        return f"{_SCALES[meaning.values]}; a cell is a built-up pixel from {100 * meaning.pixel_threshold:g} % on."
    lists = (
        ("built-up", meaning.built_up_classes),
        ("water", meaning.water_classes),
        ("unknown", meaning.unknown_classes),
        ("other land", meaning.other_classes),
    )
    return "; ".join(f"{name} {_codes(codes)}" for name, codes in lists if codes) + "."


_SCALES = {
    "fraction": "the built-up share of the cell, 0–1",
    "percent": "the built-up share of the cell, 0–100",
    "square_metres": "m² built in the cell",
}


def _codes(codes: Sequence[int]) -> str:
    """Return codes with runs of neighbours drawn together: 20, 30, 111–116."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def nodata(source: SourceDeclaration) -> str:
    """Return the value of cells of which nothing is known; a land source may say that there is none."""
    meaning = source.built_up or source.population or source.classes
    value = None if meaning is None else meaning.nodata
    if value is None:
        return "as the file says"
    return "none" if source.built_up is not None and value < 0 else f"{value:g}".replace("-", "−")
