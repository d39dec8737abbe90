"""What a source declares about its values, as strict data: a typo in a TOML fails where it stands."""

from typing import Literal, Self

from pydantic import Field, model_validator

from geo.sources.access import Access, TileAccess
from geo.sources.land_cover import LandCoverValues
from geo.sources.strict import Code, Line, SourceId, Strict, Year


class BuiltUpValues(Strict):
    """What the values of a built-up or land-cover raster mean."""

    values: Literal["classes", "fraction", "percent", "square_metres", "first_year"]
    """Class codes; the built-up share of the cell (0-1, 0-100); the m² built in it; or the year it was first built."""
    built_up_classes: tuple[Code, ...] = ()
    other_classes: tuple[Code, ...] = ()
    """Land that is not built up. With `water_classes` and `built_up_classes`, the whole legend."""
    water_classes: tuple[Code, ...] = ()
    unknown_classes: tuple[Code, ...] = ()
    """Clouds and the like: neither built-up nor open."""
    never: Code = 0
    """The value of a cell that was never built up, where the values are first years."""
    first_years: tuple[Year, Year] | None = None
    """The earliest and the latest year that a cell of first years may hold."""
    nodata: float | None = None
    """Overrides the file's own nodata value."""
    threshold: float | None = Field(default=None, gt=0, le=1)
    """Fraction at which a cell is a built-up pixel; by default 0.5 for classes and 0.10 for the rest."""

    @model_validator(mode="after")
    def _legend_fits_kind(self) -> Self:
        if self.values == "classes" and not self.built_up_classes:
            msg = 'values = "classes" needs built_up_classes'
            raise ValueError(msg)
        if (self.values == "first_year") != (self.first_years is not None):
            msg = 'values = "first_year" and first_years go together'
            raise ValueError(msg)
        if self.values != "classes" and self.legend:
            msg = f'classes have no meaning where values = "{self.values}"'
            raise ValueError(msg)
        if len(self.legend) != len(set(self.legend)):
            msg = "a class stands in two lists"
            raise ValueError(msg)
        return self

    @property
    def legend(self) -> tuple[int, ...]:
        """Every declared class."""
        return (*self.built_up_classes, *self.other_classes, *self.water_classes, *self.unknown_classes)

    @property
    def pixel_threshold(self) -> float:
        """The fraction at which a cell is a built-up pixel, declared or by default."""
        if self.threshold is not None:
            return self.threshold
        return 0.5 if self.values in {"classes", "first_year"} else 0.10


class PopulationValues(Strict):
    """What the values of a population raster mean: persons a cell."""

    nodata: float | None = None
    """Overrides the file's own nodata value."""


class ClassValues(Strict):
    """What the values of a raster of classes mean that is no land cover, such as a settlement model."""

    legend: dict[Code, Line] = Field(min_length=1)
    """Every code that it may hold, and what it is called."""
    nodata: float | None = None
    """Overrides the file's own nodata value."""


class RasterFacts(Strict):
    """What every raster of a source is: one that arrives and is otherwise is refused."""

    crs: Line | None = None
    """Such as EPSG:4326; None where it differs from tile to tile."""
    cell: float | None = Field(default=None, gt=0)
    """Side of a cell in the CRS's units, matched to a thousandth."""
    dtypes: tuple[str, ...] = ()
    """numpy's names; none means any."""
    overviews: Literal["nearest", "mode", "average"] | None = None
    """How the coarser copies in its files were made; None where that is not known, so that they are not used."""


class Incomparable(Strict):
    """Two epochs of a source whose difference is no growth."""

    epochs: tuple[Year, Year]
    """Ascending."""
    reason: Line
    """One sentence, for people."""


class SourceDeclaration(Strict):
    """Who made a source, what it measures, where it is, and how it may be used."""

    id: SourceId
    title: Line
    version: Line
    licence: Line
    citation: Line
    measures: Line
    """What it measures, one sentence."""
    resolution: Line | None = None
    """For people, such as "100 m"."""
    epochs: tuple[Year, ...] = ()
    """Ascending; empty where the files say it."""
    projected_epochs: tuple[Year, ...] = ()
    """Those that are no observation but carried on from others."""
    default_epochs: tuple[Year, ...] = ()
    """What is measured where a run names none: observed ones, ascending; empty takes all."""
    can_shrink: bool = False
    """Whether built-up may go back between epochs in this source."""
    simulated: bool = False
    notes: tuple[Line, ...] = ()
    """What every user of its numbers must know, a sentence each."""
    incomparable: tuple[Incomparable, ...] = ()
    population_source: SourceId | None = None
    """The source whose population is taken where a run names none."""
    built_up: BuiltUpValues | None = None
    why_not_built_up: Line | None = None
    """Where it says nothing of built-up land although it has classes: why, for the message."""
    population: PopulationValues | None = None
    classes: ClassValues | None = None
    land_cover: LandCoverValues | None = None
    """What its other classes are: what a city can take."""
    raster: RasterFacts = RasterFacts()
    access: Access | None = Field(default=None, discriminator="kind")
    """Where its rasters are; None where they are the user's own files, or made here."""

    @model_validator(mode="after")
    def _epochs_hold_together(self) -> Self:
        for name, years in (("epochs", self.epochs), ("default_epochs", self.default_epochs)):
            if list(years) != sorted(set(years)):
                msg = f"{name} must ascend"
                raise ValueError(msg)
        compared = {year for pair in self.incomparable for year in pair.epochs}
        strange = (compared | set(self.projected_epochs) | set(self.default_epochs)) - set(self.epochs)
        if self.epochs and strange:
            msg = f"no epochs of this source: {sorted(strange)}"
            raise ValueError(msg)
        if set(self.default_epochs) & set(self.projected_epochs):
            msg = "default_epochs are observed ones, not projected"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if self.built_up is None and self.population is None and self.classes is None:
            msg = "a source needs [built_up], [population] or [classes]"
            raise ValueError(msg)
        if (self.classes is None) != (self.why_not_built_up is None):
            msg = "[classes] and why_not_built_up go together"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _land_cover_fits_legend(self) -> Self:
        if self.land_cover is not None:
            legend = self.built_up
            self.land_cover.check_covers((*legend.other_classes, *legend.water_classes) if legend else ())
        return self

    @model_validator(mode="after")
    def _tiles_have_paths(self) -> Self:
        if not isinstance(self.access, TileAccess):
            return self
        if not self.epochs:
            msg = "tiles need epochs"
            raise ValueError(msg)
        own = set(self.access.paths_by_epoch)
        if not own <= set(self.epochs) or (self.access.path is None and own != set(self.epochs)):
            msg = "paths_by_epoch: expected a path for each epoch, and no other year"
            raise ValueError(msg)
        return self
