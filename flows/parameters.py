"""What an analyst may set of a run: typed, titled and bounded, one model for the command line and Prefect's form."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from aoi.city_file import SLUG, SLUG_LENGTH
from flows.languages import Languages
from flows.measures import MeasureForm
from flows.roots import PublishRoot
from geo.measurement import ExtentParameters
from geo.sources.strict import Year

_DEFAULTS = ExtentParameters()

CityId = Annotated[str, Field(pattern=SLUG, max_length=SLUG_LENGTH)]
"""A city's slug."""


def _ascending(years: tuple[int, ...]) -> tuple[int, ...]:
    seen = ", ".join(map(str, years))
    if len(years) < _LEAST_EPOCHS:
        msg = f"expected at least two years, saw {seen or 'none'}"
        raise ValueError(msg)
    if len(set(years)) < len(years):
        msg = f"expected years that differ from each other, saw {seen}"
        raise ValueError(msg)
    return tuple(sorted(years))


def _listed(text: str) -> str:
    names = source_list(text)
    if not names or not all(names):
        msg = f"expected a source, or several with commas, saw {text!r}"
        raise ValueError(msg)
    if len(set(names)) < len(names):
        msg = f"expected sources that differ from each other, saw {text}"
        raise ValueError(msg)
    return ",".join(names)


def source_list(text: str) -> tuple[str, ...]:
    """Return the sources of a list with commas, the run's own first; a file's path may hold commas itself."""
    return (text,) if Path(text).is_file() else tuple(part.strip() for part in text.split(","))


Sources = Annotated[str, Field(min_length=1), AfterValidator(_listed)]
"""One source, or several with commas."""
_LEAST_EPOCHS = 2
"""Growth needs an earlier and a later year."""
Epochs = Annotated[
    tuple[Year, ...],
    AfterValidator(_ascending),
    Field(json_schema_extra={"minItems": _LEAST_EPOCHS, "uniqueItems": True}),
]
"""At least two different years, ascending."""


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExtentThresholds(_Form):
    """The thresholds of the urban extent. The defaults are UN-Habitat's and the Atlas of Urban Expansion's."""

    circle_km2: float = Field(
        default=_DEFAULTS.circle_km2,
        gt=0,
        le=100,
        title="Walking-distance circle (km²)",
        description="Area of the circle in which the built-up share round a pixel is counted.",
    )
    urban_share: float = Field(
        default=_DEFAULTS.urban_share,
        gt=0,
        le=1,
        title="Urban from (share)",
        description="Built-up share of the circle's land from which a built-up pixel is urban.",
    )
    suburban_share: float = Field(
        default=_DEFAULTS.suburban_share,
        gt=0,
        le=1,
        title="Suburban from (share)",
        description="Built-up share of the circle's land from which a built-up pixel is suburban.",
    )
    fringe_m: float = Field(
        default=_DEFAULTS.fringe_m,
        ge=0,
        le=1000,
        title="Fringe (m)",
        description="Open land this near to urban or suburban built-up is fringe open space.",
    )
    captured_max_ha: float = Field(
        default=_DEFAULTS.captured_max_ha,
        ge=0,
        le=10_000,
        title="Captured open space, up to (ha)",
        description="Enclosed open land smaller than this belongs to the urban extent.",
    )
    inclusion_factor: float = Field(
        default=_DEFAULTS.inclusion_factor,
        ge=0,
        le=1,
        title="Inclusion factor",
        description="Buffer round a cluster, as a multiple of the square root of its area; clusters that meet are one.",
    )
    built_up_threshold: float | None = Field(
        default=_DEFAULTS.built_up_threshold,
        gt=0,
        le=1,
        title="Built-up pixel from (fraction)",
        description="Built-up fraction from which a cell is a built-up pixel. Empty: as the source declares.",
    )

    @model_validator(mode="after")
    def _suburban_below_urban(self) -> Self:
        if self.suburban_share >= self.urban_share:
            msg = f"suburban_share must be below urban_share, saw {self.suburban_share} and {self.urban_share}"
            raise ValueError(msg)
        return self

    def extent_parameters(self) -> ExtentParameters:
        """Return them as `geo` takes them."""
        return ExtentParameters(**self.model_dump())


class RunParameters(_Form):
    """What runs of one city and of many have in common."""

    source: Sources | None = Field(
        default=None,
        title="Source",
        description="A declared source's id (`umran sources` lists them) or the path of a TOML that declares your own; "
        "several with commas are compared with the first. Empty: ghsl (for the simulated city: simulated).",
    )
    population: str | None = Field(
        default=None,
        min_length=1,
        title="Population",
        description="The source of population, or none. Empty: the one that goes with the source.",
    )
    epochs: Epochs | None = Field(
        default=None,
        title="Epochs",
        description="Years to measure, at least two, 1800 to 2200. Empty: the source's usual ones.",
    )
    land_cover: str | None = Field(
        default=None,
        min_length=1,
        title="Land cover",
        description="The source of classes that tell what land was before. Empty: the source's own, if it has any.",
    )
    resolution_m: float | None = Field(
        default=None,
        gt=0,
        le=5000,
        title="Cells of (m)",
        description="Side of the grid's cells, above 0 and up to 5,000 m. Empty: as fine as the source.",
    )
    allow_incomparable: bool = Field(
        default=False,
        title="Compare epochs that are not comparable",
        description="Epochs whose difference the source says is no growth are compared; every number is marked.",
    )
    extrapolate_population: bool = Field(
        default=False,
        title="Extrapolate population",
        description="Population is carried on beyond its source's own epochs at their rate; such numbers are marked.",
    )
    extent: ExtentThresholds = Field(
        default_factory=ExtentThresholds,
        title="Urban extent",
        description="Thresholds of the urban extent; leave them as they are for figures that can be compared.",
    )
    languages: Languages | None = Field(
        default=None,
        title="Languages",
        description="Of pages, reports and annexes: en, fr, es, ar. Empty: UMRAN_LANGUAGES, or all. Layers and tables "
        "speak all four in any case.",
    )
    publish_root: PublishRoot | None = Field(
        default=None,
        title="Publish to",
        description="Folder of publications on the machine that runs this, or an object store: s3://bucket/prefix. "
        "Empty: UMRAN_PUBLISH_ROOT.",
    )
    keep: int | None = Field(
        default=None,
        ge=1,
        title="Keep runs",
        description="How many of the city's newest runs stay after publishing; its latest always stays. Empty: "
        "UMRAN_PUBLISH_KEEP, or all.",
    )


def _city_first(schema: dict[str, Any]) -> None:
    """Show the one field that must be filled in first: Prefect's form keeps the order of the properties."""
    properties = schema["properties"]
    schema["properties"] = {"city": properties["city"], **properties}


class CityParameters(RunParameters):
    """A run of one city."""

    model_config = ConfigDict(json_schema_extra=_city_first)

    city: CityId = Field(
        title="City",
        description="The city's id; `umran cities` lists them. A source's own TOML may define another.",
        examples=["sample"],
    )
    area: Path | None = Field(
        default=None,
        title="Study area",
        description="A vector file with the area to measure instead of the city's own.",
    )
    layer: str | None = Field(
        default=None,
        min_length=1,
        title="Layer of the area file",
        description="Which layer of that file, or which shapefile of a zip, where it has several.",
    )
    feature: str | None = Field(
        default=None,
        min_length=1,
        title="Feature",
        description="Which feature of that file, where it has several.",
    )
    measures: MeasureForm = Field(
        default_factory=MeasureForm,
        title="Measures",
        description="Districts and other zones, the administrative area, errors of the inputs, the trend's year.",
    )


class BatchParameters(RunParameters):
    """A run of many cities, one after the other."""

    cities: tuple[CityId, ...] = Field(
        default=(),
        title="Cities",
        description="Ids of the cities to run. Empty: all of them.",
        json_schema_extra={"uniqueItems": True},
    )

    def for_city(self, city: str) -> CityParameters:
        """Return the parameters of one city's run."""
        common = {name: getattr(self, name) for name in RunParameters.model_fields}
        return CityParameters(city=city, **common)
