"""Where a run publishes to: the type of a publish root in settings and forms, and which one counts."""

from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from outputs.errors import RootError
from outputs.store.opening import parse_root


def _parsed(value: object) -> Path | str:
    try:
        return parse_root(value if isinstance(value, Path) else str(value))
    except RootError as error:
        raise ValueError(str(error)) from None


PublishRoot = Annotated[Path | str, PlainValidator(_parsed), WithJsonSchema({"type": "string"})]
"""A folder, or the address of an object store such as s3://bucket/prefix."""


def lasting(root: Path | str) -> Path | str:
    """Return a root with `~` expanded; an address is returned as it is."""
    return root.expanduser() if isinstance(root, Path) else root


def absolute(root: Path | str) -> Path | str:
    """Return a root that means the same in every working folder."""
    return root.expanduser().absolute() if isinstance(root, Path) else root
