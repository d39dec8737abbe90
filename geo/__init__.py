"""What is measured: pure functions on grids and arrays; `geo.sources` alone opens files.

Where do I go to …
  see the method from top to bottom?     measure.py (Stack → Measurement)
  see what leaves this package?          measurement.py, codes.py
  know where the cells lie?              grid.py
  see the urban extent?                  extent/
  see how growth is told apart?          growth/
  see in which boundaries it is counted? boundary.py (their names), boundaries.py (their cells and people)
  see the indicator's formulas?          indicators/sdg_11_3_1.py
  see settlements on square kilometres?  settlement/
  see landscape metrics?                 landscape/
  see what stands beside the indicator?  measures/ (from series.py: all that was found)
  bring rasters in?                      sources/
"""
