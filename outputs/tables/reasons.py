"""The texts of reason and flag codes (reasons.toml), for tables, pages and the portal."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def reason_texts() -> Mapping[str, str]:
    """Return code → sentence, for every reason why a value is undefined."""
    return MappingProxyType(_read()["reason"])


@cache
def flag_texts() -> Mapping[str, str]:
    """Return code → sentence, for every flag of a doubtful row."""
    return MappingProxyType(_read()["flag"])


def texts_of(codes: Iterable[str]) -> dict[str, str]:
    """Return code → sentence for the codes in use, sorted; a code without a text stands for itself."""
    known = {**reason_texts(), **flag_texts()}
    return {str(code): known.get(code, str(code)) for code in sorted(set(codes))}


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("outputs.tables").joinpath("reasons.toml").read_text(encoding="utf-8"))
