"""The sources that come with Umran, one TOML each in declared/."""

import tomllib
from importlib.resources import files

from geo.sources.declaration import SourceDeclaration


def declared_sources() -> dict[str, SourceDeclaration]:
    """Return the declared sources by id."""
    folder = files("geo.sources") / "declared"
    texts = (entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    declarations = [SourceDeclaration.model_validate(tomllib.loads(text)) for text in texts]
    return {declaration.id: declaration for declaration in sorted(declarations, key=lambda d: d.id)}
