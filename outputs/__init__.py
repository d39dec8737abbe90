"""How it is published: renders what geo measured; computes nothing.

Where do I go to …
  see the order in which a run is written?   publish.py
  see how a run is staged and swapped in?    publication.py, manifest.py
  find a file's name?                        layout.py
  change a GeoTIFF, a GeoPackage, a colour?  layers/, layers/styles/*.toml
  change summary.json or its schema?         tables/
  change the page, its maps and charts?      report/
  change the STAC item?                      catalogue/
  change the order of boundaries?            boundaries.py
  see where national figures go?             national.py
"""
