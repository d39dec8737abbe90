"""The media types of published files."""

from enum import StrEnum


class Media(StrEnum):
    """Media types, as IANA, OGC and STAC write them."""

    COG = "image/tiff; application=geotiff; profile=cloud-optimized"
    GEOPACKAGE = "application/geopackage+sqlite3"
    CSV = "text/csv"
    GEOJSON = "application/geo+json"
    HTML = "text/html"
    JSON = "application/json"
    PNG = "image/png"
    XML = "application/xml"
