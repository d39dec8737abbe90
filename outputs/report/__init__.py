"""The pages that people read, in every language: one self-contained HTML page a run, and the index of a publish root.

Where do I go to …
  see what a report says of a run?             content.py (HTML and PDF both take it from there)
  see what stands on a run's page, in order?   page.py, templates/page.html
  see what the index shows of a city?          index.py, templates/index.html
  change a word or how a number is written?    outputs/words/
  change the headline or the key figures?      story.py
  change what a table shows?                   tables.py
  change a map picture?                        maps.py (words), scenes.py (shared by languages), pen.py, panel.py
  change a chart?                              charts.py (plotting.py: the canvas; legend.py, ticks.py: words round it)
  see how wide words are, which way they run?  lettering.py
  change the sections of measures?             measures/
  change the tables and maps of zones?         zones.py, zone_maps.py
  change what others published beside a run?   published.py
  change the page of the method?               method.py, docs/method.md
  see how other sources stand beside a run?    compared.py, compared_chart.py
  change the glossary or the citation?         back_matter.py
  change what is said of a file?               downloads.py
  change how a projection is marked?           marks.py
  change the layout or the print?              templates/*.css
"""
