"""Tables: the figures of a run for machines and for spreadsheets.

Where do I go to …
  change summary.json or its schema?      summary.py, then `python -m outputs.tables.schema` writes the schema anew
  change the section of other sources?    compared.py
  change the CSV files?                   flat.py
  change the text of a reason or a flag?  reasons.toml
"""
