"""What a publish root holds of the past: which runs go, and what changed between two of them.

Where do I go to …
  change which runs are kept, and how the others go?   retention.py
  see what changed between two runs?                   diff.py (inputs, parameters, software, numbers)
  see how rasters are compared?                        pixels.py
  change how a difference is told?                     telling.py
"""
