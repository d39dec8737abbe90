"""Reads of a window of a remote raster, timed in a process of its own: `ours` or `vsicurl`, bytes to array of codes.

It prints the median of the seconds from the address to the array and the array's checksum. Each read fetches anew all
that it needs; the first, with the imports and first connections that a process makes once, is not counted.
"""

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import rasterio
from rasterio.io import DatasetReader
from rasterio.windows import Window

from geo.sources.http.client import Client
from geo.sources.http.ranges import RangeOpener
from geo.sources.network import Network

READS = 6
"""Of one process, the first included."""
Open = Callable[[str], AbstractContextManager[DatasetReader]]


@contextmanager
def ours() -> Iterator[Open]:
    """Open with our client, and keep no header for the next time."""
    with Client(Network()) as client:
        yield lambda url: RangeOpener(client).opened(url)


@contextmanager
def vsicurl() -> Iterator[Open]:
    """Open with GDAL's, and keep nothing for the next time."""
    with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", CPL_VSIL_CURL_NON_CACHED="/vsicurl/http"):
        yield lambda url: rasterio.open(f"/vsicurl/{url}")


def main() -> None:
    """Read and print."""
    how, url, *numbers = sys.argv[1:]
    window = Window(*map(int, numbers))
    seconds = []
    with {"ours": ours, "vsicurl": vsicurl}[how]() as opened:
        for _ in range(READS):
            begun = time.perf_counter()
            with opened(url) as dataset:
                codes = dataset.read(1, window=window)
            seconds.append(time.perf_counter() - begun)
    checksum = hashlib.sha256(codes.tobytes()).hexdigest()
    print(json.dumps({"seconds": statistics.median(seconds[1:]), "sha256": checksum}))


if __name__ == "__main__":
    main()
