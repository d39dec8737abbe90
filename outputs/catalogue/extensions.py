"""The STAC extensions that are used, by the addresses of their schemas."""

from typing import Final

CLASSIFICATION: Final = "https://stac-extensions.github.io/classification/v2.0.0/schema.json"
FILE: Final = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
LANGUAGE: Final = "https://stac-extensions.github.io/language/v1.0.0/schema.json"
PROCESSING: Final = "https://stac-extensions.github.io/processing/v1.2.0/schema.json"
PROJECTION: Final = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
RASTER: Final = "https://stac-extensions.github.io/raster/v2.0.0/schema.json"
SCIENTIFIC: Final = "https://stac-extensions.github.io/scientific/v1.0.0/schema.json"
VERSION: Final = "https://stac-extensions.github.io/version/v1.2.0/schema.json"

STAC_VERSION: Final = "1.1.0"
ENGLISH: Final = {"code": "en", "name": "English", "dir": "ltr"}
"""The language of the STAC documents themselves; pages come in others."""
