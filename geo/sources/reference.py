"""What a source's numbers are cited by: its declaration, and the files or cached rasters that were read of it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from geo.references import InputFile, SourceReference
from geo.sources.cache import Entry
from geo.sources.declaration import SourceDeclaration
from geo.sources.raster import Raster, file_digest

Role = Literal["built_up", "population", "land_cover"]


def reference(declared: SourceDeclaration, epochs: Sequence[int], files: Sequence[InputFile]) -> SourceReference:
    """Return the reference of a source of which these epochs and files were read."""
    return SourceReference(
        id=declared.id,
        title=declared.title,
        version=declared.version,
        licence=declared.licence,
        citation=declared.citation,
        measures=declared.measures,
        epochs=tuple(epochs),
        projected=tuple(year for year in epochs if year in declared.projected_epochs),
        simulated=declared.simulated,
        files=tuple(files),
    )


def files_read(role: Role, rasters: Mapping[int, Sequence[Raster]], entries: Mapping[int, Entry]) -> list[InputFile]:
    """Return what was read for a role, by year: files as they are, or the grid-ready raster made of an archive's tiles.

    Of an archive's tiles only the part round the city is fetched, so what identifies it is that part's checksum.
    """
    files = []
    for year, tiles in rasters.items():
        entry = entries[year]
        if entry.sha256:
            name = " + ".join(raster.name for raster in tiles)
            files.append(InputFile(name, role, year, entry.size, entry.sha256))
        else:
            files += [InputFile(raster.name, role, year, *file_digest(raster.path)) for raster in tiles]
    return files
