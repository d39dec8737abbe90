"""The simulated city: a fictional place on the coast, grown over six epochs, so that a run needs no network.

Where do I go to …
  change the city (place, hills, towns, epochs, areas, people)?   plan.toml (plan.py reads it)
  see how it is made, top to bottom?                              city.py
  change one part of it?   terrain.py (ground), roads.py, blocks.py (streets), growth.py, cover.py, people.py
  get its rasters?                                                catalogue.py: ensure_catalogue(cache)
  see how they are written?                                       rasters.py (COG), stac.py, legend.toml (classes)
  know what must come out of measuring it?                        truth.py
  draw random numbers or curves that are the same everywhere?     noise.py, curves.py
"""
