"""summary.json: every figure of a run for machines, by a published JSON Schema of its own version."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import jsonschema
from pydantic import Field, FiniteFloat, ValidationError

from geo.measurement import Measurement
from outputs.errors import OutputsError
from outputs.layout import SUMMARY_VERSION
from outputs.subject import Place, Run
from outputs.tables.compared import ComparisonRow
from outputs.tables.measured import (
    MeasureDefinition,
    MeasureParametersRow,
    MeasureRow,
    measure_definitions,
    measure_rows,
)
from outputs.tables.published import PublishedRow
from outputs.tables.reasons import texts_of
from outputs.tables.rows import EpochRow, IndicatorRow, SourceRow, Strict, WarningRow
from outputs.tables.zones import ZoneKindRow, zone_kind_rows
from outputs.text import is_simulated

SCHEMA_FILE = f"summary-{SUMMARY_VERSION}.schema.json"
"""Beside this module; a test holds it to the models."""
_READABLE: Final = ("1.0", "1.1")
"""Earlier versions of which today's is a superset: what they lack has a default."""


class CityRow(Strict):
    """The place that was measured."""

    id: str
    names: dict[str, str]
    """By language code; `en` is always there."""
    iso3: str
    region: str
    centre: tuple[FiniteFloat, FiniteFloat]
    """Longitude, latitude, degrees."""
    study_area_origin: str
    study_area_notes: tuple[str, ...]
    simulated: bool
    """True: the city does not exist, and no figure describes a real place."""


class RunRow(Strict):
    """What identifies the run: the same inputs, parameters and software have the same id."""

    id: str
    parameters: dict[str, str | bool | int | FiniteFloat | list[int] | None]
    software: dict[str, str]


class ExtentRow(Strict):
    """The thresholds of the urban extent."""

    circle_km2: FiniteFloat
    urban_share: FiniteFloat
    suburban_share: FiniteFloat
    fringe_m: FiniteFloat
    captured_max_ha: FiniteFloat
    inclusion_factor: FiniteFloat
    built_up_threshold: FiniteFloat | None
    """Built-up share at which a cell counts as a built-up pixel."""


class GridRow(Strict):
    """Where the cells lie."""

    crs: str
    resolution_m: FiniteFloat
    shape: tuple[int, int]
    """Rows, columns."""
    resampled: bool
    reason: str
    """Why this grid."""
    area_distortion: FiniteFloat
    """Largest departure of the areal scale from 1 within the study area (share)."""


class Summary(Strict):
    """What summary.json holds. Areas are km², populations persons, rates fractions a year (0.0358, not 3.58)."""

    schema_version: Literal["1.2"]
    city: CityRow
    run: RunRow
    sources: tuple[SourceRow, ...]
    grid: GridRow
    extent_parameters: ExtentRow
    epochs: tuple[EpochRow, ...]
    indicators: tuple[IndicatorRow, ...]
    comparison: ComparisonRow | None = None
    """How other sources see the same city; null where one source was run."""
    published: tuple[PublishedRow, ...] = ()
    """What others published of the city, beside the run's own nearest figures; the two are never mixed."""
    measure_parameters: MeasureParametersRow | None = None
    """The parameters of `measures`; null in summaries of before 1.2."""
    measures: tuple[MeasureRow, ...] = ()
    """What was measured beside the indicator: form, landscape, settlements, uncertainty, trend."""
    measure_definitions: dict[str, MeasureDefinition] = Field(default_factory=dict)
    """Id → what it is, for every measure under `measures`."""
    zones: tuple[ZoneKindRow, ...] = ()
    """The districts and other zones that were asked for, kind by kind."""
    reasons: dict[str, str]
    """Code → sentence, for every code under `undefined` and `flags`."""
    warnings: tuple[WarningRow, ...]


def summary(measurement: Measurement, place: Place, run: Run) -> Summary:
    """Return the summary of a run.

    Raises:
        OutputsError: a figure is not finite, or a field is undefined without a reason.
    """
    try:
        return Summary(
            schema_version=SUMMARY_VERSION,
            city=_city(measurement, place),
            run=RunRow.model_validate(run),
            sources=tuple(SourceRow.model_validate(source) for source in measurement.sources),
            grid=_grid(measurement),
            extent_parameters=ExtentRow.model_validate(measurement.parameters),
            epochs=tuple(EpochRow.model_validate(row) for row in measurement.epochs),
            indicators=tuple(IndicatorRow.model_validate(row) for row in measurement.indicators),
            comparison=measurement.comparison and ComparisonRow.model_validate(measurement.comparison),
            published=tuple(PublishedRow.model_validate(one) for one in measurement.published),
            measure_parameters=MeasureParametersRow.model_validate(measurement.measures),
            measures=measure_rows(measurement.figures),
            measure_definitions=measure_definitions(measurement.figures),
            zones=zone_kind_rows(measurement.zones),
            reasons=texts_of(_codes(measurement)),
            warnings=tuple(WarningRow.model_validate(caveat) for caveat in measurement.caveats),
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{error.title} {'.'.join(map(str, first['loc']))}".strip()
        msg = f"{place.id}, run {run.id}: summary.json cannot be written: {where}: {first['msg']}"
        raise OutputsError(msg) from error


def summary_json(content: Summary) -> str:
    """Return the text of summary.json, after checking it against the published schema."""
    document = content.model_dump(mode="json")
    try:
        _validator().validate(document)
    except jsonschema.ValidationError as error:
        msg = f"{content.city.id}: summary.json breaks its own schema at {error.json_path}: {error.message[:200]}"
        raise OutputsError(msg) from error
    return json_text(document)


def read_summary(text: str | bytes) -> Summary:
    """Return a summary that was published, by today's version or by an earlier one.

    Raises:
        ValueError: it is not JSON, or not a summary (pydantic's ValidationError is one).
    """
    document = json.loads(text)
    if isinstance(document, dict) and document.get("schema_version") in _READABLE:
        document["schema_version"] = SUMMARY_VERSION
    return Summary.model_validate(document)


def schema_json() -> str:
    """Return the JSON Schema that the models promise."""
    schema = Summary.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = f"urn:umran:summary:{SUMMARY_VERSION}"
    schema["title"] = f"Umran summary {SUMMARY_VERSION}"
    return json_text(schema)


def published_schema() -> str:
    """Return the committed schema, which a publish root carries."""
    return files("outputs.tables").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")


def json_text(document: Mapping[str, Any]) -> str:
    """Return sorted, indented JSON in UTF-8 with a closing newline; a number that is not finite is an error."""
    return json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(published_schema()))


def _codes(measurement: Measurement) -> list[str]:
    """Return the code of every reason and flag, as often as it stands there."""
    comparison = measurement.comparison
    codes = [code for row in measurement.epochs for code in row.undefined.values()]
    codes += [code for row in measurement.indicators for code in (*row.undefined.values(), *row.flags)]
    for rows in (comparison.rows, comparison.spreads) if comparison else ():
        codes += [code for row in rows for code in (*row.undefined.values(), *row.flags)]
    for one in measurement.published:
        codes += [code for row in one.periods for code in (*row.undefined.values(), *row.flags)]
        codes += [code for row in one.own for code in (*row.undefined.values(), *row.flags)]
    for zone in measurement.zones:
        codes += [code for row in zone.epochs for code in row.undefined.values()]
        codes += [code for row in zone.indicators for code in (*row.undefined.values(), *row.flags)]
    codes += [code for figure in measurement.figures for code in (figure.undefined, *figure.flags) if code]
    return codes


def _city(measurement: Measurement, place: Place) -> CityRow:
    return CityRow(
        id=place.id,
        names=dict(place.names),
        iso3=place.iso3,
        region=place.region,
        centre=place.centre,
        study_area_origin=place.area_origin,
        study_area_notes=place.area_notes,
        simulated=is_simulated(measurement, place),
    )


def _grid(measurement: Measurement) -> GridRow:
    grid = measurement.grid
    return GridRow(
        crs=grid.crs_name,
        resolution_m=grid.resolution_m,
        shape=grid.shape,
        resampled=grid.resampled,
        reason=grid.reason,
        area_distortion=grid.area_distortion,
    )
