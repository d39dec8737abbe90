"""The pages that people read: one self-contained HTML page a run, and the index of a publish root.

Where do I go to …
  see what stands on a run's page, in order?   page.py, templates/page.html
  see what the index shows of a city?          index.py, templates/index.html
  change a word?                               locale/en.toml (words.py reads it)
  change how a number is written?              figures.py
  change what a table shows?                   tables.py
  change a map picture?                        maps.py, views.py (windows), drawing.py (furniture), sampling.py (cells)
  change a chart?                              charts.py (plotting.py: the canvas; ticks.py: how many labels have room)
  change the sections of measures?             measures/
  change the tables and maps of zones?         zones.py, zone_maps.py
  change what others published beside a run?   published.py
  change the page of the method?               method.py, docs/method.md
  see how other sources stand beside a run?    compared.py, compared_chart.py
  change how a projection is marked?           marks.py
  change the layout or the print?              templates/*.css
"""
