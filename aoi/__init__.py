"""Where: cities and their study areas, the pilots' files, and files that users bring.

Where do I go to …
  see what a city is?                    city.py
  get a city by its id, or list them?    registry.py, cities/*.geojson
  see what a city's file must hold?      registry.py (in words), city_file.py (checked)
  read a user's boundary file?           read.py
  make a city's file of it?              write.py
  find a country's region?               regions.py, regions.toml
  see what can be wrong?                 errors.py
"""
