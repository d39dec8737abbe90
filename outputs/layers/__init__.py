"""GIS files: what a planner loads into QGIS, a database or a web map.

Where do I go to …
  change a class's name or colour?            styles/*.toml (palettes.py reads them, outputs.words translates)
  change which rasters there are?             rasters.py
  change how a raster is written?             cog.py; statistics.py and categories.py for what is said in it
  change what QGIS shows of a raster?         qml.py
  change which vector layers there are?       polygons.py, zones.py
  change how they are drawn in QGIS?          styles/*.qml (styles.py fills them in)
  change how they are written?                geopackage.py, geoparquet.py, tiles.py (PMTiles)
  change the QGIS projects?                   qgis/
  change the classes of zones' change?        styles/zone_change.toml (zone_change.py reads it)
  know what files there are, and their titles? files.py
"""
