"""Landscape metrics by FRAGSTATS' definitions, from a raster of classes: how its patches are sized, shaped and mixed.

*Source*: McGarigal, Cushman, Ene 2012, FRAGSTATS v4. Nodata lies outside the landscape. Where cells border on it, or on
the raster's end, is no edge between classes (TE, ED), but part of a perimeter (SHAPE, FRAC, LSI, COHESION): FRAGSTATS'
default.

Where do I go to …
  measure a raster?                      metrics.py (codes → the classes' and the landscape's metrics)
  see a class's metrics?                 class_metrics.py
  see the landscape's metrics?           landscape_metrics.py
  see what both levels share?            patch_metrics.py
  see how cells become patches?          cover.py → joins.py, patches.py → nearest.py
"""
