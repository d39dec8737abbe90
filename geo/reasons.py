"""Why a number is undefined or doubtful, as stable codes; the texts for people are in outputs/tables/reasons.toml."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a value is None."""

    ZERO_BUILT_UP_AT_START = "zero_built_up_at_start"
    """The land consumption rate divides by the earlier built-up area."""
    ZERO_BUILT_UP = "zero_built_up"
    """A logarithm of no built-up land."""
    ZERO_POPULATION = "zero_population"
    """A logarithm, or a share, of no people."""
    NO_POPULATION_CHANGE = "no_population_change"
    """The population growth rate is exactly 0, so that the ratio has no value."""
    NO_NEW_INHABITANTS = "no_new_inhabitants"
    """Land per new inhabitant has no meaning where population did not grow."""
    NO_POPULATION_DATA = "no_population_data"
    """The source has no population at all."""
    NO_POPULATION_FOR_YEAR = "no_population_for_year"
    """The source has population, but not of this year."""
    POPULATION_ONLY_FOR_STUDY_AREA = "population_only_for_study_area"
    """A table counts the people of the whole study area; no share of them is made up for a smaller boundary."""
    NO_URBAN_EXTENT = "no_urban_extent"
    """No urban or suburban built-up within reach of the city's centre at that epoch."""


class Flag(StrEnum):
    """Why a row that has values is to be doubted."""

    UNSTABLE_RATIO = "unstable_ratio"
    """|PGR| is under 0.1 % a year: the ratio explodes."""
    PROJECTED_EPOCH = "projected_epoch"
    """One of the epochs is a projection, not an observation."""
    SIMULATED = "simulated"
    """The city is simulated: no real place has these numbers."""
    SHRINKAGE = "shrinkage"
    """Built-up shrinks in a source that declares that it cannot."""
    IDENTICAL_EPOCHS = "identical_epochs"
    """The two epochs are identical cell by cell."""
    UNKNOWN_CELLS = "unknown_cells"
    """More than 1 % of the study area is unknown at some epoch and left out of every epoch."""
    POPULATION_GAPS = "population_gaps"
    """More than 1 % of the built-up land of one of the years has no known population: those people are not counted."""
    EXTENT_AT_EDGE = "extent_at_edge"
    """The city's urban extent touches the edge of the study area."""
