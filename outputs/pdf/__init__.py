"""Documents for print: PDF made by typst, tagged (PDF/UA-1), in the fonts of outputs/fonts.py.

Where do I go to …
  compile another template?                compile.py
  see how sentences with emphasis travel?  runs.py
  see what the city report shows?          content.py
  change how it looks?                     templates/report.typ; common.typ is what all documents share
"""
