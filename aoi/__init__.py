"""Where: cities and their study areas, the pilots' files, and files that users bring.

Where do I go to …
  see what a city is?                    city.py
  get a city by its id, or list them?    registry.py, cities/*.geojson
  read a user's boundary file?           read.py
  see what can be wrong?                 errors.py
"""
