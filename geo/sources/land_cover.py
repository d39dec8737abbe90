"""What a source declares of its classes beside built-up: each one's name, and the group of land that it belongs to."""

from collections.abc import Collection
from typing import Literal, Self

from pydantic import Field, model_validator

from geo.land_cover import LandGroup
from geo.sources.strict import Code, Line, Strict

GroupName = Literal["cropland", "tree_cover", "grassland", "wetland", "bare_land", "water", "other"]


class LandCoverClass(Strict):
    """A class of the legend, or several that are told apart no further."""

    name: Line
    """As its maker calls it."""
    group: GroupName
    codes: tuple[Code, ...] = ()
    spans: tuple[tuple[Code, Code], ...] = ()
    """Codes from … to …, both included."""

    @property
    def all_codes(self) -> tuple[int, ...]:
        """Every code of the class."""
        return (*self.codes, *(code for first, last in self.spans for code in range(first, last + 1)))

    @model_validator(mode="after")
    def _has_codes(self) -> Self:
        if not self.all_codes:
            msg = f"{self.name}: expected codes, or spans that ascend"
            raise ValueError(msg)
        return self


class LandCoverValues(Strict):
    """The classes of land that is not built up: what a city can take."""

    classes: tuple[LandCoverClass, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [code for one in self.classes for code in one.all_codes]
        if len(codes) != len(set(codes)):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            msg = f"land_cover: expected each code in one class, saw {twice} in several"
            raise ValueError(msg)
        return self

    @property
    def groups(self) -> dict[int, LandGroup]:
        """Code → group."""
        return {code: LandGroup[one.group.upper()] for one in self.classes for code in one.all_codes}

    def check_covers(self, land: Collection[int]) -> None:
        """Check that it names every class of land and water of a source's legend, and no other.

        Raises:
            ValueError: it does not.
        """
        lacking, strange = sorted(set(land) - set(self.groups)), sorted(set(self.groups) - set(land))
        if lacking or strange:
            msg = (
                f"land_cover: expected the classes of other_classes and water_classes, lacks {lacking}, adds {strange}"
            )
            raise ValueError(msg)
