"""STAC: the items of an epoch, found in an API or in a static catalogue.

Where do I go for …
    a search of a STAC API, page by page        search.py
    a walk through a static catalogue           catalogue.py
    the year that an item stands for            years.py
    tokens for files that want a signature      signing.py
    JSON through the archive's client           reading.py
"""
