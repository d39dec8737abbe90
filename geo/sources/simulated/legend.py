"""The legend of the simulated land cover, from legend.toml: code, name and colour of each class."""

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field


class LandCoverClass(BaseModel):
    """One class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: int = Field(ge=1, le=255)
    name: str
    colour: str = Field(pattern=r"^[0-9A-F]{6}$")
    """Red, green, blue in hexadecimal."""

    @property
    def rgba(self) -> tuple[int, int, int, int]:
        """The colour, opaque, 0-255."""
        red, green, blue = bytes.fromhex(self.colour)
        return red, green, blue, 255


@cache
def legend() -> tuple[LandCoverClass, ...]:
    """Return the classes in the order of their codes."""
    text = resources.files(__package__ or "").joinpath("legend.toml").read_text(encoding="utf-8")
    return tuple(LandCoverClass.model_validate(row) for row in tomllib.loads(text)["classes"])
