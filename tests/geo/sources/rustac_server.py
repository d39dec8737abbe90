"""Starts a real STAC API server over items. Import it as `from tests.geo.sources.rustac_server import start_rustac`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.geo.sources.stac.conftest import free_port, running, wait_for


@contextmanager
def start_rustac(folder: Path, items: list[dict[str, Any]]) -> Iterator[str]:
    """Serve items, each in its collection, until left; yield the landing page. Their file is written into `folder`."""
    rustac = shutil.which("rustac", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert rustac is not None
    file = folder / "items.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": items}), encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = (rustac, "serve", "--addr", address, "--create-collections", str(file))
    with running(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(f"http://{address}/", process)
        yield f"http://{address}"
