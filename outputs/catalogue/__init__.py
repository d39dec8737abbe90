"""The catalogue's records of a run.

Where do I go to …
  change the STAC item?   stac.py
"""
