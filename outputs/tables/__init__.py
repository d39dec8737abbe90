"""Tables: the figures of a run for machines and for spreadsheets.

Where do I go to …
  change summary.json or its schema?      summary.py, then `python -m outputs.tables.schema` writes the schema anew
  change the section of other sources?    compared.py
  change the CSV files?                   flat.py (spreadsheet.py: how cells are written)
  change what others published?           published.py, published_csv.py
  change national.csv?                    national.py
  change the section of measures?         measured.py
  say what a measure is?                  measures.toml
  change the section of zones?            zones.py
  change the text of a reason or a flag?  reasons.toml
"""
