"""The Degree of Urbanisation on 1 km² cells, and who lives in which kind of built-up land.

Where do I go to …
  see a threshold or an edition?               parameters.py
  see what is classed, and what is unknown?    cells.py
  bring a city's stack onto 1 km² cells?       onto_square_kilometres.py
  see level 1?                                 degree_of_urbanisation.py (majority.py and gaps.py smooth the centres)
  see level 2?                                 level2.py
  get centres and clusters as polygons?        polygons.py
  count within the city's centre or cluster?   boundaries.py
  count people by kind of built-up land?       people_by_kind.py

*Source*: European Union, FAO, UN-Habitat, OECD, The World Bank, Applying the Degree of Urbanisation, 2021 edition; GHSL
Data Package 2022 (R2022A) and 2023 (R2023A).
"""
