"""Who calls whom: the Prefect flows and the command line. The only folder that imports prefect.

Where do I go to …
  see a run's four steps as plain functions?   steps.py
  see what an analyst may set?                 parameters.py, settings.py
  find a city and its study area?              site.py
  see what a run answers?                      result.py, wording.py
  see what makes two runs the same run?        identity.py
  change the flow or the batch?                city.py, batch.py (thin tasks: tasks.py; artifacts.py)
  see how Prefect is kept silent?              quiet.py, server.py
  change the command `umran`?                  cli/

Prefect is told to send nothing anywhere before any module here can import it.
"""

from flows.quiet import silence

silence()
