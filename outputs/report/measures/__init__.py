"""The measures beside SDG 11.3.1 on a page: a section a group, with tables, pictures and what each figure means.

Where do I go to …
  see what a section holds?                 sections.py
  change how figures become tables?         tables.py (said.py writes a value, a band, a zone)
  see the density gradient drawn?           gradient.py
  see the direction rose drawn?             rose.py
  see areas by settlement class drawn?      settlements.py
  see land taken drawn?                     taken.py
  see the probabilities of regimes drawn?   regimes.py
  see the band to 2030 drawn?               trend.py
  change a title, a unit, a definition?     outputs/tables/measures.toml
"""
