"""The media types of published files."""

from enum import StrEnum


class Media(StrEnum):
    """Media types, as IANA, OGC and STAC write them."""

    COG = "image/tiff; application=geotiff; profile=cloud-optimized"
    GEOPACKAGE = "application/geopackage+sqlite3"
    GEOPARQUET = "application/vnd.apache.parquet"
    PMTILES = "application/vnd.pmtiles"
    QGIS_PROJECT = "application/x-qgis-project"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    GEOJSON = "application/geo+json"
    HTML = "text/html"
    JSON = "application/json"
    PNG = "image/png"
    XML = "application/xml"
