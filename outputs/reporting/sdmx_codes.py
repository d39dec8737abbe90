"""The columns of reporting_sdmx.csv with their code lists (sdmx_codes.toml), and whether rows keep to them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from outputs.errors import OutputsError

Role = Literal["dimension", "time", "measure", "attribute"]
Row = Mapping[str, str]
"""Column → what stands there; an empty text where nothing does."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class SdmxColumn(_Strict):
    """A component of the data structure."""

    id: str
    role: Role
    required: bool = False
    """Of an attribute: whether every row has it. Every row has every dimension."""
    codelist: str = ""
    """The code list with its agency and version; empty for free text and numbers."""
    codes: dict[str, str] = Field(default_factory=dict)
    """Code → what it means: those of the list that a row can have."""
    pattern: str = ""
    """Of codes that are too many to repeat."""


class _Status(_Strict):
    undefined: dict[str, str]
    doubtful: dict[str, str]


class SdmxCodes(_Strict):
    """The data structure as far as rows of this indicator use it."""

    dataflow: str
    column: tuple[SdmxColumn, ...]
    urbanisation: dict[str, str]
    """Boundary → code."""
    status: _Status

    @property
    def headers(self) -> tuple[str, ...]:
        """The head of the file, SDMX-CSV 1.0's own column first."""
        return ("DATAFLOW", *(column.id for column in self.column))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What tells one observation from every other."""
        return tuple(column.id for column in self.column if column.role in {"dimension", "time"})

    def status_of(self, reason: str | None, flags: Iterable[str]) -> str:
        """Return the status of a missing value by its reason, or of a value by its doubts."""
        if reason is not None:
            return self.status.undefined.get(reason, "O")
        found = set(flags)
        return next((code for flag, code in self.status.doubtful.items() if flag in found), "A")


@cache
def sdmx_codes() -> SdmxCodes:
    """Return the columns and codes of sdmx_codes.toml."""
    text = files("outputs.reporting").joinpath("sdmx_codes.toml").read_text(encoding="utf-8")
    return SdmxCodes.model_validate(tomllib.loads(text))


def check_rows(rows: Iterable[Row]) -> None:
    """Make sure that rows keep to the data structure.

    Raises:
        OutputsError: a code is in no list, a required column is empty, or two rows are of one observation.
    """
    codes = sdmx_codes()
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows, 1):
        for column in codes.column:
            _check_value(number, column, row[column.id])
        key = tuple(row[name] for name in codes.dimensions)
        if key in seen:
            msg = f"reporting_sdmx.csv, row {number}: expected one row an observation, saw {'.'.join(key)} again"
            raise OutputsError(msg)
        seen.add(key)


def _check_value(number: int, column: SdmxColumn, value: str) -> None:
    needed = column.required or column.role in {"dimension", "time"}
    coded = column.codes or column.pattern
    known = value in column.codes or (column.pattern and re.fullmatch(column.pattern, value))
    if (value or needed) and coded and not known:
        expected = column.codelist or column.pattern
        msg = f"reporting_sdmx.csv, row {number}: expected a code of {expected} for {column.id}, saw {value!r}"
        raise OutputsError(msg)
