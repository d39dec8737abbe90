"""Figures by zone: districts, hexagons, rings and sectors, each cell shared out exactly.

Where do I go to …
  see what a zone is, and how one is cut?      zone.py
  make hexagons, rings, sectors?               made.py
  see whose share of a cell is whose?          shares.py
  get areas and people by zone?                zonal.py
  get the indicator and the growth by zone?    indicators.py
"""
