"""Where the rasters come from: the only folder of `geo` that opens files.

Where do I go to …
  see what a source declares?            declaration.py (the model), declared/*.toml, declarations.py
  add a user's own rasters?              local.py reads the TOML that docs/local-data.md explains
  see the way from a name to a Stack?    road.py (what is asked), means.py (with what), load.py (onto the grid)
  find an archive's files?               archive.py; tiles.py (computed addresses), stac/ (search, catalogues), cover.py
  read over HTTP?                        http/ (ranges), zipped.py (whole tiles)
  read one epoch?                        epochs.py; mosaic.py (tiles), values.py (meaning), people.py, populated.py
  see what is kept?                      cache.py; described.py (headers in STAC items)
  see what is refused?                   facts.py, choice.py, raster.py
  read or change the simulated city?     simulated/
"""
