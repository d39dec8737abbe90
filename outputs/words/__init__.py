"""The words, numbers and dates that people read, in English, French, Spanish and Arabic.

Where do I go to …
  change or add an English sentence?      english/*.toml; tables/measures.toml, tables/reasons.toml, geo/caveats.toml
  translate it?                           locale/<language>.po, after `make words`
  know which language is spoken now?      speech.py
  see how a sentence is found and filled? texts.py, filling.py, catalogue.py
  write a number for people?              figures.py
"""

from outputs.words.speech import LANGUAGES, Speech, current, isolated, language_name, speaking
from outputs.words.texts import (
    caveat,
    flag,
    legend_name,
    name_of,
    period,
    reason,
    rich,
    said,
    table_of,
    text,
)

__all__ = [
    "LANGUAGES",
    "Speech",
    "caveat",
    "current",
    "flag",
    "isolated",
    "language_name",
    "legend_name",
    "name_of",
    "period",
    "reason",
    "rich",
    "said",
    "speaking",
    "table_of",
    "text",
]
