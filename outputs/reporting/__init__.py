"""The reporting table of SDG 11.3.1: a workbook in the layout of UN-Habitat's compilation template, and SDMX-CSV.

Where do I go to …
  change which years are T1, T2 and T3?     years.py
  see what one city reports?                report.py
  change why a value is missing?            remarks.py, unhabitat_codes.toml
  change a sheet of the workbook?           sheets/
  see how the workbook is put together?     workbook.py
  change an SDMX code?                      sdmx_codes.toml (sdmx.py writes the rows, sdmx_codes.py checks them)
  see what a publish root gets?             publish.py
"""
