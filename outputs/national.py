"""Where national figures go: national.csv beside the cities' folders, replaced whole."""

from collections.abc import Sequence
from pathlib import Path

from outputs import layout
from outputs.errors import ChangedError, PublishError, StoreError
from outputs.store.opening import open_root
from outputs.store.root import Root
from outputs.tables.national import NationalRow, national_csv


def publish_national(rows: Sequence[NationalRow], root: Root | Path | str) -> Path | str:
    """Write `<root>/national.csv` and return where it lies; readers see the earlier file or this one.

    Raises:
        PublishError: the root cannot be written, or another run holds it; what was published before is untouched.
    """
    where = open_root(root)
    try:
        where.put(layout.NATIONAL, national_csv(rows))
    except OSError as error:
        raise PublishError.from_os(where.name, error) from error
    except (StoreError, ChangedError) as error:
        raise PublishError.from_store(where.name, error) from error
    return where.address(layout.NATIONAL)
