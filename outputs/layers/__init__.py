"""GIS files: what a planner loads into QGIS.

Where do I go to …
  change a class's name or colour?       styles/*.toml (palettes.py reads them)
  change how a raster is written?        cog.py
  change what QGIS shows of a raster?    qml.py
  change the vector layers?              geopackage.py, zones.py, styles/*.qml
  change the classes of zones' change?   styles/zone_change.toml (zone_change.py reads it)
"""
