"""Publishes a small run from a process of its own: python publisher.py ROOT CITY RUN [PATIENCE as JSON]."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from outputs.errors import OutputsError
from outputs.store.opening import open_root
from outputs.store.patience import PATIENCE

sys.path.insert(0, str(Path(__file__).parent))
from small import publish_small

if __name__ == "__main__":
    where, city, run, *more = sys.argv[1:]
    patience = replace(PATIENCE, **json.loads(more[0])) if more else PATIENCE
    try:
        publish_small(open_root(where, patience), run, city=city, more={"long.txt": b"x" * 3_000_000})
    except OutputsError as error:
        sys.exit(f"error: {error}")
