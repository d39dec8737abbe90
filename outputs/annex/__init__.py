"""The Voluntary Local Review annex: two pages on indicator 11.3.1 for a city's review, as PDF and as DOCX.

Where do I go to …
  change what it says?                   content.py
  change its tables or pictures?         grids.py, pictures.py
  change how the PDF looks?              templates/annex.typ (pdf.py: what it is given)
  change how the DOCX looks?             docx.py (parts.py: paragraphs, tables and pictures in both directions)
"""
