"""Where the rasters come from: the only folder of `geo` that opens files.

Where do I go to …
  see what a source declares?            declaration.py (the model), declared/*.toml, declarations.py
  add a user's own rasters?              local.py reads the TOML that docs/local-data.md explains
  see how STAC items become a Stack?     load.py (the one road), raster.py (one file), population.py
  read or change the simulated city?     simulated/
"""
