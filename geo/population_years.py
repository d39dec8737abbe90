"""Population of years that its source does not have: between its epochs log-linear, beyond them only if asked for."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from geo.arrays import Mask, Persons
from geo.errors import GridError

_PAIR = 2
"""Epochs that make a rate."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How the population of a year came to be."""

    kind: Literal["exact", "interpolated", "extrapolated"]
    epochs: tuple[int, ...]
    """The source's epochs that it rests on: the year itself, or the two whose growth is taken."""


@dataclass(frozen=True, slots=True)
class PopulationOfYear:
    """The population of one year."""

    persons: Persons
    """(y, x) float64 persons per cell, 0 where none are counted."""
    unknown: Mask | None
    """The cells whose population is not known; None knows them all."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Known:
    """The epochs of the population source."""

    persons: Mapping[int, Persons]
    unknown: Mapping[int, Mask]
    study_area_share: Persons

    def pair(self, start: int, end: int) -> tuple[Persons, Persons, Mask | None]:
        """Return two epochs, 0 where either is unknown, and those cells."""
        missing = [self.unknown[year] for year in (start, end) if year in self.unknown]
        if not missing:
            return self.persons[start], self.persons[end], None
        unknown: Mask = np.logical_or.reduce(missing)
        return np.where(unknown, 0.0, self.persons[start]), np.where(unknown, 0.0, self.persons[end]), unknown

    def total(self, persons: Persons) -> float:
        """Return the persons in the study area."""
        return float(np.sum(persons * self.study_area_share))


def needed_epochs(years: Sequence[int], epochs: Sequence[int], *, extrapolate: bool) -> tuple[int, ...]:
    """Return the epochs of a population source that the population of these years rests on.

    >>> needed_epochs([2000, 2003, 2030], [1990, 2000, 2005, 2010], extrapolate=False)
    (2000, 2005)
    >>> needed_epochs([2000, 2003, 2030], [1990, 2000, 2005, 2010], extrapolate=True)
    (2000, 2005, 2010)
    """
    known = sorted(epochs)
    needed: set[int] = set()
    for year in years:
        after = bisect(known, year)
        if year in known:
            needed.add(year)
        elif 0 < after < len(known):
            needed |= {known[after - 1], known[after]}
        elif extrapolate and len(known) >= _PAIR:
            needed |= set(known[:_PAIR] if after == 0 else known[-_PAIR:])
    return tuple(sorted(needed))


def population_for(
    years: Sequence[int],
    known: Mapping[int, Persons],
    *,
    study_area_share: Persons,
    unknown: Mapping[int, Mask] | None = None,
    extrapolate: bool = False,
) -> dict[int, PopulationOfYear]:
    """Return the population of each year that can be had; a year that is missing has none (no_population_for_year).

    Between two neighbouring epochs t1 and t2 every cell is interpolated linearly, and all are then scaled so that the
    study area's total is P1·(P2/P1)^((t-t1)/(t2-t1)): its growth rate is the same throughout. A geometric mean cell by
    cell would have cells that are empty at one end stay empty, and would lose people (by Hölder's inequality its total
    is never above the study area's). Where the study area is empty at one end the linear totals stand. A cell that is
    unknown at one end is unknown, and takes no part in the totals.

    Args:
        years: those of the land source.
        known: epoch → (y, x) float64 persons per cell.
        study_area_share: (y, x) float64, 0-1, of each cell inside the study area.
        unknown: epoch → cells whose population the source does not know; an epoch that is missing knows them all.
        extrapolate: carry the rate of the first or last two epochs on beyond them, the nearest epoch's cells scaled.

    Raises:
        GridError: the epochs' shapes differ from that of `study_area_share`.
    """
    shapes = {array.shape for array in (*known.values(), *(unknown or {}).values())} - {study_area_share.shape}
    if shapes:
        msg = (
            f"population: expected epochs of {study_area_share.shape} cells, saw {', '.join(map(str, sorted(shapes)))}"
        )
        raise GridError(msg)
    source = _Known(known, unknown or {}, study_area_share)
    found = {year: _of_year(year, source, extrapolate=extrapolate) for year in years}
    return {year: population for year, population in found.items() if population is not None}


def _of_year(year: int, source: _Known, *, extrapolate: bool) -> PopulationOfYear | None:
    if year in source.persons:
        return PopulationOfYear(source.persons[year], source.unknown.get(year), Origin("exact", (year,)))
    pairs = list(pairwise(sorted(source.persons)))
    for start, end in pairs:
        if start < year < end:
            return _between(year, (start, end), source)
    if not pairs or not extrapolate:
        return None
    return _beyond(year, pairs[0] if year < pairs[0][0] else pairs[-1], source)


def _between(year: int, epochs: tuple[int, int], source: _Known) -> PopulationOfYear:
    start, end, unknown = source.pair(*epochs)
    share = (year - epochs[0]) / (epochs[1] - epochs[0])
    persons = (1 - share) * start + share * end
    first, last = source.total(start), source.total(end)
    if first > 0 and last > 0:
        persons *= first ** (1 - share) * last**share / source.total(persons)
    return PopulationOfYear(persons, unknown, Origin("interpolated", epochs))


def _beyond(year: int, epochs: tuple[int, int], source: _Known) -> PopulationOfYear | None:
    """Return None where the study area is empty at one of the epochs: there is no rate to carry on."""
    start, end, _ = source.pair(*epochs)
    first, last = source.total(start), source.total(end)
    if first == 0 or last == 0:
        return None
    nearest = epochs[0] if year < epochs[0] else epochs[1]
    growth = (last / first) ** ((year - nearest) / (epochs[1] - epochs[0]))
    return PopulationOfYear(
        source.persons[nearest] * growth, source.unknown.get(nearest), Origin("extrapolated", epochs)
    )
