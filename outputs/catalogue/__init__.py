"""The static STAC catalogue of a publish root: a catalogue of cities, a collection a city, an item a run.

    catalog.json → <city>/collection.json → <city>/<run>/item.json

Nothing here opens a file: texts go in, texts come out. An item never changes once it is published. A collection is made
from the item of the city's latest run and the entries of all its runs, which the earlier collection holds. The
catalogue is made from one entry a city, all of which the earlier catalogue holds: publishing a city reads two files
of the catalogue, however many cities there are.

Where do I go to …
  change what an item says of a run?                 stac.py
  change how a file is listed?                       assets.py
  change who is credited, cited and linked to?       credits.py
  know what is kept of a run for lists?              entry.py
  change a collection or the catalogue?              collection.py, catalog.py
"""
