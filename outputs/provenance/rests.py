"""What a published number rests on: which kind of input, of which years, and the unit that it is in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from geo.references import InputFile, SourceReference

Role = Literal["built_up", "population", "land_cover"]
"""What a file was read for."""
Roles = tuple[Role, ...]
LAND: Final[Roles] = ("built_up",)
PEOPLE: Final[Roles] = ("population",)
BOTH: Final[Roles] = ("built_up", "population")


class Basis(NamedTuple):
    """Kinds of input and the years that are taken of them; of no kind where only the study area counts."""

    roles: tuple[tuple[Role, tuple[int, ...]], ...] = ()
    """Sorted; years ascending."""

    @classmethod
    def of(cls, *needs: tuple[Roles, Iterable[int]]) -> "Basis":
        """Return the union of several needs, each of some roles at some years."""
        found: dict[Role, set[int]] = {}
        for roles, years in needs:
            for role in roles:
                found.setdefault(role, set()).update(years)
        return cls(tuple((role, tuple(sorted(years))) for role, years in sorted(found.items())))

    @property
    def name(self) -> str:
        """Its part of an identifier: `built_up-1990-2010+population-1990-2010`."""
        return "+".join("-".join([role, *map(str, years)]) for role, years in self.roles)


class Field(NamedTuple):
    """A field of a table: its unit, what it rests on and at which end of the period (both, where empty)."""

    unit: str
    roles: Roles
    end: Literal["", "start", "end"] = ""


EPOCH_FIELDS: Final[Mapping[str, Field]] = {
    "boundary_km2": Field("km²", ()),
    "built_up_km2": Field("km²", LAND),
    "population": Field("persons", PEOPLE),
    "built_up_per_capita_m2": Field("m²", BOTH),
    **{
        f"{kind}_km2": Field("km²", LAND)
        for kind in (
            "urban",
            "suburban",
            "rural_built_up",
            "fringe_open",
            "captured_open",
            "urbanized_open_space",
            "rural_open",
            "water",
            "unknown",
        )
    },
}
"""The numbers of epochs.csv."""
RATE_FIELDS: Final[Mapping[str, Field]] = {
    "built_up_start_km2": Field("km²", LAND, "start"),
    "built_up_end_km2": Field("km²", LAND, "end"),
    "population_start": Field("persons", PEOPLE, "start"),
    "population_end": Field("persons", PEOPLE, "end"),
    "lcr": Field("1/year", LAND),
    "pgr": Field("1/year", PEOPLE),
    "lcrpgr": Field("", BOTH),
    "lcr_log": Field("1/year", LAND),
    "built_up_per_capita_start_m2": Field("m²", BOTH, "start"),
    "built_up_per_capita_end_m2": Field("m²", BOTH, "end"),
}
"""The numbers that every source has of a period."""
INDICATOR_FIELDS: Final[Mapping[str, Field]] = {
    **RATE_FIELDS,
    "lcrpgr_log": Field("", BOTH),
    "total_change_percent": Field("%", LAND),
    "marginal_land_per_new_inhabitant_m2": Field("m²", BOTH),
}
"""The numbers of indicators.csv, but for growth by type."""
GROWTH: Final = Field("km²", LAND)
"""Each kind of growth by type."""
COMPARED_FIELDS: Final[Mapping[str, Field]] = {"boundary_km2": Field("km²", (), "end"), **RATE_FIELDS}
"""The numbers of comparison.csv."""
_GROUPS: Final[Mapping[str, Roles]] = {"form": LAND, "landscape": LAND, "taken": ("built_up", "land_cover")}
"""Measures by their group; those of other groups rest on land and people."""
_BOUNDARIES: Final[Mapping[str, Roles]] = {"urban_extent": LAND, "urban_centre": BOTH, "urban_cluster": BOTH}
"""What a boundary is itself drawn from; others are given."""


def measure_roles(group: str, unit: str) -> Roles:
    """Return what a measure rests on."""
    return BOTH if "person" in unit else _GROUPS.get(group, BOTH)


def boundary_roles(boundary: str) -> Roles:
    """Return what a boundary is drawn from."""
    return _BOUNDARIES.get(boundary, ())


def sources_of(sources: Sequence[SourceReference], role: Role) -> tuple[SourceReference, ...]:
    """Return the sources of which a file was read for a role; where none says so, land is the first one's."""
    found = tuple(source for source in sources if any(file.role == role for file in source.files))
    return tuple(sources[:1]) if role == "built_up" and not found else found


def files_of(sources: Iterable[SourceReference], basis: Basis) -> Iterator[tuple[SourceReference, InputFile]]:
    """Yield the files that a number rests on: those of its years; all of a role where none is of a year.

    A year without a file of its own is interpolated or carried on, which rests on the files of other years.
    """
    found = [(source, file) for source in sources for file in source.files]
    for role, years in basis.roles:
        of_role = [(source, file) for source, file in found if file.role == role]
        known = {file.year for _, file in of_role}
        whole = None in known or not known.issuperset(years)
        yield from (pair for pair in of_role if whole or pair[1].year in years)
