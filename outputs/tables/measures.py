"""What each measure beside the indicator is: title, unit, definition, where it is explained, whose it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

METHOD_DOCUMENT = "docs/method.md"
"""Where the method of every measure is explained, under its anchor."""
ZoneKind = Literal[
    "", "ring", "sector", "level1", "level2", "extent_class", "land_cover", "land_group", "lei_kind", "regime"
]
"""What the zones of a measure are; empty for one that is of the whole boundary only."""


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures that are read together."""

    id: str
    title: str
    lead: str
    """What they tell, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, as a reader must know it."""

    id: str
    """As in `geo.figure.Figure.measure`."""
    group: str
    """A group's id."""
    title: str
    unit: str
    """Empty for a pure number."""
    decimals: int
    """That a page shows; files have all."""
    definition: str
    """One sentence."""
    method: str
    """Anchor in docs/method.md."""
    source: str
    """Citation."""
    zone: ZoneKind = ""


@cache
def measures() -> Mapping[str, Measure]:
    """Return id → measure, in the order of tables."""
    document = _read()
    citations = document["citation"]
    return MappingProxyType(
        {
            id_: Measure(id=id_, **{**about, "source": citations[about["source"]]})
            for id_, about in document["measure"].items()
        }
    )


@cache
def measure_groups() -> tuple[MeasureGroup, ...]:
    """Return the groups in the order of a page."""
    return tuple(MeasureGroup(id_, **about) for id_, about in _read()["group"].items())


def _read() -> dict[str, Any]:
    return tomllib.loads(files("outputs.tables").joinpath("measures.toml").read_text(encoding="utf-8"))
