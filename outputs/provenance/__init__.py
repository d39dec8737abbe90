"""Where every published number comes from: back to the run, the code, the parameters and the files that were read.

Where do I go to …
  change what provenance.json holds?                 document.py
  see which numbers it holds and their ids?          numbers.py
  change what a number is said to rest on?           rests.py
  change the answer to "where is this number from"?  explain.py
  change the words on a report's last page?          words.py, and outputs/words/english/provenance.toml
"""
