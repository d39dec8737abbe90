"""QGIS projects: a `.qgz` a language, with every layer of a run grouped, styled and named, and maps ready to print.

Where do I go to …
  change which group a layer is in, or which show at first?  groups.py
  change what is printed, and where it lies on the page?     pages.py, templates/print_layout.xml
  change the project's file?                                 project.py, templates/project.qgs
"""
