"""Who calls whom: the Prefect flows and the command line. The only folder that imports prefect.

Where do I go to …
  see a run's four steps as plain functions?   steps.py
  see what an analyst may set?                 parameters.py, settings.py
  change the flow or the batch?                city.py, batch.py, tasks.py
  change the command `umran`?                  cli/
"""
