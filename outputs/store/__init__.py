"""Where a publish root lies: one protocol, kept by a folder and by an object store.

Where do I go to …
  see what a publish root can do?                     root.py
  see which text names which root?                    opening.py
  see a folder: lock, rename, flush?                  folder.py
  see an object store (S3 and what speaks like it)?   objects.py (from bucket.py: its single calls)
  see how a run under way is kept from other runs?    lease.py
  change how long a store is waited for?              patience.py
  see how a store's errors are told?                  faults.py
"""
