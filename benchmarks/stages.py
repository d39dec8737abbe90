"""The project's same stages: its reading, circle shares, classes, clusters and GeoTIFFs, by its own functions."""

import sys
from pathlib import Path

from geo.extent.classes import Circles, extent_classes, urbanized
from geo.extent.clusters import label_clusters
from geo.extent.urban_extent import built_up_pixels
from geo.measurement import ExtentParameters
from geo.sources.load import load
from geo.sources.local import read_local
from outputs.layers.cog import write_raster
from outputs.layers.palettes import extent_legend
from outputs.layers.rasters import Raster


def main(toml: Path, target: Path) -> None:
    """Classify every epoch of the big city and print the number of its clusters."""
    source = read_local(toml)
    stack = load(source, source.footprint)
    how = Circles(ExtentParameters(), stack.grid.resolution_m)
    for year in stack.years:
        built = built_up_pixels(stack.built_up(year), stack.built_up_threshold)
        codes = extent_classes(built, stack.land(year), known=None, how=how)
        _, cells = label_clusters(urbanized(codes))
        print(year, len(cells))
        name = f"extent_{year}.tif"
        raster = Raster(name, "Classes", "extent_class", (year,), codes, 0, "class", extent_legend())
        write_raster(target, raster, grid=stack.grid, tags={})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
